import { Client } from "pg";
import type { Query } from "./shop.ts";

/** One connection to the server on which everything is really made. */
export class Bench {
  readonly client: Client;
  #prepared = 0;

  constructor(url: string) {
    this.client = new Client({ connectionString: url });
  }

  async rows(sql: string): Promise<unknown[][]> {
    return (await this.client.query({ text: sql, rowMode: "array" })).rows as unknown[][];
  }

  /** The generic plan: its cost, and the indexes in it. */
  async plan(sql: string): Promise<{ cost: number; indexes: string[] }> {
    this.#prepared += 1;
    const name = `bench_${this.#prepared}`;
    const parameters = Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
    await this.rows(`PREPARE ${name} AS ${sql}`);
    const nulls = Array.from({ length: parameters }, () => "NULL").join(", ");
    const [row] = await this.rows(`EXPLAIN (FORMAT JSON) EXECUTE ${name}${parameters === 0 ? "" : `(${nulls})`}`);
    await this.rows(`DEALLOCATE ${name}`);
    const plan = JSON.stringify(row?.[0] ?? []);
    return {
      cost: Number(/"Total Cost":([\d.]+)/.exec(plan)?.[1]),
      indexes: [...plan.matchAll(/"Index Name":"([^"]*)"/g)].map(([, index]) => index as string),
    };
  }

  /** Milliseconds of one execution: the best of five, over all sets of values. */
  async time({ sql, values }: Query): Promise<number> {
    let sum = 0;
    for (const set of values) {
      let best = Number.POSITIVE_INFINITY;
      for (let run = 0; run < 5; run += 1) {
        const from = performance.now();
        await this.client.query(sql, [...set]);
        best = Math.min(best, performance.now() - from);
      }
      sum += best;
    }
    return sum / values.length;
  }
}
