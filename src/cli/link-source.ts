import { readFile } from "node:fs/promises";
import { type LinkedSnapshot, linkSnapshot } from "../audit.ts";
import type { AdviceData } from "../model/advice.ts";
import { PgassayError } from "../model/failure.ts";
import type { SnapshotData } from "../model/snapshot.ts";
import type { InputOptions } from "./options/input.ts";
import type { AdviceOptions } from "./options/workload.ts";

/** At most, for the planner of the copy; and this share of the time that there is. */
const LONGEST_ADVICE = 60_000;
const SHARE_OF_TIME = 0.4;

/** The grammar is loaded when there are statements to join with the catalog. */
export async function linkSource(snapshot: SnapshotData): Promise<LinkedSnapshot> {
  if (snapshot.workload === null) return linkSnapshot(snapshot);
  const { loadGrammar } = await import("../sources/sql-reader.ts");
  return linkSnapshot(snapshot, (await loadGrammar()).parse);
}

/** Indexes that the planner of a copy would use for the workload; null without one. */
export async function adviceFor(
  linked: LinkedSnapshot,
  { statistics: file, maxDuration }: AdviceOptions & Pick<InputOptions, "maxDuration">,
): Promise<AdviceData | null> {
  if (linked.workload === null) return null;
  const [{ advise }, { readStatisticsExport }] = await Promise.all([
    import("../advisor/advise.ts"),
    import("../advisor/statistics-export.ts"),
  ]);
  const statistics = file === undefined ? null : readStatisticsExport(file, await textOf(file));
  return advise(linked, { statistics, durationMs: Math.min(LONGEST_ADVICE, maxDuration * SHARE_OF_TIME) });
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
