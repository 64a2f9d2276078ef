import type { Catalog, Index, Table } from "./catalog.ts";

export interface AdvisedStatement {
  readonly fingerprint: string;
  readonly calls: number;
  /** The planner's cost of one execution. */
  readonly costBefore: number;
  readonly costAfter: number;
}

/** An index that the planner would use, as plain data. */
export interface IndexAdviceData {
  readonly schema: string;
  readonly table: string;
  readonly method: string;
  /** Key parts as they stand in CREATE INDEX: a column or an expression in parentheses, with operator class and direction. */
  readonly keys: readonly string[];
  /** Columns that the keys use, in order. */
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly predicate: string | null;
  readonly estimatedBytes: number | null;
  readonly by: "restored statistics" | "hypopg" | "assumed sizes";
  readonly statements: readonly AdvisedStatement[];
  /** Names of indexes of the table that it makes redundant. */
  readonly replaces: readonly string[];
  /** Rows written to the table in a day; null when unknown. */
  readonly writesPerDay: number | null;
}

export interface AdviceData {
  readonly indexes: readonly IndexAdviceData[];
  /** Statements that could not be planned, in calls. */
  readonly unexplained: number;
}

export interface IndexAdvice extends Omit<IndexAdviceData, "schema" | "table" | "replaces"> {
  readonly table: Table;
  readonly replaces: readonly Index[];
}

/** What the planner of a copy would use: asked before the rules run, so that rules stay pure. */
export interface Advice {
  readonly indexes: readonly IndexAdvice[];
  readonly unexplained: number;
  /** Advice for one table. O(1). */
  for(table: Table): readonly IndexAdvice[];
}

export function linkAdvice(data: AdviceData, catalog: Catalog): Advice {
  const byTable = new Map<Table, IndexAdvice[]>();
  for (const { schema, table: name, replaces, ...rest } of data.indexes) {
    const table = catalog.find({ kind: "table", path: [schema, name] }) as Table | undefined;
    if (table === undefined) continue;
    const advice = Object.freeze({ ...rest, table, replaces: table.indexes.filter((index) => replaces.includes(index.name)) });
    const known = byTable.get(table);
    if (known === undefined) byTable.set(table, [advice]);
    else known.push(advice);
  }
  return Object.freeze({
    indexes: [...byTable.values()].flat(),
    unexplained: data.unexplained,
    for: (table: Table) => byTable.get(table) ?? [],
  });
}
