import { askedEvidence, type Context, defineRule, type LookupPair, lookupPairs, shortStatement, uniqueWithin, z } from "#rule";

export default defineRule({
  id: "select-then-insert",
  on: "database",
  needs: ["workload"],
  category: "workload",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "A row is looked for, and inserted when it is not there, in two statements of one session.",
    why: "Between the two another session inserts it. The unique key then turns the second insert into an error, the whole transaction is rolled back, and under load this is not rare. Each insert also waits for one more round trip.",
    remedy:
      "Leave it to the unique key, in one statement: INSERT … ON CONFLICT (key) DO NOTHING, or DO UPDATE SET … with RETURNING for the row that is there. Where the row is nearly always there already, look first, and insert so when it is not.",
    ignoreWhen: "The look-up decides more than whether to insert, or a lock keeps the others away.",
    links: ["https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT"],
  },
  options: z.object({
    minTimes: z.int().min(1).default(20).describe("Pairs of statements that came less often are left out."),
  }),
  messages: {
    raced: "`{insert}` follows a look-up by the same {columns}, {times} times: ON CONFLICT ({columns}) does both in one statement.",
  },
  *check(_, { workload, isShown, options }) {
    const told = new Set<string>();
    for (const pair of lookupPairs(workload)) {
      const key = uniqueWithin(pair.table, pair.columns);
      const { table, lookup, insert, times } = pair;
      // Without a unique key there is nothing to conflict with: that is missing-upsert-key.
      if (key === undefined || times < options.minTimes || !isShown(table) || told.has(insert.fingerprint)) continue;
      told.add(insert.fingerprint);
      yield {
        message: "raced",
        object: insert,
        data: { insert: shortStatement(insert), columns: key.keys.map(({ column }) => column?.name).join(", "), times },
        evidence: [
          { label: "times in a row", value: times, from: "the sessions of the log" },
          ...askedEvidence([lookup, insert], workload),
          ...failures(pair, workload),
        ],
        related: [table, key],
      };
    }
  },
});

/** 23505: unique_violation. */
function failures({ insert }: LookupPair, { events }: Context<"workload", never, unknown>["workload"]) {
  const failed = events.filter(({ sqlstate, statement }) => sqlstate === "23505" && statement === insert.fingerprint);
  if (failed.length === 0) return [];
  const count = failed.reduce((sum, event) => sum + event.count, 0);
  return [{ label: "inserts that failed on the key", value: count, from: "SQLSTATE 23505 in the log" } as const];
}
