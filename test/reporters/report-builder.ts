import { z } from "zod";
import type { AnyRule, Finding, Fix, Report, Severity, SqlStep } from "../../src/contract/index.ts";
import { fingerprintOf } from "../../src/engine/finding.ts";

/** A rule that no report reads more of than its id. */
export function ruleNamed(id: string): AnyRule {
  return {
    id,
    on: "table",
    needs: ["catalog"],
    category: "keys",
    severity: "warning",
    confidence: "certain",
    recommended: true,
    status: { is: "stable", since: "0.1.0" },
    fixable: "sometimes",
    docs: { summary: "", why: "", remedy: "", ignoreWhen: "", links: [] },
    options: z.object({}),
    messages: {},
    check: () => [],
  };
}

export function sqlStep(parts: Partial<SqlStep> = {}): SqlStep {
  return {
    is: "sql",
    phase: "expand",
    why: "Readers and writers go on.",
    statements: ["ALTER TABLE public.account ADD COLUMN balance_new numeric(14,2)"],
    transaction: "allowed",
    locks: [{ on: { kind: "table", path: ["public", "account"] }, mode: "ACCESS EXCLUSIVE", held: "instant" }],
    timeouts: { lockMs: 2_000, statementMs: 10_000 },
    undo: ["ALTER TABLE public.account DROP COLUMN balance_new"],
    hazards: [],
    ...parts,
  };
}

export function fixOf(parts: Partial<Fix> = {}): Fix {
  return {
    title: "Change balance to numeric(14,2)",
    safety: "safe",
    changes: [{ kind: "column", path: ["public", "account", "balance"] }],
    steps: [sqlStep()],
    reversible: true,
    worstLock: "ACCESS EXCLUSIVE",
    ...parts,
  };
}

export function findingOf(parts: Partial<Finding> = {}): Finding {
  const rule = parts.rule ?? "float-money";
  const object = parts.object ?? { kind: "column", path: ["public", "account", "balance"] };
  const key = parts.key ?? null;
  return {
    fingerprint: fingerprintOf(rule, object, key),
    rule,
    category: "money",
    object,
    key,
    severity: "error",
    confidence: "certain",
    messageId: "binary",
    data: { column: "public.account.balance" },
    message: "Column public.account.balance holds money as double precision, which cannot hold 0.10 exactly.",
    evidence: [{ label: "type", value: "double precision", from: "pg_attribute.atttypid" }],
    related: [],
    source: { file: "schema.sql", line: 12 },
    suppressed: null,
    baselineState: null,
    fix: fixOf(),
    ...parts,
  };
}

export function reportOf(findings: readonly Finding[], parts: Partial<Report> = {}): Report {
  const ids = [...new Set(findings.map((finding) => finding.rule))];
  return {
    tool: { name: "pgassay", version: "0.1.0" },
    takenAt: "2026-01-02T03:04:05.000Z",
    source: { kind: "sql", name: "schema.sql", statements: 40 },
    server: { version: 180_006, database: "postgres", standby: false, settings: {}, extensions: { plpgsql: "1.0" } },
    catalogHash: "0".repeat(64),
    counted: { schemas: 1, tables: 12, columns: 80, indexes: 21 },
    findings,
    suppressed: [],
    stale: [],
    rules: ids.map((id) => ({
      rule: ruleNamed(id),
      status: "ran",
      reason: null,
      subjects: 12,
      findings: findings.filter((finding) => finding.rule === id).length,
      ms: 0,
    })),
    gaps: [],
    workload: null,
    tables: [],
    excluded: [],
    ...parts,
  };
}

export function many(n: number, rule = "foreign-key-without-index", severity: Severity = "warning"): Finding[] {
  return Array.from({ length: n }, (_, i) =>
    findingOf({ rule, severity, object: { kind: "constraint", path: ["public", `t${i}`, `t${i}_parent_fkey`] }, fix: null }),
  );
}
