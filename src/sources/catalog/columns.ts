import type { ColumnData, TypeRef, ViewData } from "../../model/data.ts";
import { compareText } from "../../model/reference.ts";
import { DEFAULT_COLLATION, PG_CLASS, partKey } from "./catalog-oids.ts";
import type { Definitions } from "./definitions.ts";
import { Grouped } from "./grouped.ts";
import { type Asking, type Reading, roleName } from "./reading.ts";
import { isTable } from "./relations.ts";
import type { Session } from "./session.ts";

export interface Columns {
  readonly ofTables: Grouped<ColumnData>;
  readonly ofViews: Grouped<ViewData["columns"][number]>;
  readonly ofTypes: Grouped<{ readonly name: string; readonly type: TypeRef }>;
  /** By relation and number; the database's default collation is not listed. */
  readonly collations: Map<number, number>;
  /** Those whose expression is still to be filled in. */
  readonly computed: {
    readonly column: { default: string | null; reads: readonly string[] };
    readonly oid: number;
    readonly number: number;
  }[];
}

type Row = readonly [
  relation: number,
  number: number,
  name: string,
  type: number,
  modifier: number | null,
  collation: number | null,
  flags: number,
  standard: string | null,
  acl: string | null,
];

/** Bits of `flags`, in the order of the query; the kind of a generated column stands above them. */
const NOT_NULL = 1;
const LOCAL = 2;
const OTHER_COLLATION = 4;
const GENERATED_SHIFT = 3;
const GENERATED = [null, "stored", "virtual", "identity always", "identity default"] as const;

/**
 * A default cannot speak of columns, so its text needs no look at the table, and no lock. What is usual is NULL: it costs least.
 * Defaults are looked up one by one: joined, no row would come before all of pg_attribute was read.
 */
const SQL = `select a.attrelid, a.attnum, a.attname, a.atttypid, nullif(a.atttypmod, -1), nullif(nullif(a.attcollation, ${DEFAULT_COLLATION}), 0),
    a.attnotnull::int4 + case when a.attislocal then ${LOCAL} else 0 end
      + case when a.attcollation <> t.typcollation then ${OTHER_COLLATION} else 0 end
      + case when a.attidentity <> '' then case a.attidentity when 'a' then 24 else 32 end
          when a.attgenerated <> '' then case a.attgenerated when 's' then 8 else 16 end else 0 end,
    case when a.atthasdef and a.attgenerated = '' then (
      select pg_get_expr(d.adbin, 0) from pg_catalog.pg_attrdef d where d.adrelid = a.attrelid and d.adnum = a.attnum) end,
    array_to_string(a.attacl, ',')
  from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_type t on t.oid = a.atttypid
  where c.relnamespace = any ($1::oid[]) and c.relkind = any ('{r,p,f,v,m,c}') and c.relpersistence <> 't'
    and a.attnum > 0 and not a.attisdropped`;

/** Names go into the relations first: expressions, keys and dependencies speak of columns by number. */
export function askColumns({ session, scope }: Asking): (reading: Reading) => Promise<Columns> {
  const proving = askUnvalidatedNotNull(session);
  const rows = session.rows<Row>("columns", SQL, [scope]);
  return async (reading) => {
    const { relations, comments, grants, lookups, types } = reading;
    const columns: Columns = {
      ofTables: new Grouped(),
      ofViews: new Grouped(),
      ofTypes: new Grouped(),
      collations: new Map(),
      computed: [],
    };
    const unproven = await proving();
    const intern = interner();
    for await (const batch of rows) {
      for (const [oid, number, text, typeOid, modifier, collation, flags, standard, acl] of batch) {
        const relation = relations.get(oid);
        if (relation === undefined) continue;
        const name = intern(text);
        relation.columnNames[number] = name;
        if (collation !== null) columns.collations.set(partKey(oid, number), collation);
        const type = types.of(typeOid, modifier ?? -1);
        if (relation.kind === "composite") columns.ofTypes.add(oid, { name, type });
        else if (!isTable(relation)) columns.ofViews.add(oid, { name, type, comment: comments.of(PG_CLASS, oid, number) });
        else {
          const generated = flags >> GENERATED_SHIFT;
          const computed = generated === 1 || generated === 2;
          const column: ColumnData = {
            name,
            comment: comments.of(PG_CLASS, oid, number),
            type,
            notNull: (flags & NOT_NULL) !== 0 && !unproven.has(partKey(oid, number)),
            collation: (flags & OTHER_COLLATION) === 0 ? null : (lookups.collations.get(collation ?? DEFAULT_COLLATION) ?? null),
            default: standard === null ? null : intern(standard),
            generated: GENERATED[generated] ?? null,
            local: (flags & LOCAL) !== 0,
            reads: NO_NAMES,
            grants: grants.of(acl, roleName(lookups, relation.owner)),
          };
          columns.ofTables.add(oid, column);
          if (computed) columns.computed.push({ column, oid, number });
        }
      }
    }
    for (const relation of relations.values()) {
      for (const group of [columns.ofTables, columns.ofViews, columns.ofTypes]) inTableOrder(group.of(relation.oid), relation.columnNames);
    }
    return columns;
  };
}

