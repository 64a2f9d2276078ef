import { addConstraint } from "../../facts/ddl/constraints.ts";
import { createIndex } from "../../facts/ddl/indexes.ts";
import { createPolicy } from "../../facts/ddl/members.ts";
import { commentOn, grantOn, ownerRightsAndComment } from "../../facts/ddl/owned.ts";
import { identitySequence } from "../../facts/ddl/sequences.ts";
import { withParameters } from "../../facts/ddl/settings.ts";
import { ident, literal, qualified } from "../../facts/identifier.ts";
import type { Column, LocalConstraint, Sequence, Table } from "../../model/catalog.ts";
import { listed } from "./partitionable.ts";

export interface PartitionNames {
  /** What the table is called once another one has its name. */
  readonly legacy: string;
  /** The index that becomes its primary key. */
  readonly key: string;
  readonly ranges: readonly string[];
  /** The default partition. */
  readonly rest: string;
  /** What an index or constraint of the old table is called from then on. */
  readonly kept: (name: string) => string;
  /** What a sequence is called until the old one is gone. */
  readonly next: (name: string) => string;
}

export interface Succession {
  readonly moment: Column;
  /** The proven CHECK on the old table. */
  readonly check: string;
  readonly names: PartitionNames;
  /** The primary key, where the moment has to be added to it. */
  readonly wider: LocalConstraint | null;
  /** Literals: the end of the old table, and of each range. */
  readonly bounds: readonly string[];
}

/** Statements of one transaction. */
interface Way {
  readonly there: readonly string[];
  readonly back: readonly string[];
}

/**
 * Puts a partitioned table into the place of a table, which becomes its first partition. The names of constraints, indexes
 * and sequences go over to the new table. On the way back, the rows that have come since go to the old table.
 */
export function succeed(plan: Succession): Way {
  const { moment, check, names, bounds } = plan;
  const { table } = moment;
  const name = qualified(table.path);
  const legacy = qualified([table.schema.name, names.legacy]);
  const key = widenKey(plan);
  const renamed = renameParts(table, plan);
  const numbers = handNumbers(table, legacy, names);
  const written = listed(table.columns.filter(({ generated }) => generated !== "stored" && generated !== "virtual"));
  return {
    there: [
      ...key.there,
      `ALTER TABLE ${name} RENAME TO ${ident(names.legacy)}`,
      ...renamed.there,
      `CREATE TABLE ${name} (LIKE ${legacy} INCLUDING ALL EXCLUDING IDENTITY EXCLUDING INDEXES EXCLUDING STATISTICS) PARTITION BY RANGE (${ident(moment.name)})`,
      `ALTER TABLE ${name} DROP CONSTRAINT ${ident(check)}`,
      ...describe(table),
      ...constraints(plan),
      ...table.indexes.flatMap(createIndex),
      ...numbers.there,
      `ALTER TABLE ${name} ATTACH PARTITION ${legacy} FOR VALUES FROM (MINVALUE) TO (${bounds[0]})`,
      ...names.ranges.flatMap((each, at) => createPartition(table, each, `FOR VALUES FROM (${bounds[at]}) TO (${bounds[at + 1]})`)),
      ...createPartition(table, names.rest, "DEFAULT"),
    ],
    back: [
      `ALTER TABLE ${name} DETACH PARTITION ${legacy}`,
      `ALTER TABLE ${legacy} DROP CONSTRAINT ${ident(check)}`,
      `INSERT INTO ${legacy} (${written}) SELECT ${written} FROM ${name}`,
      ...numbers.back,
      `DROP TABLE ${name}`,
      ...numbers.after,
      ...renamed.back,
      `ALTER TABLE ${legacy} RENAME TO ${ident(table.name)}`,
      ...key.back,
    ],
  };
}

/** PostgreSQL skips the scan of SET NOT NULL where a CHECK proves it, and the primary key finds it done. */
function widenKey({ wider, moment, names }: Succession): Way {
  if (wider === null) return { there: [], back: [] };
  const on = `ALTER TABLE ${qualified(moment.table.path)}`;
  const column = `ALTER COLUMN ${ident(moment.name)}`;
  return {
    there: [
      `${on} DROP CONSTRAINT ${ident(wider.name)}`,
      ...(moment.notNull ? [] : [`${on} ${column} SET NOT NULL`]),
      `${on} ADD CONSTRAINT ${ident(names.key)} PRIMARY KEY USING INDEX ${ident(names.key)}`,
    ],
    back: [
      `${on} DROP CONSTRAINT ${ident(names.key)}`,
      ...(moment.notNull ? [] : [`${on} ${column} DROP NOT NULL`]),
      ...addConstraint(wider),
    ],
  };
}

