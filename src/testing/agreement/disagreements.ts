import type { Finding } from "../../contract/finding.ts";
import { ident } from "../../facts/identifier.ts";
import { isForeignKeyCovered } from "../../facts/index/covers-foreign-key.ts";
import { redundantBeside } from "../../facts/index/redundant-beside.ts";
import type { Catalog, Index } from "../../model/catalog.ts";
import { referenceKey } from "../../model/reference.ts";
import { type Effects, effectsOf } from "./effects.ts";
import type { NewIndex } from "./new-index.ts";

interface Said {
  readonly finding: Finding;
  readonly effects: Effects;
}

/** Where the findings of one report do not go together, in sentences. */
export function disagreements(findings: readonly Finding[], catalog: Catalog): string[] {
  const said = findings.filter(({ fix }) => fix !== null).map((finding): Said => ({ finding, effects: effectsOf(finding, catalog) }));
  const pairs = said.flatMap((a, at) => said.slice(at + 1).map((b) => [a, b] as const));
  const dropped = new Set(said.flatMap(({ effects }) => [...effects.drops]));
  return [
    ...pairs.flatMap(([a, b]) => [...between(a, b), ...oneWay(a, b), ...oneWay(b, a)]),
    ...said.flatMap((one) => one.effects.builds.flatMap((index) => alreadyThere(one, index, dropped))),
    ...uncovered(said, catalog),
  ];
}

/** The same twice, or two answers to one question. */
function between(a: Said, b: Said): string[] {
  const problems: string[] = [];
  for (const index of a.effects.builds)
    for (const other of b.effects.builds)
      if (index.table === other.table && (redundantBeside(index, other) || redundantBeside(other, index)))
        problems.push(`${name(a)} and ${name(b)} both propose an index of ${index.table.name}: ${index.name}, ${other.name}`);
  for (const [column, type] of a.effects.types) {
    const other = b.effects.types.get(column);
    if (other !== undefined && other !== type)
      problems.push(`${name(a)} makes ${column.path.join(".")} ${type}, and ${name(b)} makes it ${other}`);
  }
  return problems;
}

/** What `a` drops, and `b` keeps, changes or builds anew; what `a` requires, and `b` clears. */
function oneWay(a: Said, b: Said): string[] {
  const cleared = [...a.effects.requires].filter((column) => b.effects.clears.has(column));
  return [
    ...dropsOf(a, b),
    ...cleared.map((column) => `${name(a)} makes ${column.path.join(".")} NOT NULL, and ${name(b)} sets it to NULL`),
  ];
}

function dropsOf(a: Said, b: Said): string[] {
  const kept = new Set([...b.finding.related, b.finding.object].map(referenceKey));
  return [...a.effects.drops].flatMap((object) => {
    const path = object.path.join(".");
    if (b.effects.drops.has(object)) return [];
    // Two fixes that share an object are never in one plan: the second is written anew after the first.
    const apart = new Set(a.finding.fix?.changes.map(referenceKey));
    const relies =
      object.kind === "index" && kept.has(referenceKey(object)) && [...b.effects.drops].some((other) => !apart.has(referenceKey(other)));
    if (relies) return [`${name(a)} drops ${path}, which ${name(b)} keeps instead of another`];
    if (referenceKey(b.finding.object) === referenceKey(object)) return [`${name(a)} drops ${path}, which ${name(b)} changes`];
    const rebuilt =
      object.kind === "index" && b.effects.builds.some((index) => index.table === object.table && redundantBeside(index, object));
    return rebuilt ? [`${name(a)} drops ${path}, and ${name(b)} builds one for the same work`] : [];
  });
}

function alreadyThere(one: Said, index: NewIndex, dropped: ReadonlySet<unknown>): string[] {
  if (index.constraint !== null) return [];
  // One of the same name is itself, made again on a table that takes the place of this one.
  const others = index.table.indexes.filter((other) => ident(other.name) !== index.name && !dropped.has(other));
  const there = others.find((other) => !dropped.has(other.constraint) && redundantBeside(index, other));
  return there === undefined ? [] : [`${name(one)} proposes ${index.name}, whose work ${there.name} does`];
}

/** Foreign keys that have an index today, and none when all is done. */
function uncovered(said: readonly Said[], catalog: Catalog): string[] {
  const drops = new Set(said.flatMap(({ effects }) => [...effects.drops]));
  const builds = said.flatMap(({ effects }) => effects.builds);
  return catalog.tables.flatMap((table) => {
    if (!table.indexes.some((index) => drops.has(index))) return [];
    const left = table.indexes.filter((index) => !drops.has(index) && (index.constraint === null || !drops.has(index.constraint)));
    const then = {
      ...table,
      indexes: [...left, ...builds.filter((index) => index.table === table).map((index) => index as unknown as Index)],
    };
    const lost = table.foreignKeys.filter(
      (key) => !drops.has(key) && isForeignKeyCovered(key) && !isForeignKeyCovered({ ...key, table: then }),
    );
    return lost.map((key) => `when all is done, no index serves ${key.path.join(".")}`);
  });
}

function name({ finding }: Said): string {
  return `${finding.rule} on ${finding.object.path.join(".")}`;
}
