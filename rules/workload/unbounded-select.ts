import { type Access, askedEvidence, defineRule, type Statement, type Stats, shortStatement, type Table, type Workload, z } from "#rule";

export default defineRule({
  id: "unbounded-select",
  on: "statement",
  needs: ["workload"],
  uses: ["stats"],
  category: "workload",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "A statement that is asked often returns all that a growing table has, without a LIMIT.",
    why: "It is fast on the day it is written. Every row that comes in makes it slower, and the program that collects the result larger, until one of the two gives up under the load of an ordinary day.",
    remedy:
      "Return a page at a time: ORDER BY a key, LIMIT, and begin the next page after the last row. What needs every row, such as an export, reads through a cursor; what needs a sum asks for the sum.",
    ignoreWhen: "The table is kept short, or the reader really takes in every row and takes its time.",
    links: ["https://www.postgresql.org/docs/current/queries-limit.html"],
  },
  options: z.object({
    minCalls: z.int().min(1).default(20).describe("A statement that was asked less often is left out."),
    minRows: z
      .int()
      .min(1)
      .default(1_000)
      .describe("From so many rows per call on a result is large; where nobody counted them, from so many rows of the table on."),
  }),
  messages: {
    large: "`{statement}` returned {rows} rows per call, and {table} grows: nothing bounds the result.",
    whole: "`{statement}` returns every row of {table}, which grows.",
  },
  *check(statement, { workload, stats, options }) {
    const { command, limited, oneRow, calls, rows } = statement;
    if (command !== "select" || limited || oneRow || calls < options.minCalls) return;
    const growing = statement.accesses.find(({ table }) => grows(table, workload));
    if (growing === undefined || statement.accesses.some(({ group }) => group.length > 0)) return;
    const drafted = { evidence: askedEvidence([statement], workload), related: [growing.table] };
    const data = { statement: shortStatement(statement), table: growing.table.name };
    if (rows !== null) {
      const perCall = Math.round(rows / calls);
      if (perCall >= options.minRows) yield { message: "large", data: { ...data, rows: perCall }, ...drafted };
    } else if (isUnfiltered(statement) && isLarge(growing.table, stats, options.minRows)) {
      yield { message: "whole", data, ...drafted };
    }
  },
});

function grows(table: Table, workload: Workload): boolean {
  return workload.touching(table).some(({ accesses }) => accesses.some((access) => access.table === table && access.writes === "insert"));
}

function isUnfiltered({ accesses }: Statement): boolean {
  return accesses.every((access) => !isFiltered(access) && !access.limited);
}

function isFiltered({ equality, range, pattern, json, applied }: Access): boolean {
  const compared = applied.some(({ used }) => used === "equality" || used === "range" || used === "pattern");
  return compared || [equality, range, pattern, json].some((list) => list.length > 0);
}

/** A table whose rows nobody counted may be large. */
function isLarge(table: Table, stats: Stats | undefined, least: number): boolean {
  const rows = stats?.table(table)?.rows ?? null;
  return rows === null || rows >= least;
}
