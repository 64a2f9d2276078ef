import type { Statement } from "../../src/model/workload.ts";
import type { Bench } from "./server.ts";

/** What simple tools try: every column that is filtered, joined or sorted by, and that no index begins with. */
export function filteredColumns(statements: readonly Statement[]): { table: string; column: string }[] {
  const found = new Map<string, { table: string; column: string }>();
  for (const { table, equality, range, join, order } of statements.flatMap(({ accesses }) => accesses)) {
    const columns = [...equality, ...range, ...join.map(({ column }) => column), ...order.slice(0, 1).map(({ column }) => column)];
    for (const column of columns) {
      if (table.indexes.some((index) => index.keys[0]?.column === column)) continue;
      found.set(column.path.join("."), { table: table.name, column: column.name });
    }
  }
  return [...found.values()];
}

/** One column at a time, each that HypoPG says saves most, until nothing saves a thousandth. Null where hypopg is not installed. */
export async function hypopgAdvice(
  bench: Bench,
  columns: readonly { table: string; column: string }[],
  queries: readonly { sql: string; calls: number }[],
): Promise<string[] | null> {
  const [there] = await bench.rows("SELECT count(*) FROM pg_available_extensions WHERE name = 'hypopg'");
  if (Number(there?.[0]) === 0) return null;
  await bench.rows("CREATE EXTENSION IF NOT EXISTS hypopg");
  const create = ({ table, column }: { table: string; column: string }) => `CREATE INDEX ON ${table} (${column})`;
  const cost = async (sql: readonly string[]): Promise<number> => {
    await bench.rows("SELECT hypopg_reset()");
    for (const index of sql) await bench.rows(`SELECT hypopg_create_index('${index}')`);
    let sum = 0;
    for (const query of queries) sum += query.calls * (await bench.plan(query.sql)).cost;
    return sum;
  };
  const begun = await cost([]);
  const chosen: string[] = [];
  for (let now = begun; ; ) {
    let best = { cost: now, sql: "" };
    for (const column of columns) {
      const sql = create(column);
      if (chosen.includes(sql)) continue;
      const with_ = await cost([...chosen, sql]);
      if (with_ < best.cost) best = { cost: with_, sql };
    }
    if (now - best.cost < begun / 1000) break;
    chosen.push(best.sql);
    now = best.cost;
  }
  await bench.rows("SELECT hypopg_reset()");
  return chosen;
}
