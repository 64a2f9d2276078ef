import type { Settings } from "../../model/data.ts";
import type { SnapshotData } from "../../model/snapshot.ts";
import { count } from "../../reporters/words.ts";

type Row = readonly [label: string, text: string];

/** What a live server shows of what it is asked, and which settings would show more. Nothing for a source that is no server. */
export function workloadRows({ source, server, workload }: SnapshotData): Row[] {
  if (source.kind !== "live") return [];
  const { settings } = server;
  return [
    ["statements", workload === null ? "pg_stat_statements was not read; see below" : statementsText(workload)],
    ["logging", SHOWN.flatMap((name) => (settings[name] === undefined ? [] : [`${name} = ${quoted(settings[name])}`])).join(", ")],
    ...adviceOn(settings, workload).map((text): Row => ["", text]),
  ];
}

/** What says how to read the log, and what is in it. */
const SHOWN = ["log_destination", "log_line_prefix", "log_min_duration_statement", "log_statement", "auto_explain.log_min_duration"];

function quoted(value: string): string {
  return /^[\w.+-]+$/.test(value) ? value : `'${value}'`;
}

function statementsText({ statements, window, coverage }: NonNullable<SnapshotData["workload"]>): string {
  const calls = statements.reduce((sum, statement) => sum + statement.calls, 0);
  return `${count(statements.length, "statement")}, ${count(calls, "call")} in pg_stat_statements, since ${window.since ?? "an unknown time"}${
    coverage.dropped === null || coverage.dropped === 0 ? "" : `; least used entries were thrown away ${count(coverage.dropped, "time")}`
  }`;
}

/** Settings as sessions of this role have them: a role or a database can have its own. */
function adviceOn(settings: Settings, workload: SnapshotData["workload"]): string[] {
  const is = (name: string, ...values: string[]) => values.includes(settings[name] ?? "");
  const prefix = settings.log_line_prefix;
  return [
    ...(workload === null ? ["would help: CREATE EXTENSION pg_stat_statements, with shared_preload_libraries = pg_stat_statements"] : []),
    ...((workload?.coverage.dropped ?? 0) > 0 ? ["would help: a larger pg_stat_statements.max"] : []),
    ...(is("log_min_duration_statement", "-1") && is("log_statement", "none", "ddl") && is("auto_explain.log_min_duration", "", "-1")
      ? ["would help: log_min_duration_statement = 0, or log_min_duration_sample with a rate on a busy server: no statement is logged"]
      : []),
    ...(is("log_min_duration_statement", "-1") && is("log_statement", "all", "mod") && is("log_duration", "off")
      ? ["would help: log_min_duration_statement = 0 in place of log_statement: statements are logged without their time"]
      : []),
    ...(is("log_destination", "stderr") && prefix !== undefined && !/%[-\d]*[pc]/.test(prefix)
      ? ["would help: %m [%p] in log_line_prefix: sessions cannot be told apart"]
      : []),
    ...(is("log_lock_waits", "off") ? ["would help: log_lock_waits = on"] : []),
    ...(is("log_temp_files", "-1") ? ["would help: log_temp_files = 0"] : []),
  ];
}
