import type { StatementData, TagData } from "../../model/workload.ts";
import { isShorter } from "../merge.ts";
import { type NormalisedStatement, normalise, normalisePrepared, type SqlReader, UNPARSABLE } from "../normalise.ts";
import type { Latest } from "./session.ts";
import { ShapeTable } from "./shape-table.ts";
import type { Shape } from "./tape.ts";

const MOST_STATEMENTS = 20_000;
/** Of texts of statements, in characters. */
const MOST_TEXT = 40_000_000;
const MOST_SHAPES = 131_072;
const MOST_TAGS = 100;

/** A statement and what its executions cost, in microseconds, so that sums do not depend on their order. */
export interface CountedStatement {
  readonly number: number;
  readonly fingerprint: string;
  sql: string;
  readonly parses: boolean;
  readonly control: boolean;
  readonly transaction: "begins" | "ends" | null;
  calls: number;
  timed: number;
  total: number;
  max: number;
  tags: Map<string, number> | null;
}

/** What a message with several statements runs; one in most cases, none for an empty text. */
export type Batch = readonly CountedStatement[];

/** Every statement that was met, each once, however it was written. */
export class Statements {
  readonly #reader: SqlReader;
  readonly #byFingerprint = new Map<string, CountedStatement>();
  readonly #list: CountedStatement[] = [];
  #shapes = new ShapeTable();
  #batches: Batch[] = [];
  #text = 0;
  /** Stands for all statements that there was no room for. */
  readonly rest: CountedStatement = counted(-1, { fingerprint: "", sql: "", parses: true, control: false, transaction: null });

  constructor(reader: SqlReader) {
    this.#reader = reader;
  }

  batch(shape: Shape): Batch {
    const known = this.#shapes.find(shape.h1, shape.h2);
    if (known >= 0) return this.#batches[known] as Batch;
    if (this.#shapes.size === MOST_SHAPES) {
      this.#shapes = new ShapeTable();
      this.#batches = [];
    }
    const read = shape.prepared ? normalisePrepared : normalise;
    const batch = read(shape.text, this.#reader).map((it) => this.#counted(it));
    this.#shapes.add(shape.h1, shape.h2);
    this.#batches.push(batch);
    return batch;
  }

  /** One execution of each. The time is that of all: transaction control takes none of it. */
  count({ batch, duration, tags }: Pick<Latest, "batch" | "duration" | "tags">): void {
    const timed = batch.filter((it) => !it.control);
    const share = duration / (timed.length || batch.length);
    for (const statement of batch) {
      statement.calls += 1;
      for (const it of tags ?? []) tag(statement, it);
      if (Number.isNaN(duration)) continue;
      statement.timed += 1;
      if (statement.control && timed.length > 0) continue;
      statement.total += Math.round(share);
      statement.max = Math.max(statement.max, Math.round(share));
    }
  }

  /** More of an execution that is counted already. */
  addTime(batch: Batch, duration: number): void {
    const statement = mainOf(batch);
    if (statement !== undefined) statement.total += duration;
  }

  fingerprint(number: number): string {
    return (this.#list[number] as CountedStatement).fingerprint;
  }

  /** Of executions whose text could not be read. */
  get unparsable(): number {
    return this.#list.reduce((sum, it) => sum + (it.parses ? 0 : it.calls), 0);
  }

  data(): StatementData[] {
    return this.#list
      .filter((it) => it.calls > 0 || it.total > 0)
      .map((it) => ({
        fingerprint: it.fingerprint,
        sql: it.sql,
        calls: it.calls,
        timed: it.timed,
        totalMs: it.total / 1000,
        maxMs: it.max / 1000,
        rows: null,
        ...(it.tags === null ? {} : { tags: tagData(it.tags) }),
      }));
  }

  #counted(statement: NormalisedStatement): CountedStatement {
    const known = this.#byFingerprint.get(statement.fingerprint);
    if (known !== undefined) {
      if (isShorter(statement.sql, known.sql)) {
        this.#text += statement.sql.length - known.sql.length;
        known.sql = statement.sql;
      }
      return known;
    }
    const tooMany = this.#list.length >= MOST_STATEMENTS || this.#text + statement.sql.length > MOST_TEXT;
    if (tooMany && statement.sql !== UNPARSABLE) return this.rest;
    const added = counted(this.#list.length, statement);
    this.#list.push(added);
    this.#byFingerprint.set(statement.fingerprint, added);
    this.#text += statement.sql.length;
    return added;
  }
}

/** The statement of a batch that matters. */
export function mainOf(batch: Batch): CountedStatement | undefined {
  return batch.find((it) => !it.control) ?? batch[0];
}

function tag(statement: CountedStatement, text: string): void {
  statement.tags ??= new Map();
  const times = statement.tags.get(text);
  if (times !== undefined || statement.tags.size < MOST_TAGS) statement.tags.set(text, (times ?? 0) + 1);
}

function counted(number: number, statement: NormalisedStatement): CountedStatement {
  return { ...statement, number, calls: 0, timed: 0, total: 0, max: 0, tags: null };
}

function tagData(tags: ReadonlyMap<string, number>): TagData[] {
  return [...tags].map(([text, calls]) => {
    const at = text.indexOf("=");
    return { key: text.slice(0, at), value: text.slice(at + 1), calls };
  });
}
