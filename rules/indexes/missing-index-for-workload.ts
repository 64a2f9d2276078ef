import {
  adviceCovers,
  advisedText,
  askedEvidence,
  byCost,
  type Column,
  callsOf,
  createIndex,
  defineRule,
  dropIndex,
  ENOUGH_PAIRS,
  type Evidence,
  type FixDraft,
  type IndexAdvice,
  indexName,
  isForPrefixes,
  isJsonColumn,
  isRepeatableKey,
  missingUpsertKeys,
  nameParts,
  openAdvice,
  plainColumns,
  shortStatement,
  uniqueWithin,
  type Workload,
  z,
} from "#rule";

export default defineRule({
  id: "missing-index-for-workload",
  on: "table",
  needs: ["workload", "advice"],
  category: "indexes",
  severity: "warning",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "The planner would use an index that is not there, for statements that are asked often.",
    why: "Without it each of these statements reads rows only to throw them away, or sorts what an index has in order. This costs the more, the more the table grows, and it pushes what others need out of memory.",
    remedy:
      "Build the index. It is no guess: the planner of a copy was asked for its plan of every statement with the index and without. The fix builds it concurrently, and then drops the indexes of which it does all the work. LIKE is served by text_pattern_ops where the pattern begins with a text, and by pg_trgm wherever it begins. What an array holds is found by a GIN index when it is asked as tags @> ARRAY[$1]; no index serves $1 = ANY (tags).",
    ignoreWhen:
      "The statements are about to change, or the table is written so much more than it is read that one more index costs more than it saves. The evidence has both sides.",
    links: ["https://www.postgresql.org/docs/current/indexes-multicolumn.html"],
  },
  options: z.object({
    minCalls: z.int().min(1).default(10).describe("An index for statements that were asked less often is left out."),
    minPercent: z.number().min(0).max(100).default(10).describe("The planner's cost of all these calls has to fall by so many percent."),
  }),
  messages: {
    missing: "For {calls} calls the planner would use an index on {table} {index}, and expects {percent} % less cost: `{statement}`.",
  },
  *check(table, { workload, advice, options }) {
    for (const advised of openAdvice(table, advice.for(table))) {
      // What looks into documents is json-filter-without-gin.
      if (advised.columns.every((name) => table.columns.some((column) => column.name === name && isJsonColumn(column)))) continue;
      if (isFolded(advised) || isUpsertKey(advised, workload)) continue;
      const statements = byCost(advised.statements.flatMap(({ fingerprint }) => workload.statement(fingerprint) ?? []));
      const [costliest] = statements;
      const percent = gainOf(advised);
      if (costliest === undefined || callsOf(statements) < options.minCalls || percent < options.minPercent) continue;
      yield {
        message: "missing",
        key: advisedText(advised),
        confidence: advised.by === "assumed sizes" || isForPrefixes(advised) ? "heuristic" : "likely",
        data: {
          calls: callsOf(statements),
          table: table.name,
          index: advisedText(advised),
          percent,
          statement: shortStatement(costliest),
        },
        evidence: [...askedEvidence(statements, workload), ...costEvidence(advised, workload), ...patternEvidence(advised)],
        related: [...advised.replaces, ...table.foreignKeys.filter((key) => adviceCovers(advised, key))],
      };
    }
  },
  fix(table, draft, { advice }): FixDraft | undefined {
    const advised = openAdvice(table, advice.for(table)).find((one) => advisedText(one) === draft.key) as IndexAdvice;
    const { method, keys, include, predicate, replaces } = advised;
    const name = indexName(table, nameParts(advised));
    const build = createIndex({
      table,
      name,
      keys,
      include,
      ...(method === "btree" ? {} : { method }),
      ...(predicate === null ? {} : { where: predicate }),
      why: "Let the statements of the finding find their rows.",
    });
    const drops = replaces.map((index) => dropIndex(index, `The new index does all that ${index.name} does.`));
    return {
      title: `Index ${table.name} ${advisedText(advised)}`,
      safety: "safe",
      changes: [{ kind: "index", path: [...table.schema.path, table.name, name] }, ...replaces],
      steps: [...build, ...drops] as unknown as FixDraft["steps"],
    };
  },
});

/** What is unique letter by letter and compared without regard to case is case-sensitive-unique, whose index does this as well. */
function isFolded({ table, keys, columns }: IndexAdvice): boolean {
  const key = table.columns.filter(({ name }) => columns.includes(name));
  return keys.length === 1 && /^\((?:lower|upper)\(/.test(keys[0] as string) && uniqueWithin(table, key) !== undefined;
}

/** Columns that should be unique are missing-upsert-key, whose index does this as well. */
function isUpsertKey(advised: IndexAdvice, workload: Workload): boolean {
  const columns = plainColumns(advised);
  if (columns === null) return false;
  const told = missingUpsertKeys(advised.table, workload).filter(({ is, times }) => is === "named" || times >= ENOUGH_PAIRS);
  const keys: (readonly Column[])[] = [
    ...told.map((key) => key.columns),
    ...columns.filter((column) => isRepeatableKey(column)).map((column) => [column]),
  ];
  return keys.some((key) => key.length === columns.length && key.every((column) => columns.includes(column)));
}

/** Percent of the cost of all calls that goes away. */
function gainOf({ statements }: IndexAdvice): number {
  const sum = (cost: "costBefore" | "costAfter") => statements.reduce((all, one) => all + one.calls * one[cost], 0);
  return Math.floor(1000 - (1000 * sum("costAfter")) / Math.max(sum("costBefore"), Number.MIN_VALUE)) / 10;
}

function patternEvidence(advised: IndexAdvice): Evidence[] {
  if (!isForPrefixes(advised)) return [];
  return [{ label: "patterns", value: "found by their beginning, when they have one: the statements do not tell", from: "LIKE" }];
}

function costEvidence({ statements, by, estimatedBytes, writesPerDay }: IndexAdvice, workload: Workload): Evidence[] {
  const from = by === "hypopg" ? "EXPLAIN with HypoPG" : `EXPLAIN in a copy with ${by}`;
  return [
    ...statements.map(({ fingerprint, costBefore, costAfter }) => ({
      label: `cost of ${fingerprint}`,
      value: `${Math.round(costBefore)} → ${Math.round(costAfter)}`,
      from,
    })),
    ...(estimatedBytes === null ? [] : [{ label: "size of the index", value: estimatedBytes, unit: "bytes", from } as const]),
    ...(writesPerDay === null
      ? []
      : [
          {
            label: "rows written in a day",
            value: writesPerDay,
            unit: "rows",
            from: "pg_stat_user_tables",
            window: workload.window,
          } as const,
        ]),
  ];
}
