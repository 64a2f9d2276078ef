import type { Finding } from "../contract/finding.ts";
import type { Fix } from "../contract/fix.ts";
import { ident, qualified } from "../facts/identifier.ts";
import { type ObjectRef, referenceKey } from "../model/reference.ts";

export interface Candidate {
  readonly finding: Finding;
  readonly fix: Fix;
}

export interface Choice {
  readonly chosen: readonly Candidate[];
  readonly deferred: readonly { readonly finding: Finding; readonly because: string }[];
}

/**
 * Picks fixes that can be run together. Two that change the same column, constraint or index are kept apart, and so are
 * two of which one reads or builds on what the other replaces: the second was written for the schema before the first.
 * The one with more steps goes first, because what it replaces may need no small repair any more. A fix that makes a whole
 * table anew goes last: the others then find the table as they know it.
 */
export function choose(candidates: readonly Candidate[]): Choice {
  const changed = new Map<string, Candidate>();
  const replaced = new Map<string, { readonly object: ObjectRef; readonly by: Candidate }[]>();
  const chosen = new Set<Candidate>();
  const texts = new Map<string, Candidate[]>();
  const deferred: { finding: Finding; because: string }[] = [];
  const last = (fix: Fix) => Number(fix.changes.some((object) => isMadeAnew(object, textOf(fix))));
  for (const candidate of candidates.toSorted((a, b) => last(a.fix) - last(b.fix) || b.fix.steps.length - a.fix.steps.length)) {
    const { finding, fix } = candidate;
    const keys = [...fix.changes.map(referenceKey), ...madeBy(fix)];
    const tables = [...new Set(tablesOf(fix))];
    const same = keys.map((key) => changed.get(key)).find((other) => other !== undefined);
    const text = same === undefined ? textOf(fix) : "";
    const used =
      same ??
      tables.flatMap((table) => replaced.get(table) ?? []).find(({ object }) => mentions(text, object))?.by ??
      built(fix, tables, texts);
    if (used !== undefined) {
      const { rule, object } = used.finding;
      deferred.push({
        finding,
        because: `${same === undefined ? "uses" : "changes"} what the fix of ${rule} on ${object.path.join(".")} changes`,
      });
      continue;
    }
    chosen.add(candidate);
    for (const key of keys) changed.set(key, candidate);
    for (const table of tables) {
      replaced.set(table, [...(replaced.get(table) ?? []), ...goneAfter(fix, table).map((object) => ({ object, by: candidate }))]);
      texts.set(table, [...(texts.get(table) ?? []), candidate]);
    }
  }
  return { chosen: candidates.filter((candidate) => chosen.has(candidate)), deferred };
}

/** An earlier fix that uses what this one replaces. */
function built(fix: Fix, tables: readonly string[], texts: ReadonlyMap<string, readonly Candidate[]>): Candidate | undefined {
  for (const table of tables) {
    const gone = goneAfter(fix, table);
    if (gone.length === 0) continue;
    const user = texts.get(table)?.find((other) => gone.some((object) => mentions(textOf(other.fix), object)));
    if (user !== undefined) return user;
  }
  return undefined;
}

/** Columns and indexes of the table that a fix drops or renames, and the table that it makes anew: those it declares, and its statements name so. */
function goneAfter(fix: Fix, table: string): ObjectRef[] {
  const inTable = fix.changes.filter((object) => tableOf(object) === table);
  const text = textOf(fix);
  return inTable.filter(({ kind, path }) => {
    const [schema = "", , name = ""] = path;
    if (kind === "table") return isMadeAnew({ kind, path }, text);
    if (kind === "index") return /\bDROP INDEX\b|\bALTER INDEX\b/.test(text) && text.includes(qualified([schema, name]));
    return kind === "column" && ["DROP COLUMN", "RENAME COLUMN", "ALTER COLUMN"].some((verb) => hasWord(text, `${verb} ${ident(name)}`));
  });
}

/** Another table has its name afterwards. */
function isMadeAnew({ kind, path }: ObjectRef, text: string): boolean {
  return kind === "table" && text.includes(`CREATE TABLE ${qualified(path)} (`);
}

const MADE = /^CREATE (?:FUNCTION|TABLE|(?:UNIQUE )?INDEX(?: CONCURRENTLY)?|SEQUENCE) ((?:"(?:[^"]|"")+"|[\w$.])+)/gm;

/** Names that a fix takes: two that were planned apart may both have found one free. */
function madeBy(fix: Fix): string[] {
  return [...new Set([...textOf(fix).matchAll(MADE)].map(([, name]) => `made ${name}`))];
}

function mentions(text: string, { kind, path }: ObjectRef): boolean {
  const [schema = "", , name = ""] = path;
  if (kind === "table") return hasWord(text, qualified(path));
  return kind === "index" ? hasWord(text, qualified([schema, name])) : hasWord(text, ident(name));
}

/** The text, and not a longer name that it is the beginning or the end of. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[\w$"]/.test(text[at - 1] ?? " ") && !/[\w$"]/.test(text[at + word.length] ?? " ")) return true;
  }
  return false;
}

const textsOf = new WeakMap<Fix, string>();

function textOf(fix: Fix): string {
  let text = textsOf.get(fix);
  if (text === undefined) {
    text = fix.steps.flatMap((step) => (step.is === "sql" ? [...step.statements, step.requires?.sql ?? ""] : [])).join("\n");
    textsOf.set(fix, text);
  }
  return text;
}

function tablesOf(fix: Fix): string[] {
  const locked = fix.steps.flatMap((step) => (step.is === "sql" ? step.locks.map(({ on }) => on) : []));
  return [...fix.changes, ...locked].flatMap((object) => tableOf(object) ?? []);
}

function tableOf({ kind, path }: ObjectRef): string | undefined {
  return ["table", "column", "index", "constraint"].includes(kind) ? JSON.stringify(path.slice(0, 2)) : undefined;
}
