import type { ReportedStatement, ReportedWorkload } from "../../src/contract/report.ts";

function statement(n: number, sql: string, calls: number, meanMs: number, resolved = true): ReportedStatement {
  const fingerprint = n.toString(16).padStart(16, "0");
  return { fingerprint, sql, calls, totalMs: calls * meanMs, meanMs, maxMs: meanMs * 40, rows: calls * 3, resolved };
}

const TOP = [
  statement(
    1,
    "SELECT t.* FROM investment_holdings t\nJOIN accounts a ON a.account_id = t.account_id\nWHERE a.user_id = $1 AND t.institution_value > $2",
    48_210,
    96.4,
  ),
  statement(2, "SELECT sum(balance) FROM account_history WHERE account_id = $1 AND date BETWEEN $2 AND $3", 190_400, 11.2),
  statement(3, "UPDATE accounts SET balance = $1, updated_at = now() WHERE account_id = $2", 402_118, 1.9),
  statement(4, "<unparsable>", 12, 310.5, false),
  statement(5, "SELECT * FROM accounts WHERE id = $1", 1_204_775, 0.08),
];

/** What reports show of a workload, made up: the worked example has no logs. */
export const WORKLOAD: ReportedWorkload = {
  origin: "log",
  window: { since: "2026-01-01T00:00:00.000Z", until: "2026-01-02T00:00:00.000Z" },
  statements: 1_204,
  calls: 2_310_944,
  totalMs: 8_340_000,
  sessions: 812,
  coverage: {
    sources: ["postgresql-2026-01-01.log"],
    bytes: 734_003_200,
    lines: 4_120_331,
    unknownLines: 17,
    unparsable: 12,
    dropped: null,
    resolved: { calls: 2_310_000, ms: 8_330_000 },
    unresolved: { calls: 944, ms: 10_000 },
  },
  top: TOP,
  tables: [
    { path: ["public", "accounts"], statements: 214, calls: 1_710_000, totalMs: 5_518_000 },
    { path: ["public", "investment_holdings"], statements: 31, calls: 61_000, totalMs: 4_702_000 },
    { path: ["public", "account_history"], statements: 48, calls: 240_100, totalMs: 2_201_000 },
  ],
};
