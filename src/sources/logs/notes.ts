import type { WorkloadData } from "../../model/workload.ts";
import type { Accumulator } from "../../workload/log/accumulator.ts";
import type { ChosenLog } from "./choose-logs.ts";

/** What one should know before trusting the numbers. */
export function notesOf(accumulator: Accumulator, logs: readonly ChosenLog[], { coverage, statements }: WorkloadData): string[] {
  const notes: string[] = [];
  const { foreign, textless, own, zones, counts } = accumulator;
  if (counts.unknown > 0) notes.push(`${counted(counts.unknown, "line")} of ${counted(counts.lines, "line")} have no known form.`);
  for (const prefix of new Set(logs.flatMap(({ detected: { format } }) => (format.is === "stderr" ? [format.prefix] : [])))) {
    if (counts.unknown * 10 > counts.lines) notes.push(`The log was read with log_line_prefix = '${prefix}'.`);
  }
  if (foreign > 0) {
    notes.push(`${counted(foreign, "message")} are in another language than English: only lc_messages = 'C' can be read.`);
  }
  if (zones.size > 0) notes.push(`Times in ${[...zones].join(", ")} were taken for UTC.`);
  if (textless > 0 && statements.length === 0) {
    notes.push(`${counted(textless, "duration")} have no statement: log_duration alone does not log it, log_min_duration_statement does.`);
  }
  if (own > 0) notes.push(`${counted(own, "execution")} ${own === 1 ? "is" : "are"} of pgassay itself, and left out.`);
  if (coverage.dropped !== null && coverage.dropped > 0) {
    notes.push(`${counted(coverage.dropped, "execution")} are of statements that there was no room for.`);
  }
  return notes;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
