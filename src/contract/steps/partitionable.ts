import { ident, literal } from "../../facts/identifier.ts";
import { oidOf, oidOfCatalog } from "../../facts/oid.ts";
import type { Column, Constraint, Dependent, Index, Table } from "../../model/catalog.ts";
import type { Server } from "../../model/snapshot.ts";

/**
 * True where the table can become the first partition of its successor, with all that stands on it. A partitioned table
 * is told apart by its partition key: a foreign key, a unique key or an exclusion that does not hold the moment has no index there.
 */
export function isPartitionable(moment: Column, server: Pick<Server, "version">): boolean {
  const { table } = moment;
  return (
    // Before PostgreSQL 12 no foreign key refers from a partition, and a CHECK does not spare the scan of SET NOT NULL.
    server.version >= 120_000 &&
    isOrdinary(table) &&
    moment.generated === null &&
    table.referencedBy.length === 0 &&
    table.triggers.length === 0 &&
    table.statistics.length === 0 &&
    table.indexes.every((index) => canMove(index, moment)) &&
    table.constraints.every(canBeMadeAgain) &&
    table.columns.every(({ dependents }) => dependents.every((other) => isOwn(other, table)))
  );
}

/** Settled by nothing that CREATE TABLE … LIKE leaves out. FORCE would hide rows from the owner, who has to move them on the way back. */
function isOrdinary({ persistence, tablespace, replicaIdentity, publications, rls }: Table): boolean {
  return (
    persistence === "permanent" && tablespace === null && replicaIdentity === "default" && publications.length === 0 && rls !== "forced"
  );
}

function canMove(index: Index, moment: Column): boolean {
  const plain = index.valid && index.ready && !index.clustered && index.tablespace === null;
  return plain && (!index.unique || index.constraint?.type === "primary" || index.keys.some(({ column }) => column === moment));
}

function canBeMadeAgain(constraint: Constraint): boolean {
  const { validated, enforced, unchecked, temporal, type, deferrable, definition } = constraint;
  if (!validated || !enforced || unchecked === true || temporal || type === "exclusion") return false;
  return type === "foreign" || (!deferrable && definition?.endsWith(" NO INHERIT") !== true);
}

function isOwn(other: Dependent, table: Table): boolean {
  return other.kind !== "view" && other.kind !== "routine" && table.path.every((name, at) => other.path[at] === name);
}

/**
 * A boolean expression: nothing stands on the table that the catalog did not show when the plan was made, or that it never
 * shows: rules, publications of whole schemas, types of columns and arguments, targets of statistics, parameters of TOAST.
 */
export function standsAlone(table: Table, made: readonly string[]): string {
  const nothing = [
    `pg_constraint AS k WHERE k.confrelid = t.oid OR k.conrelid = t.oid AND (k.contype IN ('f', 'u', 'x')${unless("k.conname", table.constraints)} OR k.contype IN ('c', 'n') AND k.connoinherit)`,
    `pg_index AS i JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid WHERE i.indrelid = t.oid${unless("x.relname", [...table.indexes, ...made.map((name) => ({ name }))])}`,
    `pg_policy AS p WHERE p.polrelid = t.oid${unless("p.polname", table.policies)}`,
    "pg_trigger AS g WHERE g.tgrelid = t.oid AND NOT g.tgisinternal",
    "pg_statistic_ext AS e WHERE e.stxrelid = t.oid",
    "pg_inherits AS h WHERE t.oid IN (h.inhrelid, h.inhparent)",
    "pg_publication_tables AS b WHERE b.schemaname = n.nspname AND b.tablename = t.relname",
    "pg_rewrite AS r WHERE r.ev_class = t.oid",
    `pg_depend AS d WHERE d.refclassid = ${oidOfCatalog("pg_class")} AND d.refobjid = t.oid AND d.classid IN (${oidOfCatalog("pg_rewrite")}, ${oidOfCatalog("pg_proc")})`,
    `pg_depend AS d JOIN pg_catalog.pg_type AS y ON d.refobjid IN (y.oid, y.typarray) WHERE y.typrelid = t.oid AND d.refclassid = ${oidOfCatalog("pg_type")} AND d.deptype <> 'i'`,
    "pg_attribute AS a WHERE a.attrelid = t.oid AND a.attnum > 0 AND (a.attoptions IS NOT NULL OR a.attstattarget >= 0)",
    "pg_class AS o WHERE o.oid = t.reltoastrelid AND o.reloptions IS NOT NULL",
  ];
  const none = nothing.map((from) => ` AND NOT EXISTS (SELECT FROM pg_catalog.${from})`).join("");
  return `EXISTS (SELECT FROM pg_catalog.pg_class AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace WHERE t.oid = ${oidOf(table.path)} AND t.reloftype = 0${none})`;
}

/** True once a CHECK of the table is proven for every row. */
export function isProven(table: Table, check: string): string {
  return `EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = ${oidOf(table.path)} AND k.conname = ${literal(check).trim()} AND k.convalidated)`;
}

function unless(column: string, known: readonly { readonly name: string }[]): string {
  return known.length === 0 ? "" : ` AND ${column} NOT IN (${known.map(({ name }) => literal(name).trim()).join(", ")})`;
}

/** `a, b` as identifiers. */
export function listed(columns: readonly Column[]): string {
  return columns.map(({ name }) => ident(name)).join(", ");
}
