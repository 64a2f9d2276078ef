import { ident } from "../../facts/identifier.ts";
import type { Embedded } from "../../shadow/embedded.ts";
import type { Applied } from "./apply.ts";
import { extensionFor } from "./hints.ts";

/** What lets a statement run whose surroundings are missing. */
export interface Repair {
  readonly makes: "role" | "schema" | "extension" | "tablespace" | "language" | "collation" | "nothing";
  readonly name: string;
  readonly sql: string;
  /** Takes `sql` back after the statement ran. */
  readonly around?: string;
}

interface Refused {
  readonly sqlstate: string;
  readonly message: string;
}

/** Null when the failure stands. */
export async function repairFor(embedded: Embedded, statement: Applied, failure: Refused): Promise<Repair | null> {
  const named = /^(role|schema|tablespace|language|collation) "(.*?)" (?:for encoding "UTF8" )?does not exist$/s.exec(failure.message);
  if (named !== null) return missing(named[1] as string, named[2] as string, statement);
  if (failure.message === "no schema has been selected to create in") return firstOfPath(embedded);
  const extension = extensionOf(failure);
  if (extension !== null) return extensionIn(extension, /"([^".]+)\.[^"]*"|function ([^\s(.]+)\./.exec(failure.message));
  if (/^CREATE (?:FUNCTION|PROCEDURE)$/.test(statement.command) && /^42/.test(failure.sqlstate)) return UNCHECKED;
  return null;
}

/** Where the statement looks for it; a dump has an empty search_path, where nothing can be created without a schema. */
function extensionIn(name: string, named: RegExpExecArray | null): Repair {
  const schema = named?.[1] ?? named?.[2] ?? "public";
  return { makes: "extension", name, sql: `CREATE EXTENSION IF NOT EXISTS ${ident(name)} SCHEMA ${ident(schema)} CASCADE` };
}

/** As pg_restore does: the body of a function may name what comes later, or nothing that exists. */
const UNCHECKED: Repair = { makes: "nothing", name: "", sql: "SET check_function_bodies = off", around: "RESET check_function_bodies" };

function missing(kind: string, name: string, statement: Applied): Repair | null {
  // Whatever the role is granted elsewhere, statements that run as it must not fail here.
  if (kind === "role") return { makes: "role", name, sql: `CREATE ROLE ${ident(name)} SUPERUSER` };
  if (kind === "tablespace") {
    return { makes: "tablespace", name, sql: `CREATE TABLESPACE ${ident(name)} LOCATION ''` };
  }
  if (kind === "language") return { makes: "language", name, sql: `CREATE LANGUAGE ${ident(name)} HANDLER plpgsql_call_handler` };
  if (kind === "collation") {
    // The message joins schema and name with a dot, which names such as en_US.utf8 have themselves.
    const own = statement.sql.includes(`"${name}"`) ? name : name.slice(name.lastIndexOf(".") + 1);
    return { makes: "collation", name: own, sql: `CREATE COLLATION pg_catalog.${ident(own)} (provider = libc, locale = 'C')` };
  }
  const creates = statement.command.startsWith("CREATE ") && (statement.schema === name || statement.command === "CREATE EXTENSION");
  return creates || holdsExtension(name, statement.sql) ? { makes: "schema", name, sql: `CREATE SCHEMA ${ident(name)}` } : null;
}

/** `SET search_path = app` before anything made the schema. An empty search_path is meant. */
async function firstOfPath(embedded: Embedded): Promise<Repair | null> {
  const [row] = await embedded.rows<{ name: string | null }>(
    `SELECT pg_catalog.btrim(pg_catalog.btrim(pg_catalog.split_part(pg_catalog.current_setting('search_path'), ',', 1)), '"') AS name`,
  );
  const name = row?.name ?? "";
  return name === "" || name === "$user" ? null : { makes: "schema", name, sql: `CREATE SCHEMA ${ident(name)}` };
}

function extensionOf({ sqlstate, message }: Refused): string | null {
  if (!["42883", "42704", "42P01"].includes(sqlstate)) return null;
  const method = /has no default operator class for access method "(gist|gin)"/.exec(message)?.[1];
  if (method !== undefined) return `btree_${method}`;
  return extensionFor(message);
}

/** `extensions.uuid_generate_v4()`: hosts such as Supabase keep extensions in a schema of their own. */
function holdsExtension(schema: string, sql: string): boolean {
  const start = `${schema}.`;
  for (let at = sql.indexOf(start); at >= 0; at = sql.indexOf(start, at + 1)) {
    const object = /^\w+/.exec(sql.slice(at + start.length, at + start.length + 70))?.[0] ?? "";
    if (extensionFor(object) !== null) return true;
  }
  return false;
}
