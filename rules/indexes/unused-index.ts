import {
  countedDays,
  coversForeignKey,
  defineRule,
  dropIndex,
  heldBy,
  type Index,
  type IndexUse,
  indexUse,
  keeperOf,
  perObject,
  phantomKeys,
  type Server,
  type Stats,
  type Table,
  z,
} from "#rule";

export default defineRule({
  id: "unused-index",
  on: "index",
  needs: ["stats", "catalog"],
  category: "indexes",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "Nothing has read an index for as long as the server has counted.",
    why: "Every INSERT and most UPDATEs write the index, it takes room in memory and on disk, and VACUUM reads it whole. An index that no query uses costs all of this for nothing.",
    remedy:
      "Drop it. The fix drops it concurrently, and gives the statement that builds it again. Before that, look at pg_stat_user_indexes of every standby: their reads are not counted on the primary.",
    ignoreWhen:
      "The index serves a report of the end of the year, or was built a short time ago: PostgreSQL does not record when. Indexes that enforce a constraint, serve a foreign key or identify rows for replication are never reported.",
    links: ["https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW"],
  },
  options: z.object({
    minDays: z.int().min(1).default(14).describe("The server has to have counted for so many days before anything is called unused."),
    minBytes: z.int().min(0).default(1_000_000).describe("Smaller indexes are left out."),
    standbys: z
      .enum(["unknown", "none"])
      .default("unknown")
      .describe("`none`: no standby takes queries, so that the counters of this server are all there is, and the finding says so."),
  }),
  messages: {
    unused: "Nothing has read {index} on {table} in {days} days.",
    unusedHere: "Nothing has read {index} on {table} in {days} days on this server; what standbys read is not counted here.",
  },
  looksAt: ({ unique, valid }) => valid && !unique,
  *check(index, { stats, server, catalog, isShown, options }) {
    const days = countedDays(stats.window);
    if (days === null || days < options.minDays) return;
    const use = idleUse(index, stats, server);
    if (use === null || use.bytes < options.minBytes) return;
    // Once the foreign key is declared, its checks read the index.
    if (
      isShortest(index) &&
      phantomKeys(index.table.schema, catalog, isShown, MOST_TABLES).keys.some(({ column }) => column === index.keys[0]?.column)
    )
      return;
    yield {
      message: stats.standbysIncluded || options.standbys === "none" ? "unused" : "unusedHere",
      data: { index: index.name, table: index.table.name, days },
      evidence: [
        { label: "scans", value: use.scans, from: "pg_stat_user_indexes.idx_scan", window: stats.window },
        { label: "size", value: use.bytes, unit: "bytes", from: "pg_class.relpages" },
        { label: "standbys counted", value: stats.standbysIncluded, from: "the statistics that were read" },
      ],
    };
  },
  fix(index) {
    return {
      title: `Drop ${index.name}, which nothing reads`,
      safety: "review",
      changes: [index],
      steps: [dropIndex(index, "Nothing has read it for as long as the server has counted. Look at the counters of every standby first.")],
    };
  },
});

/** Null when it was read, when nobody knows, or when it is there for something else than reading. */
function idleUse(index: Index, stats: Stats, server: Server): IndexUse | null {
  const { table } = index;
  // The counters of a standby do not know what the primary reads.
  if (server.standby || table.kind !== "table" || heldBy(index) !== null) return null;
  // What another index does all the work of is another finding.
  if (table.foreignKeys.some((key) => coversForeignKey(key, index)) || keeperOf(index) !== undefined) return null;
  const use = indexUse(index, stats);
  if (use === null || use.scans > 0 || !isInUse(table, stats)) return null;
  // It takes over the reading from one that is to go: its own counter tells only after that.
  return keepersOf(table).has(index) ? null : use;
}

/** What refers to a table that is missing is left to whoever makes one. */
const MOST_TABLES = Number.MAX_SAFE_INTEGER;

/** Of the indexes that serve a key over the same column, the one with the fewest keys, and of those the first. */
function isShortest(index: Index): boolean {
  const [first] = index.keys;
  const serving = index.table.indexes.filter(({ keys, predicate }) => keys[0]?.column === first?.column && predicate === null);
  return serving.toSorted((a, b) => a.keys.length - b.keys.length || (a.name < b.name ? -1 : 1))[0] === index;
}

/** Indexes that do the work of redundant ones, too. */
const keepersOf = perObject((table: Table): ReadonlySet<Index | undefined> => new Set(table.indexes.map(keeperOf)));

/** A table that nobody touched since the counters were reset says nothing about its indexes. */
function isInUse(table: Table, stats: Stats): boolean {
  if (table.partitioning !== null) return table.children.some((child) => isInUse(child, stats));
  const known = stats.table(table);
  return (
    known !== undefined && [known.seqScans, known.writes, ...known.indexes.map(({ scans }) => scans)].some((count) => (count ?? 0) > 0)
  );
}
