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

export async function readLookups(session: Session): Promise<Lookups> {
  const pairs = async (name: string, sql: string) => new Map(await allRows<[number, string]>(session, name, sql));
  const operatorClasses = new Map<number, OperatorClass>();
  const rows = await allRows<[number, string, string, boolean]>(
    session,
    "operator-classes",
    `select o.oid, n.nspname, o.opcname, o.opcdefault
     from pg_catalog.pg_opclass o join pg_catalog.pg_namespace n on n.oid = o.opcnamespace`,
  );
  for (const [oid, schema, name, standard] of rows) operatorClasses.set(oid, { schema, name, default: standard });
  return {
    roles: await pairs("roles", "select oid, rolname from pg_catalog.pg_roles"),
    tablespaces: await pairs("tablespaces", "select oid, spcname from pg_catalog.pg_tablespace"),
    accessMethods: await pairs("access-methods", "select oid, amname from pg_catalog.pg_am"),
    languages: await pairs("languages", "select oid, lanname from pg_catalog.pg_language"),
    collations: await pairs(
      "collations",
      `select c.oid, n.nspname || '.' || c.collname
       from pg_catalog.pg_collation c join pg_catalog.pg_namespace n on n.oid = c.collnamespace`,
    ),
    operatorClasses,
  };
}
