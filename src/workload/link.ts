import type { Node, ParseResult } from "libpg-query";
import type { Catalog, Table } from "../model/catalog.ts";
import type { Settings } from "../model/data.ts";
import type { Statement, StatementData, Workload, WorkloadData } from "../model/workload.ts";
import { Names } from "./access/names.ts";
import { understand } from "./access/statement.ts";

/** PostgreSQL's own parser: the tree of one normalised statement. Throws on what does not parse. */
export type Parse = (sql: string) => unknown;

/** Joins what was asked with what is there. `settings` are the server's, of which the search_path is used. */
export function linkWorkload(data: WorkloadData, catalog: Catalog, parse: Parse, settings: Settings = {}): Workload {
  const treeOf = (sql: string) => attempt(parse, sql);
  const names = new Names(catalog, settings, (sql) => firstOf(treeOf(sql)));
  const statements = data.statements.map(
    (item): Statement =>
      Object.freeze({ ...item, kind: "statement", path: [item.fingerprint] as const, ...understand(treeOf(item.sql), names) }),
  );
  const byFingerprint = new Map(statements.map((statement) => [statement.fingerprint, statement]));
  const byTable = touches(statements);
  return Object.freeze({
    origin: data.origin,
    window: data.window,
    statements,
    totalMs: timeOf(statements),
    sessions: data.sessions,
    events: data.events,
    coverage: {
      ...data.coverage,
      resolved: sumOf(statements.filter(({ resolved }) => resolved)),
      unresolved: sumOf(statements.filter(({ resolved }) => !resolved)),
    },
    touching: (table: Table) => byTable.get(table) ?? [],
    statement: (fingerprint: string) => byFingerprint.get(fingerprint),
  });
}

function attempt(parse: Parse, sql: string): ParseResult | null {
  // A ping is a statement of nothing, which the parser refuses.
  if (sql.trim() === "") return { stmts: [] };
  try {
    return parse(sql) as ParseResult;
  } catch {
    return null;
  }
}

function firstOf(tree: ParseResult | null): Node | null {
  return tree?.stmts?.[0]?.stmt ?? null;
}

function touches(statements: readonly Statement[]): Map<Table, Statement[]> {
  const found = new Map<Table, Statement[]>();
  for (const statement of statements) {
    for (const table of new Set(statement.accesses.map((access) => access.table))) {
      const known = found.get(table);
      if (known === undefined) found.set(table, [statement]);
      else known.push(statement);
    }
  }
  return found;
}

function sumOf(statements: readonly StatementData[]): { readonly calls: number; readonly ms: number } {
  return { calls: statements.reduce((sum, { calls }) => sum + calls, 0), ms: timeOf(statements) };
}

function timeOf(statements: readonly StatementData[]): number {
  return statements.reduce((sum, { totalMs }) => sum + totalMs, 0);
}
