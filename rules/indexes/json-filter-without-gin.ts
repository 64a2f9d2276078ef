import {
  type Advice,
  askedEvidence,
  byCost,
  type Column,
  callsOf,
  createIndex,
  defineRule,
  type Evidence,
  type FixDraft,
  ginKey,
  type IndexAdvice,
  indexName,
  type JsonFilter,
  jsonTypeOf,
  nameParts,
  openAdvice,
  shortStatement,
  unservedJsonFilters,
  z,
} from "#rule";

export default defineRule({
  id: "json-filter-without-gin",
  on: "column",
  needs: ["workload"],
  uses: ["advice"],
  category: "indexes",
  severity: "warning",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "Statements look for rows by what is in a json document, and no index holds what is in it.",
    why: "Every such statement reads every document of the table, out of the place where large values are kept, and takes each of them apart. This is the slowest scan there is.",
    remedy:
      'For @>, @? and @@ build a GIN index with jsonb_path_ops, which is small; for ?, ?| and ?& one with the default class. A path that is compared with a value needs an expression index over this path, or is better written as containment: payload @> \'{"kind": "a"}\'. A value that is asked for all the time deserves a column of its own. json has no such index: it has to become jsonb first, as prefer-jsonb does.',
    ignoreWhen: "The table stays small, or other conditions of the statements leave few rows to look into.",
    links: ["https://www.postgresql.org/docs/current/datatype-json.html#JSON-INDEXING"],
  },
  options: z.object({
    minCalls: z.int().min(1).default(20).describe("Filters that were asked for less often are left out."),
  }),
  messages: {
    contained: "{calls} calls ask with {operators} what {column} of {table} contains, and no GIN index answers: `{statement}`.",
    compared: "{calls} calls compare what {paths} takes out of {column} of {table}, and no index holds it: `{statement}`.",
    json: "{calls} calls look for rows of {table} by what is in {column}, which is json: no index can help before it is jsonb. `{statement}`.",
  },
  *check(column, { workload, advice, options }) {
    const type = jsonTypeOf(column.type);
    if (type === null) return;
    const filters = unservedJsonFilters(column, workload);
    const [whole, paths] = [filters.filter((filter) => filter.whole), filters.filter((filter) => !filter.whole)];
    for (const [message, some] of type === "json"
      ? [["json", filters] as const]
      : [["contained", whole] as const, ["compared", paths] as const]) {
      const statements = byCost([...new Set(some.map(({ statement }) => statement))]);
      const [costliest] = statements;
      if (costliest === undefined || callsOf(statements) < options.minCalls) continue;
      const { name, table } = column;
      const about = { calls: callsOf(statements), column: name, table: table.name, statement: shortStatement(costliest) };
      const evidence = [...askedEvidence(statements, workload), ...costEvidence(adviceFor(column, message, advice))];
      const list = (texts: readonly string[]) => [...new Set(texts)].join(", ");
      if (message === "json") yield { message, data: about, evidence };
      else if (message === "contained")
        yield { message, key: message, data: { ...about, operators: list(some.map(({ operator }) => operator)) }, evidence };
      else yield { message, key: message, data: { ...about, paths: list(some.map(({ expression }) => expression)) }, evidence };
    }
  },
  fix(column, draft, { workload, advice }): FixDraft | undefined {
    const filters = unservedJsonFilters(column, workload).filter(({ whole }) => whole === (draft.message === "contained"));
    const planned = draft.message === "json" ? null : (adviceFor(column, draft.message, advice) ?? planFor(column, filters));
    if (planned === null) return undefined;
    const { table } = column;
    const name = indexName(table, nameParts(planned));
    const steps = createIndex({
      table,
      name,
      keys: planned.keys,
      method: planned.method,
      why: `Let the statements find their rows by what is in ${column.name}.`,
    });
    return {
      title: `Index what is in ${table.name}.${column.name}`,
      safety: "safe",
      changes: [{ kind: "index", path: [...table.schema.path, table.name, name] }],
      steps: steps as unknown as FixDraft["steps"],
    };
  },
});

type Planned = Pick<IndexAdvice, "table" | "keys" | "method" | "predicate">;

/** Null where every index needs a key that only the application knows. */
function planFor(column: Column, filters: readonly JsonFilter[]): Planned | null {
  const { table } = column;
  const whole = filters.filter((filter) => filter.whole).map(({ operator }) => operator);
  if (whole.length > 0) return { table, keys: [ginKey(column, whole)], method: "gin", predicate: null };
  const known = filters.find(({ expression }) => !expression.includes("$"));
  return known === undefined ? null : { table, keys: [`(${known.expression})`], method: "btree", predicate: null };
}

function adviceFor({ table, name }: Column, message: string, advice: Advice | undefined): IndexAdvice | null {
  const open = openAdvice(table, advice?.for(table) ?? []);
  const fits = (one: IndexAdvice) => (one.method === "gin") === (message === "contained") && one.columns.every((column) => column === name);
  return open.find(fits) ?? null;
}

function costEvidence(advised: IndexAdvice | null): Evidence[] {
  return (advised?.statements ?? []).map(({ fingerprint, costBefore, costAfter }) => ({
    label: `cost of ${fingerprint}`,
    value: `${Math.round(costBefore)} → ${Math.round(costAfter)}`,
    from: "EXPLAIN",
  }));
}
