import { literal, qualified } from "./identifier.ts";

/** The OID of a relation, as an expression; NULL when there is none of the name. */
export function oidOf(path: readonly string[]): string {
  return `pg_catalog.to_regclass(${literal(qualified(path)).trim()})`;
}

/** The OID of a system catalog, as `pg_depend` tells kinds of objects apart. */
export function oidOfCatalog(name: string): string {
  return `'pg_catalog.${name}'::pg_catalog.regclass`;
}