/** Names of indexes are unique in the schema. A constraint and its index have one name. */
function renameParts(table: Table, { wider, names }: Succession): Way {
  const legacy = qualified([table.schema.name, names.legacy]);
  const parts = table.indexes
    .filter(({ constraint }) => constraint === null || constraint !== wider)
    .map(({ name, constraint }) => ({ name, kept: names.kept(name), constraint }));
  const rename = (constraint: unknown, from: string, to: string) =>
    constraint === null
      ? `ALTER INDEX ${qualified([table.schema.name, from])} RENAME TO ${ident(to)}`
      : `ALTER TABLE ${legacy} RENAME CONSTRAINT ${ident(from)} TO ${ident(to)}`;
  return {
    there: parts.map(({ name, kept, constraint }) => rename(constraint, name, kept)),
    back: parts.map(({ name, kept, constraint }) => rename(constraint, kept, name)),
  };
}

/** What LIKE leaves out, besides constraints and indexes. */
function describe(table: Table): string[] {
  const object = `TABLE ${qualified(table.path)}`;
  return [
    ...ownerRightsAndComment(object, table),
    ...table.columns.flatMap((column) => column.grants.flatMap((grant) => grantOn(object, grant, ` (${ident(column.name)})`))),
    ...table.policies.flatMap(createPolicy),
    ...secure(table, table.name),
  ];
}

function constraints({ moment, wider }: Succession): string[] {
  return moment.table.constraints.flatMap((constraint) => {
    if (constraint.type === "check" || constraint.type === "not null") return [];
    if (constraint.type === "foreign" || constraint !== wider) return addConstraint(constraint);
    return addConstraint({ ...constraint, columns: [...constraint.columns, moment] });
  });
}

/** Storage parameters are those of partitions: a partitioned table has no storage. */
function createPartition(table: Table, name: string, bound: string): string[] {
  const path = qualified([table.schema.name, name]);
  return [
    `CREATE TABLE ${path} PARTITION OF ${qualified(table.path)} ${bound}${withParameters(table.settings)}`,
    `ALTER TABLE ${path} OWNER TO ${ident(table.owner)}`,
    ...secure(table, name),
  ];
}

/** The policies of the partitioned table do not hold where somebody reads a partition by its name: there, without any, no row is seen. */
function secure(table: Table, name: string): string[] {
  return table.rls === "off" ? [] : [`ALTER TABLE ${qualified([table.schema.name, name])} ENABLE ROW LEVEL SECURITY`];
}

/** The sequence of a serial column is handed over; that of an identity column is made with it, and goes on where the old one is. */
function handNumbers(table: Table, legacy: string, names: PartitionNames): Way & { readonly after: readonly string[] } {
  const name = qualified(table.path);
  const owned = table.schema.sequences.filter(({ ownedBy }) => ownedBy?.table === table);
  const serial = owned.filter(({ identity }) => !identity);
  const identity = owned.filter((sequence) => sequence.identity).map((sequence) => makeAgain(sequence, names.next(sequence.name)));
  const hand = (to: string) =>
    serial.map((sequence) => `ALTER SEQUENCE ${qualified(sequence.path)} OWNED BY ${to}.${ident((sequence.ownedBy as Column).name)}`);
  return {
    there: [...hand(name), ...identity.flatMap(({ make, drop, takeName }) => [...make(name), drop(legacy), ...takeName])],
    back: [...hand(legacy), ...identity.flatMap(({ make }) => make(legacy))],
    after: identity.flatMap(({ takeName }) => takeName),
  };
}

function makeAgain(sequence: Sequence, made: string) {
  const path = [sequence.schema.name, made];
  const own = qualified(sequence.path);
  const { name, generated } = sequence.ownedBy as Column;
  const kind = generated === "identity always" ? "ALWAYS" : "BY DEFAULT";
  return {
    make: (table: string) => [
      `ALTER TABLE ${table} ALTER COLUMN ${ident(name)} ADD GENERATED ${kind} AS IDENTITY ${identitySequence({ ...sequence, path })}`,
      `SELECT pg_catalog.setval(${literal(qualified(path)).trim()}::pg_catalog.regclass, s.last_value, s.is_called) FROM ${own} AS s`,
    ],
    drop: (table: string) => `ALTER TABLE ${table} ALTER COLUMN ${ident(name)} DROP IDENTITY`,
    takeName: [
      `ALTER SEQUENCE ${qualified(path)} RENAME TO ${ident(sequence.name)}`,
      ...sequence.grants.filter((grant) => grant.grantee !== sequence.owner).flatMap((grant) => grantOn(`SEQUENCE ${own}`, grant)),
      ...commentOn(`SEQUENCE ${own}`, sequence.comment),
    ],
  };
}
