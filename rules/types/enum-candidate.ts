import { baseType, type Column, checkKnownValues, defineRule, lexicon, manualStep, namesRegion, perName, wordsOf, z } from "#rule";

export default defineRule({
  id: "enum-candidate",
  on: "column",
  needs: ["stats"],
  category: "types",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "A text column for a state or a kind has a few different values, and nothing says which are allowed.",
    why: "The first typing error makes a state that no code knows: its rows are in no report and in no queue. Whoever reads the schema has to look at the rows to learn what the states are.",
    remedy:
      "A CHECK that lists the values, or a foreign key to a table of them. The fix lets the server write the CHECK from the values that it finds, and proves it beside readers and writers.",
    ignoreWhen: "Users or other systems bring values of their own. States that an address lies in and media types are left out already.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS"],
  },
  options: z.object({
    minRows: z.int().min(1).default(1_000).describe("Tables with fewer rows are left out: there is little to conclude from them."),
    maxValues: z.int().min(2).default(12).describe("Different values, at most."),
  }),
  messages: {
    unchecked: "{column} of {table} has {values} different values in {rows} rows, and takes any other.",
  },
  looksAt: (column) =>
    isText(column) && namesKind(column.name) && !namesRegion(column) && !column.table.foreign && column.generated === null,
  *check(column, { stats, options }) {
    const rows = stats.table(column.table)?.rows ?? null;
    const values = stats.column(column)?.distinct ?? null;
    if (rows === null || rows < options.minRows || values === null || values < 2 || values > options.maxValues) return;
    if (isBound(column)) return;
    yield {
      message: "unchecked",
      data: { column: column.name, table: column.table.name, values, rows },
      evidence: [
        { label: "different values", value: values, from: "pg_stats.n_distinct" },
        { label: "rows", value: rows, unit: "rows", from: "pg_class.reltuples" },
      ],
    };
  },
  fix(column, _, { options }) {
    const ask = manualStep({
      phase: "expand",
      why: "Values that are allowed and not in use yet are not in the table.",
      instruction: `Read the values of ${column.table.name}.${column.name} (SELECT DISTINCT) and correct those that are errors. The next step allows exactly those that are left: if another is to come, write the CHECK by hand, with all of them.`,
    });
    return {
      title: `Allow only the known values of ${column.table.name}.${column.name}`,
      safety: "review",
      changes: [column],
      steps: [ask, ...checkKnownValues(column, options.maxValues)],
    };
  },
});

const KINDS = lexicon("status state type kind mode phase stage level severity priority role direction channel tier");

/** Kinds that a registry outside names, and goes on naming: `content_type`. */
const REGISTERED = lexicon("content mime media");

const namesKind = perName((name) => {
  const words = wordsOf(name);
  return KINDS.has(words.at(-1) as string) && !REGISTERED.has(words.at(-2) ?? "");
});

const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar"]);

function isText(column: Column): boolean {
  const type = baseType(column.type);
  return TEXTS.has(type.name) && type.schema === "pg_catalog" && !type.array && column.type.over === null;
}

/** A CHECK, a key, or a trigger that reads the column says what it may be. */
function isBound(column: Column): boolean {
  return column.dependents.some(
    (item) => item.kind === "trigger" || (item.kind === "constraint" && item.type !== "unique" && item.type !== "not null"),
  );
}
