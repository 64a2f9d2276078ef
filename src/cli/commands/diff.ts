import { PgassayError } from "../../model/failure.ts";
import { differenceOf } from "../../reporters/diff/difference.ts";
import { isAtLeast } from "../../reporters/selection.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { UsageError } from "../failure.ts";
import { noteLine } from "../notes.ts";
import type { GateOptions } from "../options/gate.ts";
import type { InputOptions } from "../options/input.ts";
import type { TerminalOptions } from "../options/output.ts";
import type { SelectionOptions } from "../options/selection.ts";
import type { Surroundings } from "../program.ts";
import { makeReport } from "../report.ts";
import { layoutOf } from "../terminal/layout.ts";
import { writeAll } from "../terminal/write.ts";
import { writeFileWhole } from "../terminal/write-file.ts";

export type DiffOptions = InputOptions &
  SelectionOptions &
  TerminalOptions &
  Pick<GateOptions, "failOn"> & { readonly json?: true; readonly outputFile?: string };

/** Two sources, and what became of the findings between them. The gate looks at new ones alone. */
export async function diffCommand(sources: readonly string[], options: DiffOptions, surroundings: Surroundings): Promise<ExitCode> {
  const [before, after, ...more] = sources;
  if (before === undefined || after === undefined || more.length > 0) {
    throw new UsageError({ what: `${sources.length} sources`, why: "two are compared", next: "pgassay diff before.json after.sql" });
  }
  const { io, progress } = surroundings;
  const reports = [];
  for (const source of [before, after]) reports.push(await makeReport([source], options, surroundings, "on demand"));
  const [first, second] = reports as [(typeof reports)[0], (typeof reports)[0]];
  progress.done();
  for (const { counted, source, rules } of reports) {
    if (counted.tables === 0)
      throw new PgassayError({
        what: `nothing to compare in ${source.name}`,
        why: "no table was read from it",
        next: "pgassay doctor says what was skipped",
      });
    const crashed = rules.find(({ status }) => status === "crashed");
    if (crashed !== undefined) {
      io.stderr.write(noteLine(`the rule ${crashed.rule.id} crashed ${crashed.reason}`));
      return EXIT.failed;
    }
  }
  const difference = differenceOf(first, second);
  const { outputFile: file } = options;
  const chunks =
    options.json === true
      ? (await import("../../reporters/diff/json.ts")).differenceJson(difference)
      : (await import("../../reporters/diff/text.ts")).differenceText(
          difference,
          layoutOf(file === undefined ? io.stdout : null, options, io.env),
        );
  if (file === undefined) await writeAll(io.stdout, chunks);
  else await writeFileWhole(file, chunks);
  const { failOn } = options;
  const fails = failOn !== "never" && difference.added.some((finding) => isAtLeast(finding.severity, failOn));
  return fails ? EXIT.findings : EXIT.clean;
}
