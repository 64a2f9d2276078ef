import type { Embedded } from "../embedded.ts";
import { rebuild } from "../rebuild.ts";
import { type Explain, explainable, readPlan, refusedWithin } from "./explain.ts";
import type { Copy, Plan, PlannedIndex, Prepared, Question } from "./messages.ts";
import { pretendSizes } from "./pretend.ts";

const EXPLAIN = "EXPLAIN (GENERIC_PLAN, FORMAT JSON) ";

/** The planner of an embedded server, over a copy of a database that holds no row but has its statistics. */
export class EmbeddedPlanner {
  readonly #embedded: Embedded;
  readonly #texts: (string | null)[] = [];
  /** The OIDs of each planned index, and of its parts in partitions. */
  readonly #made: (readonly number[] | null)[] = [];
  readonly #positions = new Map<string, number>();
  #visible = new Set<number>();

  constructor(embedded: Embedded) {
    this.#embedded = embedded;
  }

  /** An index is made while its table is still empty: afterwards the files only pretend to hold something. */
  async prepare(copy: Copy): Promise<Prepared> {
    await rebuild(this.#embedded, copy.rebuild);
    await this.#embedded.run("SET allow_system_table_mods = on");
    for (const [at, index] of copy.indexes.entries()) this.#made.push(await this.#make(index, at));
    for (const statement of copy.statistics) await this.#embedded.run(statement).catch(refusal);
    const sizes: Prepared["indexes"][number][] = [];
    for (const [at, index] of copy.indexes.entries()) sizes.push(await this.#size(index, this.#made[at] ?? null));
    await pretendSizes(this.#embedded);
    for (const setting of [`search_path = ${copy.searchPath}`, ...copy.settings]) await this.#embedded.run(`SET ${setting}`).catch(refusal);
    for (const statement of copy.statements) this.#texts.push(await explainable(statement, this.#explain));
    return { indexes: sizes, plannable: this.#texts.map((text) => text !== null) };
  }

  async plan({ statements, indexes }: Question): Promise<(Plan | null)[]> {
    await this.#show(indexes);
    const plans: (Plan | null)[] = [];
    for (const statement of statements) plans.push(await this.#plan(this.#texts[statement] ?? null));
    return plans;
  }

  async #plan(text: string | null): Promise<Plan | null> {
    if (text === null) return null;
    const { cost, indexes } = readPlan(await this.#explain(text));
    return { cost, uses: [...new Set(indexes.flatMap((name) => this.#positions.get(name) ?? []))] };
  }

  /** By the simple protocol: with the extended one, PostgreSQL wants values for the placeholders. */
  readonly #explain: Explain = async (statement) => {
    const results = await this.#embedded.db.exec(`${EXPLAIN}${statement}`).catch((error) => {
      throw refusedWithin(error, EXPLAIN);
    });
    const [row] = results.at(-1)?.rows ?? [];
    return row === undefined ? null : Object.values(row)[0];
  };

  async #make({ sql, schema, name }: PlannedIndex, at: number): Promise<readonly number[] | null> {
    try {
      await this.#embedded.run(sql);
    } catch (error) {
      refusal(error);
      return null;
    }
    const rows = await this.#embedded.rows<{ oid: number; name: string }>(
      `SELECT c.oid, c.relname AS name FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2
       UNION SELECT p.oid, p.relname FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace,
         LATERAL pg_catalog.pg_partition_tree(c.oid) AS t JOIN pg_catalog.pg_class AS p ON p.oid = t.relid WHERE n.nspname = $1 AND c.relname = $2`,
      [schema, name],
    );
    const oids = rows.map(({ oid }) => oid);
    for (const row of rows) this.#positions.set(row.name, at);
    await this.#embedded.run(`UPDATE pg_catalog.pg_index SET indisvalid = false WHERE indexrelid IN (${oids.join(", ")})`);
    return oids;
  }

  async #size({ bytesPerRow, share }: PlannedIndex, oids: readonly number[] | null): Promise<{ bytes: number } | null> {
    if (oids === null) return null;
    const rows = await this.#embedded.rows<{ pages: number }>(
      `UPDATE pg_catalog.pg_class AS c
       SET reltuples = greatest(t.reltuples, 0) * $1, relpages = 1 + ceil(greatest(t.reltuples, 0) * $1 * $2 / 8192)
       FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS t ON t.oid = i.indrelid
       WHERE i.indexrelid = c.oid AND c.relkind = 'i' AND c.oid = ANY ($3::oid[]) RETURNING c.relpages AS pages`,
      [share, bytesPerRow, oids],
    );
    return { bytes: rows.reduce((sum, { pages }) => sum + pages * 8_192, 0) };
  }

  /** The planner passes an invalid index over. */
  async #show(indexes: readonly number[]): Promise<void> {
    const wanted = new Set(indexes.flatMap((index) => this.#made[index] ?? []));
    const changed = [...wanted].filter((oid) => !this.#visible.has(oid)).concat([...this.#visible].filter((oid) => !wanted.has(oid)));
    if (changed.length === 0) return;
    await this.#embedded.run(`UPDATE pg_catalog.pg_index SET indisvalid = NOT indisvalid WHERE indexrelid IN (${changed.join(", ")})`);
    this.#visible = wanted;
  }
}

/** What the server refuses is left out; anything else is a bug. */
function refusal(error: unknown): void {
  const { code } = error as { code?: unknown };
  if (typeof code !== "string" || code.length !== 5) throw error;
}
