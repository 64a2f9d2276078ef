import type pg from "pg";
import type { Gap } from "../../model/snapshot.ts";
import type { WorkloadData } from "../../model/workload.ts";
import { readStatStatements } from "../pgss/read-view.ts";
import { INSUFFICIENT_PRIVILEGE } from "../pgss/row.ts";
import { statStatementsWorkload } from "../pgss/workload.ts";
import { loadGrammar } from "../sql-reader.ts";
import { sqlstateOf } from "./failures.ts";
import { stoppable } from "./stoppable.ts";
import { readOnly } from "./transaction.ts";

export interface WorkloadTaken {
  /** Null when the server has no statements to show. */
  readonly data: WorkloadData | null;
  readonly gaps: readonly Gap[];
  readonly notices: readonly string[];
}

/** What `pg_stat_statements` knows of the database, in a transaction of its own; the literals that utility statements keep are gone. */
export async function takeWorkload(client: pg.Client, source: string, signal: AbortSignal): Promise<WorkloadTaken> {
  const grammar = await loadGrammar();
  const read = await stoppable(client, signal, () => readOnly(client, "read committed", signal, readStatStatements)).catch((error) => {
    // What was read before is worth keeping.
    if (signal.aborted || sqlstateOf(error) !== "57014") throw error;
    return gap("it took longer than the statement timeout");
  });
  if ("reason" in read) return { data: null, gaps: [read], notices: [] };
  const { rows, since, until, deallocated } = read;
  if (rows.length === 0) return { data: null, gaps: [gap("it has no statement of this database")], notices: [] };
  const origin = { source, since, until, dropped: deallocated, bytes: 0, lines: 0, unknownLines: 0 };
  return { data: statStatementsWorkload(rows, origin, grammar), gaps: hidden(rows), notices: nested(read.nested) };
}

function hidden(rows: readonly { readonly query: string | null; readonly calls: number }[]): Gap[] {
  const unread = rows.filter(({ query }) => query === INSUFFICIENT_PRIVILEGE);
  if (unread.length === 0) return [];
  return [gap(`the text of ${unread.length} statements of other roles is not shown to this role: pg_read_all_stats is enough`)];
}

function nested(count: number): string[] {
  return count === 0
    ? []
    : [
        `${count} statements of pg_stat_statements were sent from inside functions, and left out: their time is in the statement that called`,
      ];
}

function gap(reason: string): Gap {
  return { what: "statistics", subject: "pg_stat_statements", reason, at: null, affects: [] };
}
