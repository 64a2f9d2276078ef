import { excludedBy } from "../engine/scope.ts";
import { PgassayError } from "../model/failure.ts";
import type { SnapshotData } from "../model/snapshot.ts";
import type { SampleWant } from "../sources/live/sample.ts";
import type { InputOptions } from "./options/input.ts";
import type { SampleOptions } from "./options/sample.ts";
import { scopeOf } from "./scope.ts";

/** Half of the time that there is: a table that was not reached is a gap, and the rest of the run has to follow. */
export function sampleWanted(options: InputOptions & SampleOptions): { readonly sample?: SampleWant } {
  const { sample: rows = 0, maxDuration } = options;
  if (rows === 0) return {};
  const excluded = excludedBy(scopeOf(options));
  return { sample: { rows, includes: (table) => excluded(table) === null, longest: maxDuration / 2 } };
}

/** A text has no rows; a snapshot has the numbers when it was taken with them. */
export function refuseSample({ sample = 0 }: SampleOptions, source: string, snapshot: SnapshotData | null): void {
  if (sample === 0 || (snapshot !== null && snapshot.sample !== null)) return;
  throw new PgassayError({
    what: `--sample with ${source}`,
    why:
      snapshot === null ? "it has no rows: a sample is counted by the server that holds them" : "the snapshot was taken without --sample",
    next: "Name the live database, or a snapshot of it: pgassay snapshot <database> --sample -o snapshot.json",
  });
}
