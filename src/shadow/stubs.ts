import type { PGlite } from "@electric-sql/pglite";
import { isBundled } from "./extensions.ts";

/**
 * Stand-ins for extensions that are not in PGlite's box, so that CREATE EXTENSION finds one of that name and the objects
 * in it belong to it. They hold types, operator classes and index methods: enough to make tables and indexes, never to
 * compute. Extensions that are not listed stand in empty.
 */
const SCRIPTS: Readonly<Record<string, string>> = {
  vector: `
${["vector", "halfvec", "sparsevec"].map((name) => type(name, true)).join("\n")}
${["vector", "halfvec", "sparsevec"].map(distances).join("\n")}
CREATE ACCESS METHOD hnsw TYPE INDEX HANDLER bthandler;
CREATE ACCESS METHOD ivfflat TYPE INDEX HANDLER bthandler;
${["vector", "halfvec", "sparsevec"].flatMap((name) => ["hnsw", "ivfflat"].flatMap((method) => vectorClasses(name, method))).join("\n")}`,
  postgis: `
${["geometry", "geography", "box2d", "box3d", "raster"].map((name) => type(name, false)).join("\n")}
CREATE FUNCTION st_makepoint(float8, float8) RETURNS geometry LANGUAGE sql IMMUTABLE AS 'SELECT NULL::geometry';
CREATE FUNCTION st_point(float8, float8) RETURNS geometry LANGUAGE sql IMMUTABLE AS 'SELECT NULL::geometry';
CREATE FUNCTION st_setsrid(geometry, int4) RETURNS geometry LANGUAGE sql IMMUTABLE AS 'SELECT NULL::geometry';
CREATE FUNCTION st_geomfromtext(text, int4 DEFAULT 0) RETURNS geometry LANGUAGE sql IMMUTABLE AS 'SELECT NULL::geometry';
CREATE FUNCTION geography(geometry) RETURNS geography LANGUAGE sql IMMUTABLE AS 'SELECT NULL::geography';
CREATE CAST (geometry AS geography) WITH FUNCTION geography(geometry) AS IMPLICIT;
${["geometry", "geography"].map(gistClass).join("\n")}`,
  pg_cron: `
CREATE SCHEMA cron;
CREATE FUNCTION cron.schedule(text, text, text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION cron.schedule(text, text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION cron.unschedule(text) RETURNS boolean LANGUAGE sql AS 'SELECT true';`,
  ...Object.fromEntries(
    ["plv8", "plpython3u", "plpythonu", "plpython2u", "plperl", "plperlu", "pltcl", "pltclu", "plr", "pljava", "plrust"].map((name) => [
      name,
      `CREATE LANGUAGE ${name} HANDLER plpgsql_call_handler;`,
    ]),
  ),
};

const FOLDER = "/pglite/share/postgresql/extension";

/** Puts the stand-ins where the embedded server looks for extensions. Names that no extension can have are passed over. */
export function installStubs(db: PGlite, names: readonly string[]): void {
  for (const name of names) {
    if (isBundled(name) || !isExtensionName(name)) continue;
    db.Module.FS.writeFile(`${FOLDER}/${name}.control`, "default_version = '0'\nrelocatable = false\n");
    db.Module.FS.writeFile(`${FOLDER}/${name}--0.sql`, SCRIPTS[name] ?? "-- nothing");
  }
}

/** True when the stand-in has objects of its own. */
export function hasStub(name: string): boolean {
  return Object.hasOwn(SCRIPTS, name);
}

function isExtensionName(name: string): boolean {
  return /^[A-Za-z_][\w-]{0,62}$/.test(name) && !name.includes("--") && !name.endsWith("-");
}

/** A type whose values are kept as text. */
function type(name: string, modifiers: boolean): string {
  return `CREATE TYPE ${name};
CREATE FUNCTION ${name}_in(cstring, oid, int4) RETURNS ${name} LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION ${name}_out(${name}) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE ${name} (INPUT = ${name}_in, OUTPUT = ${name}_out, STORAGE = external${modifiers ? ", TYPMOD_IN = varchartypmodin, TYPMOD_OUT = varchartypmodout" : ""});`;
}

function distances(name: string): string {
  const operators = { "<->": "l2_distance", "<#>": "negative_inner_product", "<=>": "cosine_distance", "<+>": "l1_distance" };
  return Object.entries(operators)
    .map(
      ([operator, routine]) => `CREATE FUNCTION ${routine}(${name}, ${name}) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT NULL::float8';
CREATE OPERATOR ${operator} (LEFTARG = ${name}, RIGHTARG = ${name}, FUNCTION = ${routine});`,
    )
    .concat(`CREATE FUNCTION ${name}_cmp(${name}, ${name}) RETURNS int4 LANGUAGE internal IMMUTABLE STRICT AS 'byteacmp';`)
    .join("\n");
}

function vectorClasses(name: string, method: string): string[] {
  return ["l2", "ip", "cosine", "l1"].map(
    (kind) =>
      `CREATE OPERATOR CLASS ${name}_${kind}_ops ${kind === "l2" && method === "ivfflat" ? "DEFAULT " : ""}FOR TYPE ${name} USING ${method} AS FUNCTION 1 ${name}_cmp(${name}, ${name});`,
  );
}

/** GiST looks its support functions up when an index is built, and calls none while the table is empty. */
function gistClass(name: string): string {
  return `CREATE OPERATOR CLASS gist_${name}_ops DEFAULT FOR TYPE ${name} USING gist AS
  FUNCTION 1 gist_box_consistent(internal, box, int2, oid, internal), FUNCTION 2 gist_box_union(internal, internal),
  FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal),
  FUNCTION 7 gist_box_same(box, box, internal);`;
}
