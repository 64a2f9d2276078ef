import type { Finding } from "../../contract/finding.ts";
import type { ReportedTable } from "../../contract/report.ts";
import { SEVERITIES, type Severity } from "../../contract/rule.ts";
import type { Group } from "../groups.ts";
import { type Neighbourhood, pathKey, type ReportedKey } from "./neighbourhood.ts";

/** A column as a picture shows it. */
export interface Row {
  readonly name: string;
  readonly type: string;
  readonly primaryKey: boolean;
  /** The worst finding on it. */
  readonly mark: Severity | null;
}

/** Another table, and how it hangs together with the one in the middle. */
export interface Side {
  readonly path: readonly string[];
  readonly links: readonly Link[];
}

export interface Link {
  /** Column of the table in the middle, and of the other one; null where no foreign key says. */
  readonly column: string | null;
  readonly other: string | null;
  readonly mark: Severity | null;
}

/** What a picture of one table shows: its keys and the columns of its findings, who refers to it, and what it refers to. */
export interface Scene {
  readonly path: readonly string[];
  readonly rows: readonly Row[];
  readonly moreColumns: number;
  readonly from: readonly Side[];
  readonly to: readonly Side[];
  /** Foreign keys to itself. */
  readonly loops: readonly Link[];
  /** Tables that findings name and no foreign key leads to. */
  readonly named: readonly Side[];
}

const MOST_ROWS = 14;

/** Null for what is not a table. */
export function sceneOf({ path, findings }: Group, neighbourhood: Neighbourhood): Scene | null {
  const table = neighbourhood.table(path);
  if (table === undefined) return null;
  const marks = marksOf(findings);
  const incoming = neighbourhood.incoming(path);
  const from = sidesOf(incoming.map(({ table: other, key }) => ({ path: other.path, link: linkOf(key.targetColumns, key.columns, null) })));
  const outgoing = table.foreignKeys.map((key) => ({
    path: key.target,
    link: linkOf(key.columns, key.targetColumns, marks.get(key.name) ?? null),
  }));
  const isSelf = ({ path: target }: { readonly path: readonly string[] }) => pathKey(target) === pathKey(path);
  // In the order of their columns, so that lines cross less.
  const position = new Map(table.columns.map(({ name }, n) => [name as string | null, n]));
  const byColumn = outgoing.toSorted((a, b) => (position.get(a.link.column) ?? 0) - (position.get(b.link.column) ?? 0));
  const to = sidesOf(byColumn.filter((one) => !isSelf(one)));
  const linked = [...incoming.flatMap(({ key }) => key.targetColumns), ...table.foreignKeys.flatMap(({ columns }) => columns)];
  const rows = rowsOf(table, new Set(linked), marks);
  return {
    path,
    rows: rows.slice(0, MOST_ROWS),
    moreColumns: table.columns.length - Math.min(rows.length, MOST_ROWS),
    from,
    to,
    loops: outgoing.filter(isSelf).map(({ link }) => link),
    named: namedOf(findings, path, [...from, ...to], neighbourhood),
  };
}

function rowsOf(table: ReportedTable, linked: ReadonlySet<string>, marks: ReadonlyMap<string, Severity>): Row[] {
  return table.columns
    .filter(({ name, primaryKey }) => primaryKey || linked.has(name) || marks.has(name))
    .map(({ name, type, primaryKey }) => ({ name, type, primaryKey, mark: marks.get(name) ?? null }));
}

/** The worst severity by the name of the column or constraint. */
function marksOf(findings: readonly Finding[]): Map<string, Severity> {
  const marks = new Map<string, Severity>();
  for (const { object, severity } of findings) {
    const name = object.path[2];
    if (name === undefined || (object.kind !== "column" && object.kind !== "constraint")) continue;
    const before = marks.get(name);
    if (before === undefined || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(before)) marks.set(name, severity);
  }
  return marks;
}

function linkOf(columns: ReportedKey["columns"], others: ReportedKey["columns"], mark: Severity | null): Link {
  return { column: columns[0] ?? null, other: others[0] ?? null, mark };
}

function sidesOf(links: readonly { readonly path: readonly string[]; readonly link: Link }[]): Side[] {
  const sides = new Map<string, { path: readonly string[]; links: Link[] }>();
  for (const { path, link } of links) {
    const side = sides.get(pathKey(path)) ?? { path, links: [] };
    side.links.push(link);
    sides.set(pathKey(path), side);
  }
  return [...sides.values()];
}

function namedOf(findings: readonly Finding[], path: readonly string[], known: readonly Side[], neighbourhood: Neighbourhood): Side[] {
  const drawn = new Set([path, ...known.map((side) => side.path)].map(pathKey));
  const sides: { path: readonly string[]; link: Link }[] = [];
  for (const { related, object, severity } of findings) {
    for (const one of related) {
      const home = one.path.slice(0, 2);
      if (drawn.has(pathKey(home)) || neighbourhood.table(home) === undefined) continue;
      const column = object.kind === "column" ? (object.path[2] ?? null) : null;
      sides.push({ path: home, link: { column, other: one.kind === "column" ? (one.path[2] ?? null) : null, mark: severity } });
    }
  }
  return sidesOf(sides);
}
