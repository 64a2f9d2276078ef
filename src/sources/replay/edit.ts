import type { CreateExtensionStmt, Node } from "libpg-query";
import { ident } from "../../facts/identifier.ts";

/** The statement as the embedded server can run it. Offsets before the edit stay, where it is more than a blank. */
export function runnable(sql: string, statement: Node): string {
  if ("VariableSetStmt" in statement) return statement.VariableSetStmt.is_local === true ? sql.replace(/^set\s+local\b/i, "SET") : sql;
  if ("CreateExtensionStmt" in statement) return createExtension(statement.CreateExtensionStmt);
  if ("CreateTableAsStmt" in statement) return withNoData(sql, statement);
  if ("IndexStmt" in statement) return index(sql, statement);
  // Without the transaction that the table was made for, it would be gone at once.
  if ("CreateStmt" in statement && statement.CreateStmt.oncommit === "ONCOMMIT_DROP") return blanked(sql, /\bon\s+commit\s+drop\b/i);
  if ("DropStmt" in statement && statement.DropStmt.concurrent === true) return blanked(sql, /\bconcurrently\b/i);
  if ("AlterTableStmt" in statement && JSON.stringify(statement).includes('"concurrent":true')) return blanked(sql, /\bconcurrently\b/i);
  return /\b(?:geometry|geography)\s*\(/i.test(sql) ? blanked(sql, POSTGIS_MODIFIER) : sql;
}

/** Only the shape of the result matters, so that no query can take long. */
function withNoData(sql: string, statement: Node & { CreateTableAsStmt: unknown }): string {
  const text = JSON.stringify(statement);
  return text.includes('"skipData":true') || text.includes('"ExecuteStmt"') || /\bwith\s+data\s*$/i.test(sql)
    ? sql
    : `${sql}\nWITH NO DATA`;
}

/** The version that a script asks for is rarely the one that is here. */
function createExtension({ extname, options }: CreateExtensionStmt): string {
  const schema = (options ?? []).flatMap((it) => ("DefElem" in it && it.DefElem.defname === "schema" ? [it.DefElem.arg] : []))[0];
  const into = schema !== undefined && "String" in schema ? ` SCHEMA ${ident(schema.String.sval ?? "")}` : "";
  return `CREATE EXTENSION IF NOT EXISTS ${ident(extname ?? "")}${into} CASCADE`;
}

const STANDARD_METHODS = ["btree", "hash", "gist", "gin", "spgist", "brin", "bloom"];

/** Nothing else runs here, so CONCURRENTLY only costs. The parameters of a stubbed index method are its own. */
function index(sql: string, statement: Node & { IndexStmt: { concurrent?: boolean; accessMethod?: string } }): string {
  const plain = statement.IndexStmt.concurrent === true ? blanked(sql, /\bconcurrently\b/i) : sql;
  return STANDARD_METHODS.includes(statement.IndexStmt.accessMethod ?? "btree") ? plain : blanked(plain, /\bwith\s*\([^()]*\)/i);
}

/** `geometry(Point,4326)`: the stub of PostGIS has no type modifiers. */
const POSTGIS_MODIFIER = /(?<=\b(?:geometry|geography)\s{0,20})\(\s*'?[A-Za-z]+'?\s*(?:,\s*\d+\s*)?\)/gi;

function blanked(sql: string, pattern: RegExp): string {
  return sql.replace(pattern, (found) => " ".repeat(found.length));
}
