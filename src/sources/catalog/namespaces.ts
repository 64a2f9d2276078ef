import { PG_CLASS } from "./catalog-oids.ts";
import { allRows, type Session } from "./session.ts";

export interface Namespace {
  readonly oid: number;
  readonly name: string;
  readonly owner: number;
  readonly acl: string | null;
}

/** The schemas to read: the wanted ones, and those that they refer to, since a link must not lead nowhere. */
export async function readNamespaces(session: Session, wanted: readonly string[] | null): Promise<ReadonlyMap<number, Namespace>> {
  const rows = await allRows<[number, string, number, string | null]>(
    session,
    "schemas",
    `select oid, nspname, nspowner, array_to_string(nspacl, ',') from pg_catalog.pg_namespace
     where nspname <> all ('{pg_catalog,information_schema,pg_toast}') and nspname !~ '^pg_(toast_)?temp_'`,
  );
  const all = new Map(rows.map(([oid, name, owner, acl]) => [oid, { oid, name, owner, acl }]));
  if (wanted === null) return all;
  const reached = await reachedFrom(
    session,
    rows.flatMap(([oid, name]) => (wanted.includes(name) ? oid : [])),
  );
  return new Map([...all].filter(([oid]) => reached.has(oid)));
}

async function reachedFrom(session: Session, start: readonly number[]): Promise<ReadonlySet<number>> {
  const edges = await allRows<[number, number]>(
    session,
    "schema-links",
    `select a.relnamespace, b.relnamespace from pg_catalog.pg_constraint k
       join pg_catalog.pg_class a on a.oid = k.conrelid join pg_catalog.pg_class b on b.oid = k.confrelid
       where k.contype = 'f' and a.relnamespace <> b.relnamespace
     union select a.relnamespace, b.relnamespace from pg_catalog.pg_inherits i
       join pg_catalog.pg_class a on a.oid = i.inhrelid join pg_catalog.pg_class b on b.oid = i.inhparent
       where a.relnamespace <> b.relnamespace
     union select a.relnamespace, b.relnamespace from pg_catalog.pg_depend d
       join pg_catalog.pg_rewrite r on r.oid = d.objid
       join pg_catalog.pg_class a on a.oid = r.ev_class join pg_catalog.pg_class b on b.oid = d.refobjid
       where d.classid = r.tableoid and d.refclassid = ${PG_CLASS} and a.relnamespace <> b.relnamespace
     union select a.relnamespace, b.relnamespace from pg_catalog.pg_depend d
       join pg_catalog.pg_policy p on p.oid = d.objid
       join pg_catalog.pg_class a on a.oid = p.polrelid join pg_catalog.pg_class b on b.oid = d.refobjid
       where d.classid = p.tableoid and d.refclassid = ${PG_CLASS} and a.relnamespace <> b.relnamespace
     union select a.relnamespace, b.relnamespace from pg_catalog.pg_depend d
       join pg_catalog.pg_class a on a.oid = d.objid join pg_catalog.pg_class b on b.oid = d.refobjid
       where d.classid = ${PG_CLASS} and d.refclassid = ${PG_CLASS} and a.relkind = 'S' and a.relnamespace <> b.relnamespace`,
  );
  const reached = new Set(start);
  for (const from of reached) for (const [a, b] of edges) if (a === from) reached.add(b);
  return reached;
}
