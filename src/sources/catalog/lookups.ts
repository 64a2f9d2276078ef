import { allRows, type Session } from "./session.ts";

export interface OperatorClass {
  readonly schema: string;
  readonly name: string;
  readonly default: boolean;
}

/** Small catalogs that others point into, by OID. */
export interface Lookups {
  /** A role that is gone, or a grant to everyone, has no entry. */
  readonly roles: ReadonlyMap<number, string>;
  readonly tablespaces: ReadonlyMap<number, string>;
  readonly accessMethods: ReadonlyMap<number, string>;
  readonly languages: ReadonlyMap<number, string>;
  /** `schema.name` */
  readonly collations: ReadonlyMap<number, string>;
  readonly operatorClasses: ReadonlyMap<number, OperatorClass>;
}

/** Names by OID, of all small catalogs in one round trip. */
const NAMES = {
  roles: "select oid, rolname::text from pg_catalog.pg_roles",
  tablespaces: "select oid, spcname::text from pg_catalog.pg_tablespace",
  accessMethods: "select oid, amname::text from pg_catalog.pg_am",
  languages: "select oid, lanname::text from pg_catalog.pg_language",
  collations: `select c.oid, n.nspname || '.' || c.collname
    from pg_catalog.pg_collation c join pg_catalog.pg_namespace n on n.oid = c.collnamespace`,
};

const SQL = Object.entries(NAMES)
  .map(([kind, sql]) => `select '${kind}', * from (${sql}) ${kind}`)
  .join(" union all ");

export async function readLookups(session: Session): Promise<Lookups> {
  const operatorClasses = new Map<number, OperatorClass>();
  const [rows, names] = await Promise.all([
    allRows<[number, string, string, boolean]>(
      session,
      "operator-classes",
      `select o.oid, n.nspname, o.opcname, o.opcdefault
       from pg_catalog.pg_opclass o join pg_catalog.pg_namespace n on n.oid = o.opcnamespace`,
    ),
    allRows<[keyof typeof NAMES, number, string]>(session, "lookups", SQL),
  ]);
  for (const [oid, schema, name, standard] of rows) operatorClasses.set(oid, { schema, name, default: standard });
  const of = (wanted: keyof typeof NAMES) => new Map(names.flatMap(([kind, oid, name]) => (kind === wanted ? [[oid, name] as const] : [])));
  return {
    roles: of("roles"),
    tablespaces: of("tablespaces"),
    accessMethods: of("accessMethods"),
    languages: of("languages"),
    collations: of("collations"),
    operatorClasses,
  };
}
