import { CONTENT_PATTERNS, type ContentPattern } from "../../facts/content/classes.ts";
import { ident, literal, qualified } from "../../facts/identifier.ts";
import type { SampledColumn } from "./sampled-columns.ts";

export interface SampledTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly SampledColumn[];
  /** The rows of a partitioned table are those of its partitions. */
  readonly partitioned: boolean;
  /** `reltuples`; null when the table was never analysed. */
  readonly rows: number | null;
  /** `relpages` */
  readonly pages: number;
}

/** Rows that a sample of whole pages finds are a few more or less than expected. */
const MARGIN = 1.1;
/** Below this many times the limit, the first rows are as good as any. */
const LARGE = 4;
/** Each page is chosen by itself: of a few that are expected, none might be. */
const FEWEST_PAGES = 30;

/**
 * One aggregate query: for each column its number, then for each class (the position among the patterns) how many values;
 * and a row whose class is null with the number of values, their lengths at 50 and 95 percent, and how many differ.
 */
export function sampleQuery(table: SampledTable, limit: number): string {
  const values = table.columns.map((column, at) => `select ${at}, v.value from (${column.values}) as v(value)`);
  const columns = table.columns.map(({ name }) => ident(name)).join(", ");
  const only = table.partitioned ? "" : "only ";
  // OFFSET 0 keeps the planner from cutting and trimming a value again for each pattern.
  // What is kept between the two parts is numbers, so that no temporary file holds a value.
  return `with looked_at as materialized (
  select u.n, pg_catalog.length(u.value) as length, pg_catalog.hashtextextended(u.value, 0) as hash,
    case ${CONTENT_PATTERNS.map(whenClause).join("\n      ")} else ${CONTENT_PATTERNS.length} end as class
  from (select ${columns} from ${only}${qualified([table.schema, table.name])}${tableSample(table, limit)} limit ${limit}) as r
  cross join lateral (
    select b.n, pg_catalog.btrim(b.value, E' \\t\\r\\n') as value from (${values.join("\n      union all ")}) as b(n, value) offset 0
  ) as u
  where u.value operator(pg_catalog.<>) ''
)
select n, class, pg_catalog.count(*)::pg_catalog.int4,
  pg_catalog.percentile_disc(0.5) within group (order by length),
  pg_catalog.percentile_disc(0.95) within group (order by length),
  pg_catalog.count(distinct hash)::pg_catalog.int4
from looked_at group by grouping sets ((n, class), (n)) order by n, class`;
}

/** Whole pages from all over the table, the same ones each time. */
function tableSample({ rows, pages }: SampledTable, limit: number): string {
  if (rows === null || rows <= limit * LARGE) return "";
  const share = Math.max((limit * MARGIN) / rows, FEWEST_PAGES / Math.max(pages, FEWEST_PAGES));
  return ` tablesample system (${(100 * Math.min(1, share)).toPrecision(3)}) repeatable (1)`;
}

function whenClause({ pattern, luhn }: ContentPattern, at: number): string {
  const matches = `u.value operator(pg_catalog.~) ${literal(pattern)}`;
  return `when ${matches}${luhn === true ? ` and ${LUHN}` : ""} then ${at}`;
}

/** From the right, every second digit is doubled, and the digits of the products are summed. */
const LUHN = `(select pg_catalog.sum(case when d.place % 2 = 1 then d.digit::pg_catalog.int4
        else d.digit::pg_catalog.int4 * 2 / 10 + d.digit::pg_catalog.int4 * 2 % 10 end) % 10 = 0
      from pg_catalog.regexp_split_to_table(pg_catalog.reverse(pg_catalog.regexp_replace(u.value, '[ -]', '', 'g')), '')
        with ordinality as d(digit, place))`;
