import { readFile } from "node:fs/promises";
import { type LinkedSnapshot, linkSnapshot } from "../audit.ts";
import type { Config } from "../config/schema.ts";
import type { AdviceData } from "../model/advice.ts";
import { PgassayError } from "../model/failure.ts";
import type { SnapshotData } from "../model/snapshot.ts";
import { UsageError } from "./failure.ts";
import type { InputOptions } from "./options/input.ts";
import type { AdviceOptions } from "./options/workload.ts";
import type { Surroundings } from "./program.ts";
import { APPLICATION, liveTarget } from "./read-source.ts";

/** At most, for the planner of the copy; and this share of the time that there is. */
const LONGEST_ADVICE = 60_000;
const SHARE_OF_TIME = 0.4;

/** The grammar is loaded when there are statements to join with the catalog. */
export async function linkSource(snapshot: SnapshotData, { packs = [] }: Config): Promise<LinkedSnapshot> {
  const guard = packs.length === 0 ? "open" : "frozen";
  if (snapshot.workload === null) return linkSnapshot(snapshot, null, guard);
  const { loadGrammar } = await import("../sources/sql-reader.ts");
  return linkSnapshot(snapshot, (await loadGrammar()).parse, guard);
}

/** Indexes that the planner would use for the workload: that of a copy, or of the live server when it is to be asked. */
export async function adviceFor(
  linked: LinkedSnapshot,
  { statistics: file, whatIf, ...options }: AdviceOptions & InputOptions,
  sources: readonly string[],
  { io, signal }: Pick<Surroundings, "io" | "signal">,
): Promise<AdviceData> {
  const [{ advise }, { readStatisticsExport }] = await Promise.all([
    import("../advisor/advise.ts"),
    import("../advisor/statistics-export.ts"),
  ]);
  const statistics = file === undefined ? null : readStatisticsExport(file, await textOf(file));
  const how = { statistics, durationMs: Math.min(LONGEST_ADVICE, options.maxDuration * SHARE_OF_TIME) };
  if (whatIf === undefined) return advise(linked, how);
  const target = await liveTarget(sources, options, io);
  if (target === null)
    throw new UsageError({
      what: `--what-if ${whatIf}`,
      why: `${sources.join(", ")} is no database`,
      next: "Leave it out: the planner of a copy is asked",
    });
  const live = await import("../sources/live/what-if.ts");
  return live.whatIf(target, APPLICATION, signal, (planner) => advise(linked, { ...how, planner }));
}

async function textOf(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new PgassayError({
      what: `Cannot read ${file}`,
      why: `The system says ${error.code ?? "unknown error"}.`,
      next: "Name a file that you may read.",
    });
  });
}
