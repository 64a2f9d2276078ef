import type { Acceptance } from "../engine/suppressions.ts";
import { PgassayError } from "../model/failure.ts";
import { UsageError } from "./failure.ts";
import type { BaselineOptions } from "./options/gate.ts";
import type { Surroundings } from "./program.ts";
import { makeReport, type ReportOptions } from "./report.ts";
import { isConnection } from "./source-kind.ts";

/** What the same sources had at an earlier commit; null when nobody asks. */
export async function earlierOf(
  sources: readonly string[],
  options: ReportOptions & BaselineOptions,
  surroundings: Surroundings,
): Promise<Acceptance["earlier"]> {
  if (options.since === undefined && options.onlyChanged !== true) return null;
  const flag = options.since === undefined ? "--only-changed" : "--since";
  const [first] = sources;
  if (first === undefined || first === "-" || isConnection(first)) {
    throw new UsageError({
      what: flag,
      why: "only files and folders have an earlier state",
      next: "Name the schema or its migrations, or use --baseline",
    });
  }
  const { checkout } = await import("./git.ts");
  const then = await checkout(options.since ?? null, sources);
  try {
    const name = options.since ?? then.commit;
    if (then.sources.length === 0) return { name, fingerprints: new Set() };
    const report = await makeReport(then.sources, options, surroundings, "on demand");
    return { name, fingerprints: new Set([...report.findings, ...report.suppressed].map((finding) => finding.fingerprint)) };
  } catch (error) {
    throw error instanceof PgassayError
      ? new PgassayError({ what: `${flag}: ${error.what}`, why: error.why, next: error.next }, { cause: error })
      : error;
  } finally {
    then.remove();
  }
}
