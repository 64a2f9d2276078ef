import type { Extension } from "@electric-sql/pglite";

/** The extensions in PGlite's box: the name in CREATE EXTENSION → the module that brings it. plpgsql is built in. */
const MODULES: Readonly<Record<string, string>> = {
  amcheck: "amcheck",
  autoinc: "moddatetime",
  auto_explain: "auto_explain",
  bloom: "bloom",
  btree_gin: "btree_gin",
  btree_gist: "btree_gist",
  citext: "citext",
  cube: "cube",
  dict_int: "dict_int",
  dict_xsyn: "dict_xsyn",
  earthdistance: "earthdistance",
  file_fdw: "file_fdw",
  fuzzystrmatch: "fuzzystrmatch",
  hstore: "hstore",
  insert_username: "moddatetime",
  intarray: "intarray",
  isn: "isn",
  lo: "lo",
  ltree: "ltree",
  moddatetime: "moddatetime",
  pageinspect: "pageinspect",
  pg_buffercache: "pg_buffercache",
  pg_freespacemap: "pg_freespacemap",
  pg_stat_statements: "pg_stat_statements",
  pg_surgery: "pg_surgery",
  pg_trgm: "pg_trgm",
  pg_visibility: "pg_visibility",
  pg_walinspect: "pg_walinspect",
  pgcrypto: "pgcrypto",
  refint: "moddatetime",
  seg: "seg",
  tablefunc: "tablefunc",
  tcn: "tcn",
  tsm_system_rows: "tsm_system_rows",
  tsm_system_time: "tsm_system_time",
  unaccent: "unaccent",
  "uuid-ossp": "uuid_ossp",
};

const REQUIRES: Readonly<Record<string, readonly string[]>> = { earthdistance: ["cube"] };

export function isBundled(extension: string): boolean {
  return extension === "plpgsql" || Object.hasOwn(MODULES, extension);
}

/** What `PGlite.create` wants for these extensions. Names that are not in the box are passed over. */
export async function extensionModules(names: readonly string[]): Promise<Record<string, Extension>> {
  const wanted = new Set(names.flatMap((name) => [name, ...(REQUIRES[name] ?? [])]));
  const modules = new Set(
    [...wanted].map((name) => (Object.hasOwn(MODULES, name) ? MODULES[name] : undefined)).filter((it) => it !== undefined),
  );
  const loaded = [...modules].map(async (module) => {
    const exported = (await import(`@electric-sql/pglite/contrib/${module}`)) as Record<string, Extension>;
    return [module, exported[module] as Extension] as const;
  });
  return Object.fromEntries(await Promise.all(loaded));
}
