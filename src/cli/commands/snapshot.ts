import { count } from "../../reporters/words.ts";
import { snapshotText } from "../../sources/snapshot-file.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { noteLine } from "../notes.ts";
import type { InputOptions } from "../options/input.ts";
import type { TerminalOptions } from "../options/output.ts";
import type { SampleOptions } from "../options/sample.ts";
import type { WorkloadOptions } from "../options/workload.ts";
import type { Surroundings } from "../program.ts";
import { readSource } from "../read-source.ts";
import { writeAll } from "../terminal/write.ts";
import { writeFileWhole } from "../terminal/write-file.ts";

/** Structure tells much: the file is for its owner alone. */
const SNAPSHOT_MODE = 0o600;

export type SnapshotOptions = InputOptions & SampleOptions & WorkloadOptions & TerminalOptions & { readonly outputFile?: string };

export async function snapshotCommand(sources: readonly string[], options: SnapshotOptions, surroundings: Surroundings): Promise<ExitCode> {
  const { io, progress } = surroundings;
  const snapshot = await readSource(sources, options, surroundings, { stats: true, workload: true });
  progress.done();
  const chunks = [snapshotText(snapshot)];
  if (options.outputFile === undefined) await writeAll(io.stdout, chunks);
  else await writeFileWhole(options.outputFile, chunks, SNAPSHOT_MODE);
  if (options.quiet !== true)
    io.stderr.write(noteLine(summary(snapshot.gaps.filter(({ what }) => what !== "rows").length, options.outputFile)));
  return EXIT.clean;
}

function summary(gaps: number, file: string | undefined): string {
  const where = file === undefined ? "snapshot written" : `wrote ${file}`;
  return gaps === 0 ? where : `${where}; ${count(gaps, "gap")}: the snapshot lists what could not be read`;
}
