import {
  askedEvidence,
  callsOf,
  countedDays,
  daysSeenWhole,
  defineRule,
  type FixDraft,
  mentionedInRoutines,
  recordsHistory,
  retireTable,
  SEEN_WHOLE,
  type Statement,
  type Stats,
  type Table,
  type Workload,
  z,
} from "#rule";

export default defineRule({
  id: "dead-table",
  on: "table",
  needs: ["workload", "catalog"],
  uses: ["stats"],
  category: "redundancy",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "No statement has read a table in a workload that was seen whole, for long enough.",
    why: "A table that nobody reads is still written, indexed, vacuumed, backed up and migrated, and everybody who reads the schema takes it for something. If it holds personal data, it is kept for no purpose.",
    remedy:
      "Ask who owned it. The fix renames it first, so that what still needs it fails while the way back is short, and drops it later.",
    ignoreWhen:
      "It is read less often than the workload is long: a report of the year, an export for the auditor. A log of slow statements only, names that could not be resolved, and tables that record history are left out already.",
    links: ["https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-TABLES-VIEW"],
  },
  options: z.object(SEEN_WHOLE),
  messages: {
    unread: "{table} is written, and nothing has read it in {days} days: {calls} calls.",
    untouched: "No statement has touched {table} in {days} days.",
  },
  *check(table, { workload, catalog, stats, options }) {
    const days = daysSeenWhole(workload, options);
    if (days === null || isNeeded(table, stats)) return;
    if (mentionedInRoutines(catalog)(table.name)) return;
    const touching = workload.touching(table);
    if (touching.some((statement) => reads(statement, table))) return;
    if (touching.length === 0) {
      yield { message: "untouched", data: { table: table.name, days }, evidence: understood(workload) };
    } else {
      const calls = callsOf(touching);
      const evidence = [...askedEvidence(touching, workload), ...understood(workload)];
      yield { message: "unread", data: { table: table.name, days, calls }, evidence };
    }
  },
  fix(table): FixDraft | undefined {
    const steps = retireTable(table, "Nothing has read it.");
    if (steps === null) return undefined;
    return { title: `Take ${table.name} out of use`, safety: "manual", changes: [table], steps };
  },
});

/** Rows of UPDATE and DELETE are read to be written; what RETURNING gives is read by somebody. */
function reads({ accesses }: Statement, table: Table): boolean {
  return accesses.some((access) => access.table === table && (access.writes === null || access.output.length > 0));
}

/** Something besides statements reads it: a foreign key, a view that is kept, a subscriber, or who reads what has happened. */
function isNeeded(table: Table, stats: Stats | undefined): boolean {
  if (table.referencedBy.length > 0 || table.publications.length > 0 || recordsHistory(table)) return true;
  const kept = table.columns.some((column) => column.dependents.some((other) => other.kind === "view" && other.materialized));
  return kept || wasScanned(table, stats);
}

/** A dump of every night scans the whole table once. */
function wasScanned(table: Table, stats: Stats | undefined): boolean {
  const known = stats?.table(table);
  if (stats === undefined || known === undefined) return false;
  return known.indexes.some(({ scans }) => (scans ?? 0) > 0) || (known.seqScans ?? 0) > (countedDays(stats.window) ?? 0) + 1;
}

function understood({ coverage, window }: Workload) {
  const { resolved, unresolved } = coverage;
  const percent = Math.round((resolved.calls * 1000) / (resolved.calls + unresolved.calls)) / 10;
  return [{ label: "understood calls", value: percent, unit: "percent", from: "the workload", window } as const];
}
