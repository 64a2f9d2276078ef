import { freshName, ident, literal, qualified } from "../../facts/identifier.ts";
import type { Table } from "../../model/catalog.ts";
import type { Phase, SqlStep } from "../fix.ts";
import { step } from "./step.ts";

export interface NewIndex {
  readonly table: Table;
  readonly name: string;
  readonly why: string;
  /** What stands between the parentheses: quoted columns or expressions, with their order. */
  readonly keys: readonly string[];
  readonly method?: string;
  readonly unique?: boolean;
  readonly include?: readonly string[];
  readonly where?: string;
  readonly phase?: Phase;
  readonly requires?: SqlStep["requires"];
}

/** Index names are unique within a schema, among tables, views, sequences and indexes. */
export function relationNames(table: Table): ReadonlySet<string> {
  const { schema } = table;
  return new Set([
    ...schema.tables.flatMap((other) => [other.name, ...other.indexes.map((index) => index.name)]),
    ...schema.views.map((view) => view.name),
    ...schema.sequences.map((sequence) => sequence.name),
  ]);
}

export function indexName(table: Table, columns: readonly string[], suffix = "_idx"): string {
  return freshName([table.name, ...columns], suffix, relationNames(table));
}

/**
 * Builds an index while writers go on. A failed concurrent build leaves an invalid index that `IF NOT EXISTS` would
 * accept in silence, so a leftover of that name is dropped first and validity is asserted after.
 * On a partitioned table each leaf is built concurrently and attached.
 */
export function createIndex(index: NewIndex): SqlStep[] {
  return index.table.partitioning === null ? [createOn(index, index.table, index.name)] : createOnPartitions(index);
}

export function validIndex(schema: string, name: string): string {
  return `SELECT i.indisvalid AND i.indisready FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass(${literal(qualified([schema, name]))})`;
}

function createOn(index: NewIndex, table: Table, name: string): SqlStep {
  const { schema } = table;
  const drop = `DROP INDEX CONCURRENTLY IF EXISTS ${qualified([schema.name, name])}`;
  return step(
    { change: "create index concurrently", table },
    {
      phase: index.phase ?? "expand",
      why: index.why,
      statements: [
        drop,
        `CREATE ${index.unique === true ? "UNIQUE " : ""}INDEX CONCURRENTLY ${ident(name)} ON ${qualified(table.path)}${shape(index)}`,
      ],
      undo: [drop],
      ...(index.requires === undefined ? {} : { requires: index.requires }),
      verify: validIndex(schema.name, name),
    },
  );
}

function createOnPartitions(index: NewIndex): SqlStep[] {
  const { table, name } = index;
  const parent = qualified([table.schema.name, name]);
  const taken = new Set<string>();
  const children = table.children.map((child) => {
    const used = new Set([...relationNames(child), ...taken]);
    const childName = freshName([child.name, name], "", used);
    taken.add(childName);
    return { child, childName };
  });
  return [
    step(
      { change: "create index on only", table },
      {
        phase: index.phase ?? "expand",
        why: `${index.why} The index of the partitioned table stays invalid until every partition has its part.`,
        statements: [
          `CREATE ${index.unique === true ? "UNIQUE " : ""}INDEX ${ident(name)} ON ONLY ${qualified(table.path)}${shape(index)}`,
        ],
        undo: [`DROP INDEX IF EXISTS ${parent}`],
      },
    ),
    ...children.flatMap(({ child, childName }) => [
      ...createIndex({ ...index, table: child, name: childName, why: `Build the part of ${child.name}.` }),
      step(
        { change: "attach index", table: child },
        {
          phase: index.phase ?? "expand",
          why: `Attach the part of ${child.name}.`,
          statements: [`ALTER INDEX ${parent} ATTACH PARTITION ${qualified([child.schema.name, childName])}`],
          undo: [],
        },
      ),
    ]),
  ];
}

function shape(index: NewIndex): string {
  return [
    index.method === undefined ? "" : ` USING ${ident(index.method)}`,
    ` (${index.keys.join(", ")})`,
    index.include === undefined || index.include.length === 0 ? "" : ` INCLUDE (${index.include.map(ident).join(", ")})`,
    index.where === undefined ? "" : ` WHERE ${index.where}`,
  ].join("");
}
