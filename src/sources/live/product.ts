import { PgassayError } from "../../model/failure.ts";
import { NEWEST_MAJOR, OLDEST_MAJOR } from "../../model/major-version.ts";

/** Servers that speak PostgreSQL's protocol, and have other catalogs. */
const OTHERS = /Redshift|CockroachDB|-YB-|Yugabyte|Greenplum|Materialize|CrateDB|openGauss|GaussDB|RisingWave|DSQL|QuestDB/i;

export const NEWEST = NEWEST_MAJOR * 10_000 + 9_999;

/**
 * @param banner what `version()` says
 * @param version `server_version_num`
 * @throws PgassayError for what is not a supported PostgreSQL
 */
export function product(banner: string, version: number): number {
  const other = OTHERS.exec(banner)?.[0];
  if (other !== undefined) {
    throw new PgassayError({
      what: "This server is not PostgreSQL",
      why: `it says that it is ${other}, whose catalogs mean other things`,
      next: "Audit a PostgreSQL server, or the schema as a .sql file.",
    });
  }
  if (!(version >= OLDEST_MAJOR * 10_000)) {
    throw new PgassayError({
      what: "This version of PostgreSQL is too old",
      why: `PostgreSQL ${OLDEST_MAJOR} is the oldest whose catalogs can be read`,
      next: "Audit a dump of its schema (pg_dump --schema-only) instead.",
    });
  }
  return version;
}
