import type { CopyStmt, CreateTableAsStmt, DeclareCursorStmt, Node, ParseResult, RawStmt, SelectStmt } from "libpg-query";
import type { Access, Statement } from "../../model/workload.ts";
import { markRead, recordApplied } from "./building.ts";
import { openTable } from "./from.ts";
import { columnNamed, type Names } from "./names.ts";
import { isLimited, readLevel, readNode } from "./query.ts";
import { Reading, Scope } from "./scope.ts";
import type { NamedTerm } from "./term.ts";
import { bodyOf, strings, tagged } from "./tree.ts";

export type Understood = Pick<Statement, "command" | "limited" | "offset" | "oneRow" | "accesses" | "resolved">;

const COMMANDS: Readonly<Record<string, Statement["command"]>> = {
  SelectStmt: "select",
  InsertStmt: "insert",
  UpdateStmt: "update",
  DeleteStmt: "delete",
  MergeStmt: "merge",
};

/** What a statement does to the tables of the catalog. `tree` is libpg_query's; null for a text that does not parse. */
export function understand(tree: ParseResult | null, names: Names): Understood {
  const reading = new Reading(names);
  if (tree === null) return { ...OTHER, resolved: false };
  const [first, ...others] = (tree.stmts ?? []).map(({ stmt }: RawStmt) => readStatement(stmt, reading));
  if (first === undefined || reading.buildings.length === 0) {
    const command = reading.system ? "other" : (first?.command ?? "other");
    return { ...OTHER, ...first, command, resolved: reading.resolved };
  }
  // Statements that were sent together are one execution.
  const oneRow = others.length === 0 && first.oneRow;
  return { ...first, oneRow, accesses: reading.buildings.map((building): Access => building.finish()), resolved: reading.resolved };
}

const OTHER: Understood = { command: "other", limited: false, offset: false, oneRow: false, accesses: [], resolved: true };

type Outline = Pick<Understood, "command" | "limited" | "offset" | "oneRow">;

function readStatement(written: Node | undefined, reading: Reading): Outline {
  const node = queryIn(written);
  const [tag, body] = tagged(node);
  const command = COMMANDS[tag] ?? "other";
  const outer = new Scope(reading, null);
  if (command === "other") {
    readOther(tag, body, reading, outer);
    return OTHER;
  }
  if (command !== "select") {
    give(readNode(node, outer));
    return { ...OTHER, command };
  }
  const query = body as SelectStmt;
  const scope = new Scope(reading, outer);
  give(readLevel(query, scope));
  const combined = query.op !== "SETOP_NONE" || query.valuesLists !== undefined || (query.groupClause ?? []).length > 0;
  const oneRow = !combined && (scope.aggregates > 0 || query.fromClause === undefined);
  return { command, limited: isLimited(query), offset: query.limitOffset !== undefined, oneRow };
}

/** The columns that the statement returns. */
function give(columns: readonly NamedTerm[]): void {
  for (const { term } of columns) {
    markRead(term);
    for (const { of, column } of term.values) of.output.add(column);
    for (const shape of term.shapes) if (shape.is === "applied") recordApplied(shape, "output");
  }
}

/** The query that a cursor, COPY or CREATE TABLE AS runs. EXPLAIN and PREPARE run nothing. */
function queryIn(node: Node | undefined): Node | undefined {
  const cursor = bodyOf<DeclareCursorStmt>(node, "DeclareCursorStmt");
  // pg_dump reads every table of the database, which says nothing of their use.
  if (cursor !== undefined) return cursor.portalname === "_pg_dump_cursor" ? node : cursor.query;
  const created = bodyOf<CreateTableAsStmt>(node, "CreateTableAsStmt");
  if (created !== undefined) return created.objtype === "OBJECT_TABLE" ? created.query : node;
  return bodyOf<CopyStmt>(node, "CopyStmt")?.query ?? node;
}

function readOther(tag: string, body: unknown, reading: Reading, scope: Scope): void {
  // What a DO block does is a text in a language of its own.
  if (tag === "DoStmt") reading.resolved = false;
  if (tag === "CopyStmt") readCopy(body as CopyStmt, reading, scope);
}

function readCopy({ relation, attlist, is_from }: CopyStmt, reading: Reading, scope: Scope): void {
  const { schemaname, relname = "" } = relation ?? {};
  const found = reading.names.relation(schemaname, relname);
  if (found.is === "unknown") reading.resolved = false;
  if (found.is !== "table") return;
  const { table } = found;
  const listed = strings(attlist).flatMap((name) => columnNamed(table, name) ?? []);
  const columns = attlist === undefined ? table.columns : listed;
  // `COPY public.t (every, column) TO stdout` is how pg_dump writes it.
  if (is_from !== true && schemaname !== undefined && attlist !== undefined && columns.length === table.columns.length) return;
  const access = openTable(table, relname, scope);
  if (is_from === true) access.writes = "insert";
  for (const column of columns) {
    if (is_from === true) access.written.add(column);
    else {
      access.read.add(column);
      access.output.add(column);
    }
  }
}
