import { distinctName } from "../../facts/distinct-name.ts";
import { ident, literal, qualified } from "../../facts/identifier.ts";
import { perObject } from "../../facts/remembered.ts";
import type { Index, IndexKey, Schema, Table } from "../../model/catalog.ts";
import type { Phase, SqlStep } from "../fix.ts";
import { restoreIndex } from "./restore-index.ts";
import { step } from "./step.ts";
import { touchTree, treeOf } from "./tree.ts";

export interface NewIndex {
  readonly table: Table;
  readonly name: string;
  readonly why: string;
  /** What stands between the parentheses: quoted columns or expressions, with their order. */
  readonly keys: readonly string[];
  readonly method?: string;
  readonly unique?: boolean;
  readonly include?: readonly string[];
  /** From PostgreSQL 15 on. */
  readonly nullsNotDistinct?: boolean;
  readonly where?: string;
  readonly phase?: Phase;
  readonly requires?: SqlStep["requires"];
}

/** Tables, views, sequences, composite types and indexes of a schema share one space of names. */
export const relationNames: (schema: Schema) => ReadonlySet<string> = perObject(
  (schema) =>
    new Set([
      ...schema.tables.flatMap((table) => [table.name, ...table.indexes.map((index) => index.name)]),
      ...schema.views.flatMap((view) => [view.name, ...view.indexes.map((index) => index.name)]),
      ...schema.sequences.map((sequence) => sequence.name),
      ...schema.types.filter((type) => type.form.is === "composite").map((type) => type.name),
    ]),
);

/** `table_columns_idx`, not taken in the schema. */
export function indexName(table: Table, columns: readonly string[], suffix = "_idx"): string {
  return distinctName([table.name, ...columns], suffix, relationNames(table.schema));
}

/**
 * Builds an index while writers go on. A failed concurrent build leaves an invalid index that `IF NOT EXISTS` would
 * accept in silence, so a leftover of that name is dropped first and validity is asserted after.
 * On a partitioned table each leaf is built concurrently, and the parts are attached together at the end.
 */
export function createIndex(index: NewIndex): SqlStep[] {
  if (index.table.partitioning === null) return [createOn(index)];
  return treeOf(index.table).some((table) => table.foreign) ? [createOnWhole(index)] : createOnPartitions(index);
}

export function validIndex(schema: string, name: string): string {
  return `SELECT i.indisvalid AND i.indisready FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass(${literal(qualified([schema, name]))})`;
}

function createOn(index: NewIndex): SqlStep {
  const { table, name } = index;
  const drop = `DROP INDEX CONCURRENTLY IF EXISTS ${qualified([table.schema.name, name])}`;
  return step(
    { change: "create index concurrently", table },
    {
      phase: index.phase ?? "expand",
      why: index.why,
      statements: [drop, createText(index, "CONCURRENTLY")],
      undo: [drop],
      requires: both(nameIsFree(table, name), index.requires),
      verify: validIndex(table.schema.name, name),
    },
  );
}

/** Dropping a leftover must never hit an index that another table has under the name since the plan was made. */
function nameIsFree(table: Table, name: string): NonNullable<SqlStep["requires"]> {
  const [relation, owner] = [qualified([table.schema.name, name]), qualified(table.path)].map((path) => literal(path).trim());
  return {
    sql: `SELECT pg_catalog.to_regclass(${relation}) IS NULL OR EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass(${relation}) AND i.indrelid = pg_catalog.to_regclass(${owner}))`,
    because: "another relation has taken the name of the new index",
  };
}

function both(a: NonNullable<SqlStep["requires"]>, b: SqlStep["requires"]): NonNullable<SqlStep["requires"]> {
  return b === undefined ? a : { sql: `SELECT (${a.sql}) AND (${b.sql})`, because: `${b.because}, or ${a.because}` };
}

