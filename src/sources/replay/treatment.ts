import type { Node } from "libpg-query";

/**
 * What becomes of a statement:
 *
 * - `run`: it makes the schema
 * - `settle`: it is run for those after it, and its failure loses nothing: SET of another version's setting, CREATE ROLE
 * - `rows`: it fills or empties tables; the structure does not depend on it
 * - `pass`: it has no effect on what is read
 * - anything else: the reason why it is skipped, which is told
 */
export type Treatment = { readonly is: "run" | "settle" | "rows" | "pass" } | { readonly is: "skip"; readonly reason: string };

const SETTLE = [
  "VariableSetStmt",
  "CreateRoleStmt",
  "AlterRoleStmt",
  "AlterRoleSetStmt",
  "GrantRoleStmt",
  "DropRoleStmt",
  "ConstraintsSetStmt",
];
const ROWS = ["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "TruncateStmt"];
const PASS = [
  "TransactionStmt",
  "VariableShowStmt",
  "LockStmt",
  "PrepareStmt",
  "ExecuteStmt",
  "DeallocateStmt",
  "DeclareCursorStmt",
  "FetchStmt",
  "ClosePortalStmt",
  "ExplainStmt",
  "DiscardStmt",
  "CheckPointStmt",
  "ReindexStmt",
  "RefreshMatViewStmt",
];
const ONE_DATABASE = "everything is read as one database";
const NO_EFFECT = "it has no effect on the schema";
const SKIP: Readonly<Record<string, string>> = {
  CreatedbStmt: ONE_DATABASE,
  DropdbStmt: ONE_DATABASE,
  AlterDatabaseStmt: ONE_DATABASE,
  AlterDatabaseSetStmt: ONE_DATABASE,
  AlterDatabaseRefreshCollStmt: ONE_DATABASE,
  AlterSystemStmt: NO_EFFECT,
  VacuumStmt: NO_EFFECT,
  ListenStmt: NO_EFFECT,
  UnlistenStmt: NO_EFFECT,
  NotifyStmt: NO_EFFECT,
  LoadStmt: "it loads a library into the server",
  CreateTableSpaceStmt: "tablespaces are places on a server's disks",
  AlterTableSpaceOptionsStmt: "tablespaces are places on a server's disks",
  DropTableSpaceStmt: "tablespaces are places on a server's disks",
  CreateEventTrigStmt: "an event trigger would run during the replay",
  AlterEventTrigStmt: "event triggers are not replayed",
  CreateSubscriptionStmt: "a subscription connects to another server",
  AlterSubscriptionStmt: "subscriptions are not replayed",
  DropSubscriptionStmt: "subscriptions are not replayed",
};

export function treatmentOf(statement: Node, tag: string): Treatment {
  if (SETTLE.includes(tag)) return isClientEncoding(statement) ? { is: "pass" } : { is: "settle" };
  if (ROWS.includes(tag)) return { is: "rows" };
  if (PASS.includes(tag)) return { is: "pass" };
  const reason = SKIP[tag];
  if (reason !== undefined) return { is: "skip", reason };
  if ("CopyStmt" in statement)
    return statement.CopyStmt.is_from === true ? { is: "rows" } : { is: "skip", reason: "it writes rows elsewhere" };
  if ("SelectStmt" in statement) return selection(statement);
  if ("CommentStmt" in statement && statement.CommentStmt.objtype === "OBJECT_DATABASE") return { is: "pass" };
  if ("GrantStmt" in statement && ["OBJECT_DATABASE", "OBJECT_TABLESPACE"].includes(statement.GrantStmt.objtype ?? ""))
    return { is: "pass" };
  return { is: "run" };
}

/** The texts of a dump are sent as UTF-8, whatever its own encoding was. */
function isClientEncoding(statement: Node): boolean {
  return "VariableSetStmt" in statement && statement.VariableSetStmt.name === "client_encoding";
}

/** A query changes the schema only through a function, as `SELECT audit.watch('orders')` does. */
function selection(statement: Node): Treatment {
  const text = JSON.stringify(statement);
  if (text.includes('"intoClause"')) return { is: "run" };
  if (!text.includes('"FuncCall"')) return { is: "pass" };
  return /"sval":"setval"/.test(text) ? { is: "rows" } : { is: "run" };
}
