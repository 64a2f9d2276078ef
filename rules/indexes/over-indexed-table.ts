import { countedDays, coversForeignKey, defineRule, heldBy, type Index, indexUse, type Stats, type Table, z } from "#rule";

export default defineRule({
  id: "over-indexed-table",
  on: "table",
  needs: ["stats"],
  category: "indexes",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "A table that is written a lot has several indexes that are hardly ever read.",
    why: "Each write of a row writes all of its indexes, unless the update stays in its page and touches no indexed column. An index that is read once for thousands of writes costs far more than it gives.",
    remedy:
      "See which queries read these indexes, and whether another index could serve them: one index of several columns serves all that begin with its first ones.",
    ignoreWhen:
      "The few reads are of the queries that matter most. Indexes that nothing reads at all are reported one by one, and are not counted here.",
    links: ["https://www.postgresql.org/docs/current/storage-hot.html"],
  },
  options: z.object({
    minDays: z.int().min(1).default(14).describe("The server has to have counted for so many days before anything is called rare."),
    minWrites: z.int().min(1).default(1_000_000).describe("Tables with fewer writes since then are left out."),
    minIndexes: z.int().min(1).default(3).describe("So many rarely read indexes are reported."),
    writesPerRead: z.int().min(1).default(1000).describe("An index is rarely read when there are more writes than this for each scan."),
  }),
  messages: {
    rare: "{table} was written {writes} times in {days} days, and each of these indexes was read less than once in {least} writes: {indexes}.",
  },
  *check(table, { stats, server, options }) {
    const days = countedDays(stats.window);
    const known = stats.table(table);
    if (days === null || days < options.minDays || known === undefined || known.writes === null || server.standby) return;
    const { writes } = known;
    if (writes < options.minWrites) return;
    const rare = rarelyRead(table, stats, writes / options.writesPerRead);
    if (rare.length < options.minIndexes) return;
    yield {
      message: "rare",
      data: { table: table.name, writes, days, least: options.writesPerRead, indexes: rare.map(({ index }) => index.name).join(", ") },
      evidence: [
        { label: "writes", value: writes, from: "pg_stat_user_tables.n_tup_ins + n_tup_upd + n_tup_del", window: stats.window },
        ...rare.map(({ index, scans }) => ({
          label: `scans of ${index.name}`,
          value: scans,
          from: "pg_stat_user_indexes.idx_scan",
          window: stats.window,
        })),
        {
          label: "size of these indexes",
          value: rare.reduce((sum, { bytes }) => sum + bytes, 0),
          unit: "bytes",
          from: "pg_class.relpages",
        },
        { label: "standbys counted", value: stats.standbysIncluded, from: "the statistics that were read" },
      ],
      related: rare.map(({ index }) => index),
    };
  },
});

/** Read at least once, so that none of them is another finding; those that constraints and foreign keys need are left out. */
function rarelyRead(table: Table, stats: Stats, most: number): { readonly index: Index; readonly scans: number; readonly bytes: number }[] {
  return table.indexes.flatMap((index) => {
    if (index.unique || !index.valid || heldBy(index) !== null || table.foreignKeys.some((key) => coversForeignKey(key, index))) return [];
    const use = indexUse(index, stats);
    return use === null || use.scans === 0 || use.scans >= most ? [] : [{ index, ...use }];
  });
}
