import { defineRule, lexicon, qualified, step, tableWords, z } from "#rule";

/** Tables that are made to be lost. */
const FLEETING = lexicon(
  "cache temp tmp temporary staging stage scratch buffer session import load work lock rate limit leader lease heartbeat presence",
);

export default defineRule({
  id: "unlogged-table",
  on: "table",
  needs: [],
  uses: ["stats"],
  category: "storage",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A table is UNLOGGED: a crash empties it.",
    why: "Changes of an unlogged table are not in the WAL. After a crash the table is truncated, a standby never has its rows, and neither a base backup nor point-in-time recovery brings them back.",
    remedy: "SET LOGGED. The fix does, which copies the table under a lock: choose a quiet hour for a large one.",
    ignoreWhen:
      "The rows can be made again at any time, and losing them costs nothing. Tables named as cache, staging or the like are left out already.",
    links: ["https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-UNLOGGED"],
  },
  options: z.object({
    fleetingWords: z
      .array(z.string())
      .default([])
      .describe("Further words, in the singular, that say: the rows of this table may be lost."),
  }),
  messages: {
    unlogged: "{table} is unlogged: a crash empties it, and no standby or backup has its rows.",
  },
  *check(table, { stats, options }) {
    if (table.persistence !== "unlogged" || table.partitioning !== null) return;
    if (tableWords(table).some((word) => FLEETING.has(word) || options.fleetingWords.includes(word))) return;
    const rows = stats?.table(table)?.rows ?? null;
    yield {
      message: "unlogged",
      data: { table: table.name },
      evidence: [
        { label: "persistence", value: table.persistence, from: "pg_catalog.pg_class.relpersistence" },
        ...(rows === null ? [] : [{ label: "rows at risk", value: rows, unit: "rows", from: "pg_class.reltuples" } as const]),
      ],
    };
  },
  fix(table) {
    // A logged table may not refer to an unlogged one: that one comes first.
    if (table.foreignKeys.some(({ target }) => target !== table && target.persistence === "unlogged")) return undefined;
    const on = `ALTER TABLE ${qualified(table.path)}`;
    return {
      title: `Log the changes of ${table.name}`,
      safety: "review",
      changes: [table],
      steps: [
        step(
          { change: "set logged", table },
          {
            phase: "switch",
            why: "The table is copied once, and every change is in the WAL from then on.",
            statements: [`${on} SET LOGGED`],
            undo: [`${on} SET UNLOGGED`],
          },
        ),
      ],
    };
  },
});
