import type pg from "pg";
import { literal, qualified } from "../../facts/identifier.ts";
import { PgassayError } from "../../model/failure.ts";
import { explainable, readPlan, refusedWithin } from "../../shadow/planner/explain.ts";
import type { Copy, Plan, PlannedIndex, Prepared, Question } from "../../shadow/planner/messages.ts";
import { marked } from "../catalog/session.ts";
import type { ConnectionTarget } from "../connection/target.ts";
import { execute } from "./client-session.ts";
import { connect } from "./connect.ts";
import { connectionFailure, sqlstateOf } from "./failures.ts";
import { close, stoppable } from "./stoppable.ts";
import { readOnly } from "./transaction.ts";

const NAME = "what-if";

/** Runs work with the planner of a live server, which sees indexes that hypopg pretends are there. All of it is one read-only transaction. */
export async function whatIf<T>(
  target: ConnectionTarget,
  applicationName: string,
  signal: AbortSignal,
  work: (planner: HypotheticalPlanner) => Promise<T>,
): Promise<T> {
  const client = await connect(target, applicationName, signal);
  try {
    return await stoppable(client, signal, () =>
      readOnly(client, "read committed", signal, async () => work(new HypotheticalPlanner(client, await schemaOfHypopg(client, target)))),
    );
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof PgassayError || sqlstateOf(error) === null ? error : connectionFailure(`Cannot plan on ${target.name}`, error);
  } finally {
    await close(client);
  }
}

async function schemaOfHypopg(client: pg.Client, target: ConnectionTarget): Promise<string> {
  const [row] = await execute(
    client,
    NAME,
    "select n.nspname from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname = 'hypopg'",
  );
  if (row !== undefined) return String(row[0]);
  throw new PgassayError({
    what: `Cannot ask ${target.name} what it would do with other indexes`,
    why: "The extension hypopg is not installed in this database.",
    next: "Run CREATE EXTENSION hypopg there, or leave --what-if out: the planner of a copy does it without.",
  });
}

/** Hypothetical indexes live in the memory of one session. hypopg can hide them since 1.4 only, so each question makes its own. */
export class HypotheticalPlanner {
  readonly by = "hypopg" as const;
  readonly #client: pg.Client;
  readonly #functions: string;
  #indexes: readonly PlannedIndex[] = [];
  #texts: (string | null)[] = [];
  #prepared = 0;

  /** Inside a transaction. `schema` is where hypopg is. */
  constructor(client: pg.Client, schema: string) {
    this.#client = client;
    this.#functions = qualified([schema]);
  }

  async prepare(copy: Copy): Promise<Prepared> {
    await this.#run(`set local search_path = ${copy.searchPath}`);
    // Values are not known: the plan has to fit all of them.
    await this.#run("set local plan_cache_mode = force_generic_plan");
    this.#indexes = copy.indexes;
    const indexes: Prepared["indexes"][number][] = [];
    for (const index of copy.indexes) indexes.push(await this.#sizeOf(index));
    await this.#forget();
    for (const statement of copy.statements) this.#texts.push(await explainable(statement, (text) => this.#explain(text)));
    return { indexes, plannable: this.#texts.map((text) => text !== null) };
  }

  async plan({ statements, indexes }: Question): Promise<(Plan | null)[]> {
    const names = new Map<string, number>();
    for (const index of indexes) names.set((await this.#create(this.#indexes[index] as PlannedIndex)).name, index);
    const plans: (Plan | null)[] = [];
    for (const statement of statements) {
      const text = this.#texts[statement] ?? null;
      if (text === null) plans.push(null);
      else {
        const { cost, indexes: used } = readPlan(await this.#explain(text));
        plans.push({ cost, uses: [...new Set(used.flatMap((name) => names.get(name) ?? []))] });
      }
    }
    await this.#forget();
    return plans;
  }

  /** The session forgets them too, when it ends. */
  async close(): Promise<void> {
    await this.#forget().catch(() => {});
  }

  async #sizeOf(index: PlannedIndex): Promise<{ readonly bytes: number } | null> {
    await this.#run("savepoint pgassay");
    try {
      const { bytes } = await this.#create(index);
      await this.#run("release savepoint pgassay");
      return { bytes };
    } catch (error) {
      // Of the access methods, hypopg knows few.
      if (sqlstateOf(error) === null) throw error;
      await this.#run("rollback to savepoint pgassay");
      return null;
    }
  }

  async #create({ sql }: PlannedIndex): Promise<{ readonly name: string; readonly bytes: number }> {
    const create = `${this.#functions}.hypopg_create_index(${literal(sql)})`;
    const [row] = await this.#run(`select i.indexname, ${this.#functions}.hypopg_relation_size(i.indexrelid)::float8 from ${create} as i`);
    return { name: String(row?.[0]), bytes: Number(row?.[1] ?? 0) };
  }

  async #forget(): Promise<void> {
    await this.#run(`select ${this.#functions}.hypopg_reset()`);
  }

  /** EXPLAIN (GENERIC_PLAN) came with PostgreSQL 16. A plan that was made is kept with its statement: each is prepared anew. */
  async #explain(statement: string): Promise<unknown> {
    this.#prepared += 1;
    const name = `pgassay_${this.#prepared}`;
    const prepare = `prepare ${name} as `;
    const numbers = [...statement.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
    const nulls = Array.from({ length: Math.max(0, ...numbers) }, () => "null");
    await this.#run("savepoint pgassay");
    let there = false;
    try {
      await this.#run(`${prepare}${statement}`);
      there = true;
      const [row] = await this.#run(`explain (format json) execute ${name}${nulls.length === 0 ? "" : `(${nulls.join(", ")})`}`);
      await this.#run("release savepoint pgassay");
      return row?.[0];
    } catch (error) {
      if (sqlstateOf(error) === null) throw error;
      await this.#run("rollback to savepoint pgassay");
      throw refusedWithin(error, marked(NAME, prepare));
    } finally {
      if (there) await this.#run(`deallocate ${name}`);
    }
  }

  #run(sql: string): ReturnType<typeof execute> {
    return execute(this.#client, NAME, sql);
  }
}
