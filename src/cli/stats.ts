import type { Report } from "../contract/report.ts";
import { grouped } from "../reporters/words.ts";
import type { Terminal } from "./io.ts";
import { tableText } from "./terminal/table.ts";
import { writeAll } from "./terminal/write.ts";

/** What each rule cost, the slowest first. */
export async function writeStats(report: Report, stream: Terminal): Promise<void> {
  const runs = [...report.rules].sort((a, b) => b.ms - a.ms);
  const rows = runs.map(({ rule, status, subjects, findings, ms }) => [
    rule.id,
    status,
    grouped(subjects),
    grouped(findings),
    ms.toFixed(1),
  ]);
  const text = await tableText(["rule", "status", "subjects", "findings", "ms"], rows, ["left", "left", "right", "right", "right"]);
  await writeAll(stream, [text]);
}
