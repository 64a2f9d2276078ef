import type { Catalog, Schema } from "../../model/catalog.ts";
import type { Settings } from "../../model/data.ts";
import { collationName } from "../collation-name.ts";
import { dollarQuoted, ident, literal } from "../identifier.ts";
import { ownerRightsAndComment } from "./owned.ts";

/** Every database has it, with rights of its own. */
export function createSchema(schema: Schema): string[] {
  const object = `SCHEMA ${ident(schema.name)}`;
  const begin = schema.name === "public" ? `REVOKE ALL ON ${object} FROM PUBLIC` : `CREATE ${object}`;
  return [begin, ...ownerRightsAndComment(object, schema)];
}

/** A role that is there already stays as it is. Names that begin with `pg_` are the server's own. */
export function createRole(name: string): string {
  const body = `BEGIN
  CREATE ROLE ${ident(name)};
EXCEPTION WHEN duplicate_object THEN
END`;
  return `DO ${dollarQuoted(body)}`;
}

/** Owners, and everyone who was granted something. */
export function rolesOf(catalog: Catalog): string[] {
  const names = new Set<string>();
  const add = (item: { readonly owner?: string; readonly grants: readonly { readonly grantee: string }[] }) => {
    if (item.owner !== undefined) names.add(item.owner);
    for (const { grantee } of item.grants) names.add(grantee);
  };
  for (const schema of catalog.schemas) {
    for (const item of [schema, ...schema.views, ...schema.routines, ...schema.sequences, ...schema.types]) add(item);
    for (const table of schema.tables) {
      add(table);
      for (const column of table.columns) add(column);
      for (const policy of table.policies) for (const name of policy.roles) names.add(name);
    }
  }
  return [...names].filter((name) => name !== "public" && !name.startsWith("pg_")).sort();
}

export function createTablespace(name: string): string {
  return `CREATE TABLESPACE ${ident(name)} LOCATION ''`;
}

export function tablespacesOf(catalog: Catalog): string[] {
  const names = catalog.tables.flatMap((table) => [table.tablespace, ...table.indexes.map((index) => index.tablespace)]);
  return [...new Set(names.filter((name) => name !== null))].sort();
}

/** The server's own collations differ from machine to machine; one that is missing compares by bytes. */
export function createCollation(name: string): string {
  return `CREATE COLLATION IF NOT EXISTS ${collationName(name)} (provider = libc, locale = ${literal("C").trim()})`;
}

export function collationsOf(catalog: Catalog): string[] {
  const names = catalog.tables.flatMap((table) => [
    ...table.columns.map((column) => column.collation),
    ...table.indexes.flatMap((index) => index.keys.map((key) => key.collation)),
  ]);
  return [...new Set(names.filter((name) => name !== null))].sort();
}

/** A routine or type by which the schema that an extension lives in is known. */
const MEMBER: Readonly<Record<string, string>> = {
  amcheck: "bt_index_check",
  bloom: "blhandler",
  btree_gin: "gin_btree_consistent",
  btree_gist: "gbt_decompress",
  citext: "citext",
  cube: "cube",
  dblink: "dblink",
  earthdistance: "earth",
  fuzzystrmatch: "levenshtein",
  hstore: "hstore",
  intarray: "query_int",
  isn: "ean13",
  lo: "lo_manage",
  ltree: "ltree",
  moddatetime: "moddatetime",
  pageinspect: "get_raw_page",
  pg_buffercache: "pg_buffercache_pages",
  pg_stat_statements: "pg_stat_statements_reset",
  pg_trgm: "similarity",
  pgcrypto: "crypt",
  postgis: "geometry",
  seg: "seg",
  tablefunc: "crosstab",
  unaccent: "unaccent",
  "uuid-ossp": "uuid_generate_v4",
  vector: "vector",
};

export function createExtensions(catalog: Catalog, extensions: Settings): string[] {
  return Object.keys(extensions)
    .filter((name) => name !== "plpgsql")
    .map((name) => {
      const schema = schemaOf(catalog, name);
      return `CREATE EXTENSION IF NOT EXISTS ${ident(name)}${schema === undefined ? "" : ` SCHEMA ${ident(schema)}`} CASCADE`;
    });
}

function schemaOf(catalog: Catalog, extension: string): string | undefined {
  const member = Object.hasOwn(MEMBER, extension) ? MEMBER[extension] : undefined;
  const holds = (schema: Schema) => [...schema.routines, ...schema.types].some((it) => it.origin === "extension" && it.name === member);
  return catalog.schemas.find((schema) => schema.origin === "user" && holds(schema))?.name;
}
