import type { SqlStep } from "../contract/fix.ts";
import { rebuildStatements } from "../facts/ddl/rebuild.ts";
import { ident, qualified } from "../facts/identifier.ts";
import type { CatalogData } from "../model/data.ts";
import { PgassayError } from "../model/failure.ts";
import { link } from "../model/link.ts";
import { rebuild } from "../shadow/rebuild.ts";
import { applyStep, runStep, StepFailed, undoStep } from "../testing/apply.ts";
import { compareLocks } from "../testing/compare-locks.ts";
import type { TestDatabase } from "../testing/database.ts";
import { lostValues, readValues, type Values } from "../testing/values.ts";
import type { Applied, Built, Copy, CopyOf } from "./copy.ts";
import { coaxValues } from "./rows/coax.ts";
import { fillTables } from "./rows/fill.ts";

/** `raise_exception`: what RAISE EXCEPTION has unless it says otherwise. No statement of a plan raises it by itself. */
const RAISED = "P0001";

/** A copy in a database of this process. */
export class LocalCopy implements Copy {
  readonly #db: TestDatabase;
  #generated = true;
  #values: Values = new Map();
  #columns: ReadonlySet<string> = new Set();
  #growing: ReadonlySet<string> = new Set();

  constructor(db: TestDatabase) {
    this.#db = db;
  }

  async build({ catalog: data, extensions, rows, neverNull }: CopyOf): Promise<Built> {
    await this.#db.reset();
    const catalog = link(data);
    const { statements, lost } = rebuildStatements(catalog, extensions);
    const failed = await rebuild(this.#db, statements);
    this.#generated = rows === null;
    const empty = rows === null ? await fillTables(this.#db, link(await this.catalog()), neverNull) : await this.#run(rows);
    return {
      lost: [...lost.map(({ object }) => object.path), ...failed.flatMap(({ object }) => (object === null ? [] : [object.path]))],
      empty,
    };
  }

  async apply(step: SqlStep, watched: boolean): Promise<Applied> {
    try {
      if (!watched) {
        await runStep(this.#db, step);
        return { is: "done", observed: null, problems: [] };
      }
      const observed = await applyStep(this.#db, step);
      const problems: string[] = [];
      compareLocks(observed, (problem) => problems.push(problem), true);
      return { is: "done", observed, problems };
    } catch (error) {
      if (error instanceof StepFailed)
        return error.message.startsWith("the precheck") ? { is: "stopped", by: null } : { is: "broken", reason: error.message };
      const reason = serverReason(error);
      if ((error as { code?: unknown }).code === RAISED) return { is: "stopped", by: "a trigger or function of the schema refuses it" };
      return { is: "broken", reason };
    }
  }

  async undo(step: SqlStep): Promise<string | null> {
    try {
      await undoStep(this.#db, step);
      return null;
    } catch (error) {
      await this.#db.run("ROLLBACK");
      return serverReason(error);
    }
  }

  async holds(sql: string): Promise<boolean | null> {
    try {
      const [row] = await this.#db.rows(sql);
      return Object.values(row ?? {})[0] === true;
    } catch (error) {
      serverReason(error);
      return null;
    }
  }

  async coax(sql: string, columns: readonly (readonly string[])[]): Promise<boolean> {
    if ((await this.holds(sql)) !== false) return true;
    return this.#generated && coaxValues(this.#db, sql, columns);
  }

  async standIn(sql: string): Promise<boolean> {
    const now = await readValues(this.#db, await this.#db.snapshot());
    const added = [...now.keys()].filter((column) => !this.#columns.has(column)).map((column) => JSON.parse(column) as string[]);
    const asked = added.filter(
      ([schema = "", table = "", name = ""]) => sql.includes(qualified([schema, table])) && sql.includes(ident(name)),
    );
    return coaxValues(this.#db, sql, asked);
  }

  async catalog(): Promise<CatalogData> {
    return (await this.#db.snapshot()).catalog;
  }

  async remember(except: readonly string[], growing: readonly (readonly string[])[]): Promise<void> {
    this.#growing = new Set(growing.map((table) => JSON.stringify(table)));
    const values = await readValues(this.#db, await this.#db.snapshot());
    this.#columns = new Set(values.keys());
    this.#values = new Map([...values].filter(([column]) => !except.includes((JSON.parse(column) as string[])[2] ?? "")));
  }

  async lost() {
    const now = await readValues(this.#db, await this.#db.snapshot());
    return lostValues(this.#values, now, (table) => this.#growing.has(JSON.stringify(table))).map((problem) => ({
      column: JSON.parse(problem.slice(0, problem.indexOf("]") + 1)) as string[],
      problem,
    }));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #run(sql: string): Promise<never[]> {
    try {
      await this.#db.run(sql);
      return [];
    } catch (error) {
      throw new PgassayError({
        what: "the rows of --rows cannot be loaded",
        why: serverReason(error),
        next: "Run the file on a copy of the schema first",
      });
    }
  }
}

/** By its code alone: the server's words can quote a value. Anything that is not the server's refusal is a bug, and is thrown. */
function serverReason(error: unknown): string {
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return `the server refused a statement (SQLSTATE ${code})`;
  throw error;
}
