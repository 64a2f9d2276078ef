import {
  askedEvidence,
  type BurstData,
  type Column,
  defineRule,
  type Statement,
  shortStatement,
  statementEvidence,
  type Workload,
  z,
} from "#rule";

export default defineRule({
  id: "n-plus-one",
  on: "database",
  needs: ["workload"],
  category: "workload",
  severity: "info",
  confidence: "heuristic",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "One statement is fired many times in a row within a session, once for each row of something.",
    why: "Each of them is fast, and no list of slow statements shows them. Together they wait for the network and the planner once per row: a page of fifty rows takes fifty round trips, and a longer page takes more.",
    remedy:
      "Ask once for all of them: SELECT … WHERE key = ANY ($1), or a join with the statement before. Rows are written many at a time: INSERT … SELECT FROM unnest($1, $2), a VALUES list of many rows, or COPY. In an ORM this is eager loading, or a bulk insert.",
    ignoreWhen: "A job goes through the rows one at a time on purpose, so as to hold each lock for a short time only.",
    links: ["https://www.postgresql.org/docs/current/functions-comparisons.html#FUNCTIONS-COMPARISONS-ANY-SOME"],
  },
  options: z.object({
    minBursts: z.int().min(1).default(5).describe("A statement that came in fewer bursts is left out."),
    minLongest: z.int().min(2).default(6).describe("A statement whose longest burst was shorter is left out."),
  }),
  messages: {
    reads: "`{statement}` is fired {average} times in a row, and up to {longest} times, in {bursts} bursts: once for each {columns}.",
    writes: "`{statement}` is fired {average} times in a row, and up to {longest} times, in {bursts} bursts: a row at a time.",
  },
  *check(_, { workload, isShown, options }) {
    for (const burst of together(workload.sessions.bursts)) {
      const statement = workload.statement(burst.statement);
      if (burst.bursts < options.minBursts || burst.longest < options.minLongest || statement === undefined) continue;
      const [access] = statement.accesses;
      if (access === undefined || !isShown(access.table)) continue;
      const columns = soughtBy(statement);
      const data = {
        statement: shortStatement(statement),
        average: Math.round(burst.calls / burst.bursts),
        longest: burst.longest,
        bursts: burst.bursts,
      };
      const about = { object: statement, evidence: evidenceOf(statement, burst, workload), related: [access.table] };
      if (access.writes !== null) yield { message: "writes", data, ...about };
      else if (columns.length > 0)
        yield { message: "reads", data: { ...data, columns: columns.map(({ name }) => name).join(", ") }, ...about };
    }
  },
});

/** The bursts of a statement, whatever came before each; the most frequent of what came before is kept. */
function together(bursts: readonly BurstData[]): BurstData[] {
  const found = new Map<string, BurstData>();
  for (const burst of bursts.toSorted((a, b) => b.calls - a.calls)) {
    const known = found.get(burst.statement);
    const sum = known === undefined ? burst : { ...known, bursts: known.bursts + burst.bursts, calls: known.calls + burst.calls };
    found.set(burst.statement, { ...sum, longest: Math.max(sum.longest, burst.longest) });
  }
  return [...found.values()];
}

function soughtBy({ accesses }: Statement): Column[] {
  return [...new Set(accesses.flatMap(({ equality }) => equality))];
}

function evidenceOf(statement: Statement, { after, calls }: BurstData, workload: Workload) {
  const before = after === null ? undefined : workload.statement(after);
  return [
    { label: "calls in bursts", value: calls, unit: "calls", from: "the sessions of the log" } as const,
    ...(before === undefined ? [] : statementEvidence([before], "what came before most of them")),
    ...askedEvidence([statement], workload),
  ];
}
