import type { AlterTableStmt, CreateFunctionStmt, Node, RangeVar } from "libpg-query";
import { sqlEvents } from "./sql.ts";
import { dotted, nameOf, ranged, strings, tagged, type WrittenName } from "./tree.ts";

/** The statement's command as PostgreSQL calls it, from the kind of its node: `CREATE TABLE`, `COMMENT`. */
export function commandOf(statement: Node): string {
  const [tag, body] = tagged(statement);
  const own = COMMANDS[tag];
  if (own !== undefined) return own;
  if (tag === "DropStmt" || tag === "RenameStmt" || tag === "AlterObjectSchemaStmt" || tag === "AlterOwnerStmt" || tag === "DefineStmt") {
    const verb = tag === "DropStmt" ? "DROP" : tag === "DefineStmt" ? "CREATE" : "ALTER";
    const { removeType, renameType, objectType, kind } = body as Record<string, string | undefined>;
    return `${verb} ${(removeType ?? renameType ?? objectType ?? kind ?? "").replace("OBJECT_", "").replaceAll("_", " ").replace("MATVIEW", "MATERIALIZED VIEW").replace("TABCONSTRAINT", "TABLE")}`;
  }
  if (tag === "CreateFunctionStmt") return (body as CreateFunctionStmt).is_procedure === true ? "CREATE PROCEDURE" : "CREATE FUNCTION";
  if (tag === "CreateTableAsStmt")
    return (body as { objtype?: string }).objtype === "OBJECT_MATVIEW" ? "CREATE MATERIALIZED VIEW" : "CREATE TABLE AS";
  if (tag === "AlterTableStmt")
    return `ALTER ${((body as AlterTableStmt).objtype ?? "OBJECT_TABLE").replace("OBJECT_", "").replace("MATVIEW", "MATERIALIZED VIEW")}`;
  if (tag === "GrantStmt") return (body as { is_grant?: boolean }).is_grant === true ? "GRANT" : "REVOKE";
  if (tag === "TransactionStmt") return ((body as { kind?: string }).kind ?? "").replace("TRANS_STMT_", "").replaceAll("_", " ");
  return tag
    .replace(/Stmt$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toUpperCase();
}

const COMMANDS: Readonly<Record<string, string>> = {
  CreateStmt: "CREATE TABLE",
  CreateForeignTableStmt: "CREATE FOREIGN TABLE",
  ViewStmt: "CREATE VIEW",
  IndexStmt: "CREATE INDEX",
  CreateTrigStmt: "CREATE TRIGGER",
  CreateEventTrigStmt: "CREATE EVENT TRIGGER",
  CreateSeqStmt: "CREATE SEQUENCE",
  CreateEnumStmt: "CREATE TYPE",
  CompositeTypeStmt: "CREATE TYPE",
  CreateRangeStmt: "CREATE TYPE",
  CreateStatsStmt: "CREATE STATISTICS",
  CreateFdwStmt: "CREATE FOREIGN DATA WRAPPER",
  CreatedbStmt: "CREATE DATABASE",
  DropdbStmt: "DROP DATABASE",
  DropRoleStmt: "DROP ROLE",
  CreatePLangStmt: "CREATE LANGUAGE",
  CreateAmStmt: "CREATE ACCESS METHOD",
  CreateOpClassStmt: "CREATE OPERATOR CLASS",
  CreateOpFamilyStmt: "CREATE OPERATOR FAMILY",
  AlterEnumStmt: "ALTER TYPE",
  AlterSeqStmt: "ALTER SEQUENCE",
  AlterDatabaseSetStmt: "ALTER DATABASE",
  AlterRoleSetStmt: "ALTER ROLE",
  GrantRoleStmt: "GRANT",
  RuleStmt: "CREATE RULE",
  VariableSetStmt: "SET",
  SecLabelStmt: "SECURITY LABEL",
  RefreshMatViewStmt: "REFRESH MATERIALIZED VIEW",
  DoStmt: "DO",
};

/** The object the statement is about: `public.orders`. Null when it names none, or more than one. */
export function targetOf(statement: Node): WrittenName | null {
  for (const event of sqlEvents(statement)) {
    if (event.is === "relation" || event.is === "named" || event.is === "routine") return event.name;
    if (event.is === "column" || event.is === "constraint" || event.is === "index" || event.is === "member") return event.table;
    if (event.is === "schema") return { schema: null, name: event.name };
    if (event.is === "renamed" || event.is === "moved" || event.is === "dropped") return event.of;
  }
  const [, body] = tagged(statement);
  const fields = body as Record<string, unknown>;
  const relation = fields.relation ?? fields.sequence;
  if (typeof relation === "object" && relation !== null && "relname" in relation) return ranged(relation as RangeVar);
  for (const field of ["typeName", "defnames", "domainname", "opclassname"]) {
    const names = fields[field];
    if (Array.isArray(names)) return dotted(strings(names as Node[]));
  }
  if (typeof fields.object === "object" && fields.object !== null) return nameOf(fields.object as Node);
  for (const field of [
    "extname",
    "pubname",
    "role",
    "trigname",
    "dbname",
    "plname",
    "fdwname",
    "servername",
    "amname",
    "conversion_name",
  ]) {
    const name = fields[field];
    if (typeof name === "string") return { schema: null, name };
  }
  const [only, ...others] = Array.isArray(fields.objects) ? (fields.objects as Node[]) : [];
  if (only !== undefined && others.length === 0) return "RangeVar" in only ? ranged(only.RangeVar) : nameOf(only);
  return null;
}
