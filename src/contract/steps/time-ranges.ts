/** What a partition by time spans. */
export type Span = "day" | "week" | "month" | "year";

const DAY_MS = 86_400_000;
/** Building an index of a large table and deploying code take days: the first bound is never nearer. */
const LEAST_DAYS_AHEAD = 30;

/**
 * Where `count` partitions begin that follow each other, and where the last one ends, as dates (`2026-03-01`). The first begins
 * 30 days after `now` or later: until then the rows go on coming to where they are.
 *
 * @param now ISO 8601, the time of the snapshot.
 */
export function rangesAhead(now: string, span: Span, count: number): [string, ...string[]] {
  const first = nextStart(new Date(Date.parse(now) + LEAST_DAYS_AHEAD * DAY_MS), span);
  const starts: [Date, ...Date[]] = [first];
  let last = first;
  for (let n = 0; n < count; n += 1) {
    last = nextStart(last, span);
    starts.push(last);
  }
  return starts.map((date) => date.toISOString().slice(0, 10)) as [string, ...string[]];
}

/** The first start of such a span after the moment, in UTC; a week begins on Monday. */
function nextStart(moment: Date, span: Span): Date {
  const [year, month, day] = [moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate()];
  if (span === "year") return new Date(Date.UTC(year + 1, 0, 1));
  if (span === "month") return new Date(Date.UTC(year, month + 1, 1));
  return new Date(Date.UTC(year, month, day + (span === "day" ? 1 : 7 - ((moment.getUTCDay() + 6) % 7))));
}

/** `2027_03`: the part of the start that tells partitions of this span apart. */
export function nameOfRange(start: string, span: Span): string {
  const length = { year: 4, month: 7, week: 10, day: 10 }[span];
  return start.slice(0, length).replaceAll("-", "_");
}