/** An index whose parts include a foreign table can never be attached whole, so that only the blocking form is left. */
function createOnWhole(index: NewIndex): SqlStep {
  const { table, name } = index;
  return step(touchTree("create index", table), {
    phase: index.phase ?? "expand",
    why: `${index.why} A partition is a foreign table, which rules out the concurrent way.`,
    statements: [createText(index)],
    undo: [`DROP INDEX IF EXISTS ${qualified([table.schema.name, name])}`],
    ...(index.requires === undefined ? {} : { requires: index.requires }),
  });
}

function createOnPartitions(index: NewIndex): SqlStep[] {
  const { table, name } = index;
  const phase = index.phase ?? "expand";
  const parent = qualified([table.schema.name, name]);
  const parts = table.children.map((child) => {
    const ready = partIn(child, index);
    return { child, ready, childName: ready?.name ?? indexName(child, [name], "") };
  });
  const start = step(
    { change: "create index on only", table },
    {
      phase,
      why: `${index.why} The index of the partitioned table stays invalid until every partition has its part.`,
      statements: [createText(index, "ON ONLY")],
      undo: [`DROP INDEX IF EXISTS ${parent}`],
      ...(index.requires === undefined ? {} : { requires: index.requires }),
    },
  );
  const builds = parts.flatMap(({ child, childName, ready }) =>
    ready === undefined ? createIndex({ ...index, table: child, name: childName, why: `Build the part of ${child.name}.` }) : [],
  );
  if (parts.length === 0) return [start];
  const attach = parts.map(({ child, childName }) => `ALTER INDEX ${parent} ATTACH PARTITION ${qualified([child.schema.name, childName])}`);
  const end = step(
    [table, ...table.children].map((each) => ({ change: "attach index", table: each })),
    {
      phase,
      why: "Attach the parts: the index of the partitioned table becomes valid with the last one.",
      statements: attach as [string, ...string[]],
      // An attached part cannot be dropped by itself: it goes with the index of the partitioned table.
      undo: [`DROP INDEX IF EXISTS ${parent}`, ...parts.flatMap(({ ready }) => (ready === undefined ? [] : restoreIndex(ready)))],
      verify: validIndex(table.schema.name, name),
    },
  );
  return [start, ...builds, end];
}

/** An index that the partition has already, and that can be attached as its part. */
function partIn(child: Table, { method = "btree", keys, unique, where, include = [] }: NewIndex): Index | undefined {
  if (unique === true || where !== undefined || include.length > 0) return undefined;
  return child.indexes.find(
    (index) =>
      index.valid &&
      index.method === method &&
      !index.unique &&
      index.predicate === null &&
      index.include.length === 0 &&
      index.partitionOf === null &&
      index.keys.length === keys.length &&
      index.keys.every((key, at) => isPlain(key) && ident(key.column?.name ?? "") === keys[at]),
  );
}

function isPlain({ column, collation, opclass, descending, nullsFirst }: IndexKey): boolean {
  return column !== null && collation === null && opclass.default && !descending && !nullsFirst;
}

function createText(index: NewIndex, how?: "CONCURRENTLY" | "ON ONLY"): string {
  const unique = index.unique === true ? "UNIQUE " : "";
  const concurrently = how === "CONCURRENTLY" ? "CONCURRENTLY " : "";
  const only = how === "ON ONLY" ? "ONLY " : "";
  return `CREATE ${unique}INDEX ${concurrently}${ident(index.name)} ON ${only}${qualified(index.table.path)}${shape(index)}`;
}

function shape(index: NewIndex): string {
  return [
    index.method === undefined ? "" : ` USING ${ident(index.method)}`,
    ` (${index.keys.join(", ")})`,
    index.include === undefined || index.include.length === 0 ? "" : ` INCLUDE (${index.include.map(ident).join(", ")})`,
    index.nullsNotDistinct === true ? " NULLS NOT DISTINCT" : "",
    index.where === undefined ? "" : ` WHERE ${index.where}`,
  ].join("");
}
