import { type Column, defineRule, type FixDraft, type Index, ident, qualified, step, type Table, touchTree, z } from "#rule";

/** PostgreSQL 18 has uuidv7(). */
const V7_SINCE = 180000;

export default defineRule({
  id: "random-uuid-primary-key",
  on: "table",
  needs: ["stats"],
  category: "keys",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "The primary key of a large table is a random uuid, so that new rows go to random places of its index.",
    why: "Each insert touches another page of the index: once the index no longer fits into memory, inserts wait for reads, and every page goes into the WAL whole after each checkpoint. Keys that grow with time go to the end, where the page is already in memory.",
    remedy:
      "Make new keys by a version that begins with the time: uuidv7() of PostgreSQL 18, or a library's. Old and new keys stay together in one column. The fix changes the default, where the server has the function.",
    ignoreWhen: "The time at which a row was made must not be seen in its key, or rows come seldom.",
    links: ["https://www.postgresql.org/docs/current/functions-uuid.html"],
  },
  options: z.object({
    minRows: z.int().min(1).default(10_000_000).describe("Smaller tables are left out: their index fits into memory."),
  }),
  messages: {
    random: "{column}, the primary key of {table}, is a random uuid, and the table has {rows} rows.",
  },
  *check(table, { stats, options }) {
    const column = randomKey(table);
    const rows = stats.table(table)?.rows ?? null;
    if (column === null || rows === null || rows < options.minRows) return;
    const index = stats.index(table.indexes.find(({ constraint }) => constraint === table.primaryKey) as Index);
    yield {
      message: "random",
      data: { column: column.name, table: table.name, rows },
      evidence: [
        { label: "default", value: column.default, from: "pg_catalog.pg_attrdef.adbin" },
        { label: "rows", value: rows, unit: "rows", from: "pg_class.reltuples" },
        ...(index === undefined
          ? []
          : [{ label: "size of the key's index", value: index.bytes, unit: "bytes", from: "pg_class.relpages" } as const]),
      ],
      related: [column],
    };
  },
  fix(table, _, { server }): FixDraft | undefined {
    const column = randomKey(table);
    // A default that calls another function may be one that was made for a reason.
    if (column === null || server.version < V7_SINCE || column.default !== "gen_random_uuid()") return undefined;
    const on = `ALTER TABLE ${qualified(table.path)} ALTER COLUMN ${ident(column.name)} SET DEFAULT`;
    return {
      title: `Make the keys of ${table.name} grow with time`,
      safety: "safe",
      changes: [column],
      steps: [
        step(touchTree("set default", table), {
          phase: "switch",
          why: "New rows get a key that begins with the time; the old ones keep theirs.",
          statements: [`${on} uuidv7()`],
          undo: [`${on} gen_random_uuid()`],
        }),
      ],
    };
  },
});

const RANDOM = /(?:^|\.)(?:gen_random_uuid|uuid_generate_v4|uuidv4)\(\)$/;

function randomKey(table: Table): Column | null {
  const [column, ...more] = table.primaryKey?.columns ?? [];
  return column !== undefined && more.length === 0 && column.default !== null && RANDOM.test(column.default) ? column : null;
}
