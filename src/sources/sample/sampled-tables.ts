import type { CatalogData, RelationName, TableData } from "../../model/data.ts";
import type { Gap } from "../../model/snapshot.ts";
import type { CatalogRead } from "../catalog/read.ts";
import { isTable, type Relation } from "../catalog/relations.ts";
import { allRows, oidArray, type Session } from "../catalog/session.ts";
import type { SampledTable } from "./sample-query.ts";
import { sampledColumns } from "./sampled-columns.ts";

export interface Choice {
  readonly tables: readonly SampledTable[];
  readonly gaps: readonly Gap[];
}

/**
 * Tables with columns that can hold anything and that this role may read. A partition speaks through its parent.
 * Views and foreign tables are not sampled: reading them runs what somebody else wrote, or asks another server.
 */
export async function sampledTables(
  session: Session,
  { catalog, counted }: Pick<CatalogRead, "catalog" | "counted">,
  includes: (table: { readonly path: readonly string[]; readonly name: string }) => boolean,
): Promise<Choice> {
  const relations = new Map<string, Relation>();
  for (const relation of counted.relations.values()) if (isTable(relation)) relations.set(keyOf(relation.name), relation);
  const unreadable = await unreadableColumns(session, [...relations.values()]);
  const partitions = partitionsOf(catalog);
  const tables: SampledTable[] = [];
  const gaps: Gap[] = [];
  for (const { schema, table } of tablesOf(catalog)) {
    const relation = relations.get(keyOf([schema, table.name]));
    if (relation === undefined || !isSampled(table) || !includes({ path: [schema, table.name], name: table.name })) continue;
    const refused = unreadable.get(relation.oid);
    const wanted = sampledColumns(table);
    const columns = wanted.filter(({ name }) => refused?.has(name) !== true);
    const missing = wanted.filter((column) => !columns.includes(column)).map(({ name }) => name);
    if (missing.length > 0) gaps.push(gapOf([schema, table.name], "this role may not select from these columns", missing));
    if (columns.length === 0) continue;
    const leaves = table.partitioning === null ? [] : leavesOf([schema, table.name], partitions);
    if (leaves.some((leaf) => leaf.table.foreign)) {
      gaps.push(gapOf([schema, table.name], "one of its partitions is a foreign table: another server would be asked"));
      continue;
    }
    const parts =
      table.partitioning === null ? [relation] : leaves.flatMap((leaf) => relations.get(keyOf([leaf.schema, leaf.table.name])) ?? []);
    tables.push({
      schema,
      name: table.name,
      columns,
      partitioned: table.partitioning !== null,
      rows: rowsOf(parts),
      pages: sum(parts.map(({ pages }) => pages)),
    });
  }
  return { tables, gaps };
}

export function gapOf(name: RelationName, reason: string, affects: readonly string[] = []): Gap {
  return { what: "statistics", subject: name.join("."), reason: `not sampled: ${reason}`, at: null, affects };
}

/** SELECT is checked before a table is asked: a refusal would stand in the server's log as an error. */
async function unreadableColumns(session: Session, relations: readonly Relation[]): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  const rows = await allRows<[number, string]>(
    session,
    "readable-columns",
    `select a.attrelid, a.attname from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
     where a.attrelid = any ($1::oid[]) and a.attnum > 0 and not a.attisdropped
       and not (has_schema_privilege(c.relnamespace, 'USAGE') and has_column_privilege(a.attrelid, a.attnum, 'SELECT'))`,
    [oidArray(relations.map(({ oid }) => oid))],
  );
  const unreadable = new Map<number, Set<string>>();
  for (const [oid, name] of rows) unreadable.set(oid, (unreadable.get(oid) ?? new Set()).add(name));
  return unreadable;
}

interface Placed {
  readonly schema: string;
  readonly table: TableData;
}

function* tablesOf(catalog: CatalogData): Iterable<Placed> {
  for (const schema of catalog.schemas) for (const table of schema.tables) yield { schema: schema.name, table };
}

function isSampled(table: TableData): boolean {
  return table.origin === "user" && !table.foreign && table.persistence !== "temporary" && table.partitionBound === null;
}

function partitionsOf(catalog: CatalogData): ReadonlyMap<string, readonly Placed[]> {
  const partitions = new Map<string, Placed[]>();
  for (const placed of tablesOf(catalog)) {
    const [parent] = placed.table.partitionBound === null ? [] : placed.table.parents;
    if (parent === undefined) continue;
    const known = partitions.get(keyOf(parent));
    if (known === undefined) partitions.set(keyOf(parent), [placed]);
    else known.push(placed);
  }
  return partitions;
}

function leavesOf(name: RelationName, partitions: ReadonlyMap<string, readonly Placed[]>): readonly Placed[] {
  return (partitions.get(keyOf(name)) ?? []).flatMap((placed) =>
    placed.table.partitioning === null ? [placed] : leavesOf([placed.schema, placed.table.name], partitions),
  );
}

/** Null when nothing is known of any part. */
function rowsOf(parts: readonly Relation[]): number | null {
  const known = parts.flatMap(({ rows }) => rows ?? []);
  return known.length === 0 ? null : sum(known);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function keyOf(name: RelationName): string {
  return name.join("\0");
}
