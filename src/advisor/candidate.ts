import { ident, qualified } from "../facts/identifier.ts";
import type { IndexShape } from "../facts/index/redundant-beside.ts";
import type { Column, Table } from "../model/catalog.ts";

export interface CandidateKey {
  /** Null for an expression. */
  readonly column: Column | null;
  readonly expression: string | null;
  /** The columns of the key: one, or those that the expression reads. */
  readonly reads: Column;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
  /** As it stands in CREATE INDEX; null for the default one. */
  readonly opclass: string | null;
}

/** An index that might help. */
export interface Candidate {
  readonly table: Table;
  readonly method: "btree" | "gin";
  readonly keys: readonly CandidateKey[];
  readonly include: readonly Column[];
  readonly predicate: string | null;
  /** The column of the predicate. */
  readonly predicateOn: Column | null;
}

export function columnKey(
  column: Column,
  direction: { readonly descending: boolean; readonly nullsFirst: boolean } = UPWARDS,
): CandidateKey {
  return { column, expression: null, reads: column, descending: direction.descending, nullsFirst: direction.nullsFirst, opclass: null };
}

export function expressionKey(column: Column, expression: string): CandidateKey {
  return { column: null, expression, reads: column, ...UPWARDS, opclass: null };
}

const UPWARDS = { descending: false, nullsFirst: false } as const;

/** Key parts as they stand in CREATE INDEX. */
export function keyTexts({ keys }: Candidate): string[] {
  return keys.map(({ column, expression, opclass, descending, nullsFirst }) =>
    [
      column === null ? `(${expression})` : ident(column.name),
      ...(opclass === null ? [] : [opclass]),
      ...(descending ? ["DESC"] : []),
      ...(nullsFirst === descending ? [] : [nullsFirst ? "NULLS FIRST" : "NULLS LAST"]),
    ].join(" "),
  );
}

/** Everything but the name: equal for equal indexes. */
export function definitionOf(candidate: Candidate): string {
  const { table, method, include, predicate } = candidate;
  return [
    `ON ${qualified(table.path)} USING ${method} (${keyTexts(candidate).join(", ")})`,
    ...(include.length === 0 ? [] : [`INCLUDE (${include.map(({ name }) => ident(name)).join(", ")})`]),
    ...(predicate === null ? [] : [`WHERE ${predicate}`]),
  ].join(" ");
}

/** As the facts about indexes want it. */
export function shapeOf({ method, keys, include, predicate }: Candidate): IndexShape {
  return {
    method,
    unique: false,
    nullsNotDistinct: false,
    valid: true,
    ready: true,
    include,
    predicate: predicate === null ? null : `(${predicate})`,
    settings: {},
    constraint: null,
    keys: keys.map(({ column, expression, opclass, descending, nullsFirst }) => ({
      column,
      expression,
      collation: null,
      opclass: { schema: "pg_catalog", name: opclass ?? "", default: opclass === null },
      descending,
      nullsFirst,
    })),
  };
}
