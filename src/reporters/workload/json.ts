import { WORKLOAD_VERSION, type WorkloadData } from "../../model/workload.ts";
import { jsonLine } from "../json/json-text.ts";
import { meanOf, type StatementLimits, selectStatements } from "./selection.ts";

/** For machines, and for later runs: docs/schema/workload.schema.json describes it. */
export function* workloadJson(workload: WorkloadData, limits: StatementLimits, toolVersion: string): Iterable<string> {
  const { origin, window, sessions, events, coverage } = workload;
  const { shown, leftOut } = selectStatements(workload, limits);
  const field = (name: string, value: unknown) => `  ${jsonLine(name)}: ${jsonLine(value)},\n`;
  yield `{\n${field("schemaVersion", WORKLOAD_VERSION)}`;
  yield field("tool", { name: "pgassay", version: toolVersion });
  yield field("origin", origin);
  yield field("window", window);
  yield field("coverage", coverage);
  yield field("leftOut", leftOut);
  yield "  ";
  yield* list(
    "statements",
    shown.map((statement) => {
      const { fingerprint, sql, calls, timed, totalMs, maxMs, rows, tags } = statement;
      return { fingerprint, sql, calls, timed, totalMs, meanMs: meanOf(statement), maxMs, rows, ...(tags === undefined ? {} : { tags }) };
    }),
  );
  yield ",\n  ";
  yield* list("events", events);
  yield `,\n  "sessions": {"count": ${sessions.count}, `;
  yield* list("pairs", sessions.pairs);
  yield ", ";
  yield* list("bursts", sessions.bursts);
  yield "}\n}\n";
}

/** One item a line, so that two files can be compared line by line. */
function* list(name: string, items: readonly unknown[]): Iterable<string> {
  yield `${jsonLine(name)}: [`;
  for (const [n, item] of items.entries()) yield `${n === 0 ? "" : ","}\n    ${jsonLine(item)}`;
  yield items.length === 0 ? "]" : "\n  ]";
}
