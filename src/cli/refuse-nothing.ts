import type { Report } from "../contract/report.ts";
import { PgassayError } from "../model/failure.ts";

/** Clean must never mean that nothing was seen. */
export function refuseNothing(report: Report): void {
  const { tables } = report.counted;
  if (tables > report.excluded.length) return;
  throw new PgassayError({
    what: `nothing to audit in ${report.source.name}`,
    why: tables === 0 ? "no table was read from it" : `all of its ${tables} tables were left out by name`,
    next: tables === 0 ? "pgassay doctor says what was skipped" : "Look at --schema, --table and their --exclude- forms",
  });
}