/** What generated columns are made of, once it is known. */
export function fillComputed({ computed }: Columns, from: Grouped<string>, definitions: Definitions): void {
  for (const { column, oid, number } of computed) {
    column.default = definitions.of("generated", oid, number);
    column.reads = from.of(partKey(oid, number));
  }
}

const NO_NAMES: readonly string[] = [];

/** One string for all that are equal: most names come back in many tables. */
function interner(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    known.set(text, text);
    return text;
  };
}

/** Rows come in the order of the heap of pg_attribute, which is nearly always that of the table. */
function inTableOrder(columns: readonly { readonly name: string }[], names: readonly string[]): void {
  let last = 0;
  for (const { name } of columns) {
    const at = names.indexOf(name, last);
    if (at < 0) {
      (columns as { name: string }[]).sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
      return;
    }
    last = at;
  }
}

/** The columns that a generated column is computed from, by table and column. */
export function askComputedFrom({ session }: Asking): () => Promise<Grouped<string>> {
  // PostgreSQL 15 hangs these dependencies on the expression; earlier ones hang them on the column.
  // Materialized: few columns are generated, and PostgreSQL guesses that many are.
  const sql = `with a as materialized (select attrelid, attnum from pg_catalog.pg_attribute where attgenerated <> '')
    select distinct a.attrelid, a.attnum, r.attname
    from a
      join pg_catalog.pg_attrdef e on e.adrelid = a.attrelid and e.adnum = a.attnum
      join pg_catalog.pg_depend d on d.refclassid = ${PG_CLASS} and d.refobjid = a.attrelid and d.refobjsubid not in (0, a.attnum)
        and ${session.version >= 150000 ? "d.classid = e.tableoid and d.objid = e.oid" : `d.classid = ${PG_CLASS} and d.objid = a.attrelid and d.objsubid = a.attnum`}
      join pg_catalog.pg_attribute r on r.attrelid = a.attrelid and r.attnum = d.refobjsubid`;
  const rows = session.rows<[number, number, string]>("generated-columns", sql);
  return async () => {
    const columns = new Grouped<string>();
    for await (const batch of rows) for (const [relation, column, read] of batch) columns.add(partKey(relation, column), read);
    return columns.sort(compareText);
  };
}

/** PostgreSQL 18 marks a column NOT NULL while the constraint behind it is still NOT VALID: there may be NULLs in it. */
function askUnvalidatedNotNull(session: Session): () => Promise<ReadonlySet<number>> {
  if (session.version < 180000) return async () => new Set();
  const sql = `select conrelid, conkey[1] from pg_catalog.pg_constraint where contype = 'n' and conrelid <> 0 and not convalidated`;
  const rows = session.rows<[number, number]>("unvalidated-not-null", sql);
  return async () => {
    const columns = new Set<number>();
    for await (const batch of rows) for (const [relation, column] of batch) columns.add(partKey(relation, column));
    return columns;
  };
}
