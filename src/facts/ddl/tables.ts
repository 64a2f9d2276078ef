import type { Column, Table } from "../../model/catalog.ts";
import { collationName } from "../collation-name.ts";
import { ident, qualified } from "../identifier.ts";
import { commentOn, grantOn, ownerRightsAndComment } from "./owned.ts";
import { identityRights, identitySequence, isIdentityOf } from "./sequences.ts";
import { withParameters } from "./settings.ts";

/** A foreign table needs a server; nobody ever connects to this one. */
export const FOREIGN_SERVER = "pgassay_nowhere";
export const createForeignServer = [
  `CREATE FOREIGN DATA WRAPPER ${FOREIGN_SERVER}`,
  `CREATE SERVER ${FOREIGN_SERVER} FOREIGN DATA WRAPPER ${FOREIGN_SERVER}`,
];

/** Parents first. Defaults come later: they may call routines, which may speak of tables. */
export function createTable(table: Table): string[] {
  const name = qualified(table.path);
  const object = table.foreign ? "FOREIGN TABLE" : "TABLE";
  const inherits = inheritsAtOnce(table);
  const declared = inherits ? table.columns.filter((column) => column.local) : table.columns;
  return [
    [
      `CREATE ${table.persistence === "unlogged" ? "UNLOGGED " : ""}${object} ${name}`,
      `(${declared.map(declare).join(", ")})`,
      ...(inherits ? [`INHERITS (${table.parents.map((parent) => qualified(parent.path)).join(", ")})`] : []),
      ...(table.partitioning === null ? [] : [`PARTITION BY ${table.partitioning.key}`]),
      ...(table.foreign ? [`SERVER ${FOREIGN_SERVER}`] : [withParameters(table.settings).trim()]),
      ...(table.tablespace === null ? [] : [`TABLESPACE ${ident(table.tablespace)}`]),
    ]
      .filter((part) => part !== "")
      .join(" "),
    ...(inherits ? [] : table.parents.map((parent) => follow(table, parent))),
  ];
}

/** `ALTER TABLE ONLY … SET DEFAULT …, SET NOT NULL`, for what the columns do not have by now. */
export function completeColumns(table: Table): string[] {
  const inherited = inheritsAtOnce(table);
  const changes = table.columns.flatMap((column) => [
    ...(column.default !== null && !isComputed(column) ? [`ALTER COLUMN ${ident(column.name)} SET DEFAULT ${column.default}`] : []),
    ...(inherited && !column.local && column.notNull ? [`ALTER COLUMN ${ident(column.name)} SET NOT NULL`] : []),
  ]);
  return changes.length === 0 ? [] : [`ALTER TABLE ONLY ${qualified(table.path)} ${changes.join(", ")}`];
}

/** Parents before their children, else by name. */
export function parentsFirst(tables: readonly Table[]): Table[] {
  const sorted = new Set<Table>();
  const visit = (table: Table): void => {
    if (sorted.has(table)) return;
    for (const parent of table.parents) visit(parent);
    sorted.add(table);
  };
  for (const table of tables) visit(table);
  const wanted = new Set(tables);
  return [...sorted].filter((table) => wanted.has(table));
}

function declare(column: Column): string {
  return [
    `${ident(column.name)} ${column.type.text}`,
    ...(column.collation === null ? [] : [`COLLATE ${collationName(column.collation)}`]),
    ...generation(column),
    ...(column.notNull ? ["NOT NULL"] : []),
  ].join(" ");
}

function generation(column: Column): string[] {
  if (column.generated === null) return [];
  if (isComputed(column)) return [`GENERATED ALWAYS AS (${column.default}) ${column.generated.toUpperCase()}`];
  const sequence = column.table.schema.sequences.find(isIdentityOf(column));
  // PostgreSQL 17 gives the identity of a partitioned table to its partitions, which have no sequence of their own.
  if (sequence === undefined) return [];
  return [`GENERATED ${column.generated === "identity always" ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY ${identitySequence(sequence)}`];
}

function isComputed(column: Column): column is Column & { readonly generated: "stored" | "virtual" } {
  return column.generated === "stored" || column.generated === "virtual";
}

/** An inheriting table has its parents' columns first; one whose columns stand in another order began on its own. */
function inheritsAtOnce(table: Table): boolean {
  if (table.parents.length === 0 || table.partitionBound !== null) return false;
  const first = [...new Set(table.parents.flatMap((parent) => parent.columns.map((column) => column.name)))];
  return first.every((name, at) => table.columns[at]?.name === name);
}

function follow(table: Table, parent: Table): string {
  const name = qualified(table.path);
  return table.partitionBound === null
    ? `ALTER TABLE ${name} INHERIT ${qualified(parent.path)}`
    : `ALTER TABLE ${qualified(parent.path)} ATTACH PARTITION ${name} ${table.partitionBound}`;
}

export function describeTable(table: Table): string[] {
  const name = qualified(table.path);
  const object = table.foreign ? "FOREIGN TABLE" : "TABLE";
  const identities = table.columns.flatMap((column) => table.schema.sequences.filter(isIdentityOf(column)));
  return [
    ...ownerRightsAndComment(`${object} ${name}`, { ...table, grants: [] }),
    ...table.grants.flatMap((grant) => grantOn(name, grant)),
    ...table.columns.flatMap((column) => [
      ...column.grants.flatMap((grant) => grantOn(name, grant, ` (${ident(column.name)})`)),
      ...commentOn(`COLUMN ${name}.${ident(column.name)}`, column.comment),
    ]),
    ...identities.flatMap(identityRights),
  ];
}
