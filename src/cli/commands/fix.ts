import { planFixes } from "../../fixes/plan.ts";
import { emitSql } from "../../fixes/sql/sql.ts";
import { plainLines } from "../../model/plain-text.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { noteLine } from "../notes.ts";
import type { InputOptions } from "../options/input.ts";
import type { TerminalOptions } from "../options/output.ts";
import type { SampleOptions } from "../options/sample.ts";
import type { SelectionOptions } from "../options/selection.ts";
import type { Surroundings } from "../program.ts";
import { makeReport } from "../report.ts";
import { writeAll } from "../terminal/write.ts";
import { writeFileWhole } from "../terminal/write-file.ts";

export type FixOptions = InputOptions & SampleOptions & SelectionOptions & TerminalOptions & { readonly outputFile?: string };

export async function fixCommand(sources: readonly string[], options: FixOptions, surroundings: Surroundings): Promise<ExitCode> {
  const { io, progress } = surroundings;
  const report = await makeReport(sources, options, surroundings);
  progress.done();
  const plan = planFixes(report.findings);
  const sql = emitSql(plan, report);
  if (options.outputFile === undefined) {
    await writeAll(io.stdout, io.stdout.isTTY === true ? harmless(sql, io) : sql);
  } else {
    await writeFileWhole(options.outputFile, sql);
  }
  if (options.quiet !== true) {
    const { fixes, deferred, withoutFix } = plan;
    const where = options.outputFile === undefined ? "" : `wrote ${options.outputFile}: `;
    io.stderr.write(
      noteLine(`${where}${fixes.length} fixes, ${deferred.length} left for the next run, ${withoutFix.length} findings without one`),
    );
  }
  const crashed = report.rules.find((run) => run.status === "crashed");
  if (crashed === undefined) return EXIT.clean;
  io.stderr.write(noteLine(`the rule ${crashed.rule.id} crashed ${crashed.reason}`));
  return EXIT.failed;
}

/** A terminal would obey what a name can hold; in a file or a pipe the SQL has the true name. */
function* harmless(sql: Iterable<string>, io: Io): Iterable<string> {
  let changed = false;
  for (const chunk of sql) {
    const plain = plainLines(chunk);
    changed ||= plain !== chunk;
    yield plain;
  }
  if (changed) io.stderr.write(noteLine("names hold control characters, shown as \\u{…}: write the SQL to a file with -o to run it"));
}
