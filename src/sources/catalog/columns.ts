import type { ColumnData, TypeRef, ViewData } from "../../model/data.ts";
import { compareText } from "../../model/reference.ts";
import { DEFAULT_COLLATION, PG_CLASS, partKey } from "./catalog-oids.ts";
import { Grouped } from "./grouped.ts";
import { type Reading, roleName } from "./reading.ts";
import { isTable } from "./relations.ts";
import type { Session } from "./session.ts";

export interface Columns {
  readonly ofTables: Grouped<ColumnData>;
  readonly ofViews: Grouped<ViewData["columns"][number]>;
  readonly ofTypes: Grouped<{ readonly name: string; readonly type: TypeRef }>;
  /** By relation and number; the database's default collation is not listed. */
  readonly collations: Map<number, number>;
}

type Row = readonly [
  relation: number,
  number: number,
  name: string,
  type: number,
  modifier: number,
  notNull: boolean,
  collation: number,
  ownCollation: boolean,
  hasDefault: boolean,
  generated: "" | "s" | "v",
  identity: "" | "a" | "d",
  local: boolean,
  acl: string | null,
];

const SQL = `select a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull,
    a.attcollation, a.attcollation <> t.typcollation, a.atthasdef, a.attgenerated, a.attidentity, a.attislocal, array_to_string(a.attacl, ',')
  from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_type t on t.oid = a.atttypid
  where c.relnamespace = any ($1::oid[]) and c.relkind = any ('{r,p,f,v,m,c}') and c.relpersistence <> 't'
    and a.attnum > 0 and not a.attisdropped
  order by a.attrelid, a.attnum`;

/** Names go into the relations first: expressions, keys and dependencies speak of columns by number. */
export async function readColumns(reading: Reading): Promise<Columns> {
  const { session, relations, comments, definitions, grants, lookups, types } = reading;
  const columns: Columns = { ofTables: new Grouped(), ofViews: new Grouped(), ofTypes: new Grouped(), collations: new Map() };
  const computedFrom = await readComputedFrom(session);
  const unproven = await readUnvalidatedNotNull(session);
  const names = new Map<string, string>();
  for await (const batch of session.rows<Row>("columns", SQL, [reading.scope])) {
    for (const [
      oid,
      number,
      text,
      typeOid,
      modifier,
      notNull,
      collation,
      ownCollation,
      hasDefault,
      generated,
      identity,
      local,
      acl,
    ] of batch) {
      const relation = relations.get(oid);
      if (relation === undefined) continue;
      const name = names.get(text) ?? text;
      names.set(name, name);
      relation.columnNames[number] = name;
      if (collation !== 0 && collation !== DEFAULT_COLLATION) columns.collations.set(partKey(oid, number), collation);
      const type = types.of(typeOid, modifier);
      if (relation.kind === "composite") columns.ofTypes.add(oid, { name, type });
      else if (!isTable(relation)) columns.ofViews.add(oid, { name, type, comment: comments.of(PG_CLASS, oid, number) });
      else {
        columns.ofTables.add(oid, {
          name,
          comment: comments.of(PG_CLASS, oid, number),
          type,
          notNull: notNull && !unproven.has(partKey(oid, number)),
          collation: ownCollation ? (lookups.collations.get(collation) ?? null) : null,
          default: hasDefault ? definitions.of("default", oid, number) : null,
          generated: GENERATED[generated === "" ? identity : generated],
          local,
          reads: generated === "" ? NO_COLUMNS : computedFrom.of(partKey(oid, number)),
          grants: grants.of(acl, roleName(lookups, relation.owner)),
        });
      }
    }
  }
  return columns;
}

const NO_COLUMNS: readonly string[] = [];
const GENERATED = { "": null, s: "stored", v: "virtual", a: "identity always", d: "identity default" } as const;

/** The columns that a generated column is computed from, by table and column. */
async function readComputedFrom(session: Session): Promise<Grouped<string>> {
  const columns = new Grouped<string>();
  // PostgreSQL 15 hangs these dependencies on the expression; earlier ones hang them on the column.
  // Materialized: few columns are generated, and PostgreSQL guesses that many are.
  const sql = `with a as materialized (select attrelid, attnum from pg_catalog.pg_attribute where attgenerated <> '')
    select distinct a.attrelid, a.attnum, r.attname
    from a
      join pg_catalog.pg_attrdef e on e.adrelid = a.attrelid and e.adnum = a.attnum
      join pg_catalog.pg_depend d on d.refclassid = ${PG_CLASS} and d.refobjid = a.attrelid and d.refobjsubid not in (0, a.attnum)
        and ${session.version >= 150000 ? "d.classid = e.tableoid and d.objid = e.oid" : `d.classid = ${PG_CLASS} and d.objid = a.attrelid and d.objsubid = a.attnum`}
      join pg_catalog.pg_attribute r on r.attrelid = a.attrelid and r.attnum = d.refobjsubid`;
  for await (const batch of session.rows<[number, number, string]>("generated-columns", sql)) {
    for (const [relation, column, read] of batch) columns.add(partKey(relation, column), read);
  }
  return columns.sort(compareText);
}

/** PostgreSQL 18 marks a column NOT NULL while the constraint behind it is still NOT VALID: there may be NULLs in it. */
async function readUnvalidatedNotNull(session: Session): Promise<ReadonlySet<number>> {
  const columns = new Set<number>();
  if (session.version < 180000) return columns;
  const sql = `select conrelid, conkey[1] from pg_catalog.pg_constraint where contype = 'n' and conrelid <> 0 and not convalidated`;
  for await (const batch of session.rows<[number, number]>("unvalidated-not-null", sql)) {
    for (const [relation, column] of batch) columns.add(partKey(relation, column));
  }
  return columns;
}
