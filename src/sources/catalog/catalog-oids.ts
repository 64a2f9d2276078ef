/** OIDs of the catalogs themselves, as pg_depend and pg_description name them. They never change. */
export const PG_TYPE = 1247;
export const PG_PROC = 1255;
export const PG_CLASS = 1259;
export const PG_CONSTRAINT = 2606;
export const PG_NAMESPACE = 2615;
export const PG_REWRITE = 2618;
export const PG_TRIGGER = 2620;
export const PG_EXTENSION = 3079;
export const PG_POLICY = 3256;
export const PG_STATISTIC_EXT = 3381;

/** `pg_catalog."default"`: the collation of the database. */
export const DEFAULT_COLLATION = 100;

/** Everything that initdb made has a lower OID. */
export const FIRST_NORMAL_OID = 16384;

/** One number for an object and a part of it, usable as a map key: a table has at most 1,600 columns. */
export function partKey(oid: number, part: number): number {
  return oid * 65536 + part;
}
