import { z } from "zod";
import { PHASES } from "../../contract/fix.ts";
import { CATEGORIES, SEVERITIES } from "../../contract/rule.ts";
import { LOCK_MODES } from "../../facts/lock.ts";

/** The shape of the JSON report. Nothing at run time reads it: the generator publishes it, and tests check reports by it. */
const objectRef = z.object({
  kind: z.enum([
    "database",
    "schema",
    "table",
    "column",
    "index",
    "constraint",
    "view",
    "sequence",
    "routine",
    "trigger",
    "policy",
    "type",
    "statistics",
    "statement",
  ]),
  path: z.array(z.string()).describe("Names from the schema down: identity that survives dump and restore."),
});

const location = z.object({ file: z.string(), line: z.int().min(1), column: z.int().min(1).nullable() });

const hazard = z.enum([
  "deletes data",
  "rewrites table",
  "blocks writes",
  "blocks reads",
  "breaks clients",
  "needs deploy",
  "slows database",
]);

const manualStep = z.object({
  is: z.literal("manual"),
  phase: z.enum(PHASES),
  why: z.string(),
  instruction: z.string(),
  hazards: z.array(hazard),
});

const sqlStep = z.object({
  is: z.literal("sql"),
  phase: z.enum(PHASES),
  why: z.string(),
  statements: z.array(z.string()).min(1).describe("Complete statements without a closing semicolon, in order."),
  transaction: z.enum(["required", "allowed", "forbidden"]),
  locks: z.array(z.object({ on: objectRef, mode: z.enum(LOCK_MODES), held: z.enum(["instant", "scan", "build", "rewrite"]) })),
  timeouts: z.object({ lockMs: z.int().min(0), statementMs: z.int().min(0) }).describe("Milliseconds; 0 means none."),
  requires: z
    .object({ sql: z.string(), because: z.string() })
    .nullable()
    .describe("A query for one boolean; unless true, the step is not run."),
  verify: z.string().nullable().describe("A query for one boolean that is true once the step has worked."),
  undo: z.array(z.string()).nullable().describe("Null: the step cannot be undone."),
  hazards: z.array(hazard),
});

const fix = z.object({
  title: z.string(),
  safety: z.enum(["safe", "review", "manual"]),
  reversible: z.boolean(),
  worstLock: z.enum(LOCK_MODES).nullable(),
  changes: z.array(objectRef),
  steps: z.array(z.discriminatedUnion("is", [sqlStep, manualStep])).min(1),
});

const evidence = z.object({
  label: z.string(),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  unit: z.enum(["rows", "bytes", "ms", "calls", "percent"]).nullable(),
  from: z.string(),
  window: z.object({ since: z.string().nullable(), until: z.string() }).nullable(),
});

const finding = z.object({
  rule: z.string(),
  category: z.enum(CATEGORIES),
  severity: z.enum(SEVERITIES),
  confidence: z.enum(["certain", "likely", "heuristic"]),
  object: objectRef,
  key: z.string().nullable(),
  message: z.string(),
  messageId: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
  evidence: z.array(evidence),
  related: z.array(objectRef),
  location: location.nullable(),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  baselineState: z.enum(["new", "unchanged"]).nullable().describe("Null when there is no baseline."),
  fix: fix.nullable(),
});

const suppressed = finding.extend({
  suppressed: z.object({ by: z.enum(["config", "comment", "baseline"]), reason: z.string().nullable() }),
});

const coverage = z.object({
  rules: z.array(
    z.object({
      id: z.string(),
      status: z.enum(["ran", "off", "skipped", "crashed"]),
      reason: z.string().nullable(),
      subjects: z.int(),
      findings: z.int(),
    }),
  ),
  gaps: z.array(
    z.object({
      what: z.enum(["statement", "object", "statistics", "file", "extension", "rows"]),
      subject: z.string(),
      reason: z.string(),
      at: location.nullable(),
      affects: z.array(z.string()),
    }),
  ),
  excluded: z.array(z.object({ path: z.array(z.string()), by: z.string() })),
});

const count = z.number().nonnegative();
const spent = z.object({ calls: count, ms: count });

const workload = z.object({
  origin: z.enum(["log", "pg_stat_statements", "both"]),
  window: z.object({ since: z.string().nullable(), until: z.string() }),
  statements: z.int(),
  calls: count,
  totalMs: count,
  sessions: count,
  coverage: z.object({
    sources: z.array(z.string()),
    bytes: count,
    lines: count,
    unknownLines: count,
    unparsable: count,
    dropped: count.nullable().describe("Statements that the source threw away; null when it cannot know."),
    resolved: spent.describe("Statements whose names were joined with the catalog."),
    unresolved: spent,
  }),
  top: z.array(
    z.object({
      fingerprint: z.string(),
      sql: z.string().describe("Normalised: no literal is in it."),
      calls: count,
      totalMs: count,
      meanMs: count.nullable(),
      maxMs: count,
      rows: count.nullable(),
      resolved: z.boolean(),
    }),
  ),
  tables: z
    .array(z.object({ path: z.array(z.string()), statements: z.int(), calls: count, totalMs: count }))
    .describe("A statement of several tables counts for each of them."),
});

export const reportSchema = z
  .object({
    schemaVersion: z.literal(1),
    tool: z.object({ name: z.literal("pgassay"), version: z.string() }),
    takenAt: z.string().describe("ISO 8601: when the catalog was read."),
    source: z.object({ kind: z.enum(["live", "sql", "migrations", "snapshot"]), name: z.string(), statements: z.int().nullable() }),
    server: z.object({
      version: z.string(),
      versionNumber: z.int(),
      database: z.string(),
      standby: z.boolean(),
      extensions: z.record(z.string(), z.string()),
    }),
    catalog: z.object({ hash: z.string(), schemas: z.int(), tables: z.int(), columns: z.int(), indexes: z.int() }),
    coverage,
    workload: workload.nullable().describe("Null unless logs, a workload file or pg_stat_statements were read."),
    findings: z.array(finding),
    suppressed: z.array(suppressed).describe("Findings that somebody accepted: they gate nothing."),
    summary: z.object({
      findings: z.int(),
      shown: z.int(),
      errors: z.int(),
      warnings: z.int(),
      infos: z.int(),
      fixable: z.int(),
    }),
  })
  .meta({ title: "pgassay report", description: "What `pgassay audit --format json` prints." });
