import type { IndexKeyData } from "../../model/data.ts";
import { DEFAULT_COLLATION, partKey } from "./catalog-oids.ts";
import type { Reading } from "./reading.ts";
import type { Relation } from "./relations.ts";

/** The vectors of pg_index, one item per key, in the text form of `int2vector` and `oidvector`. */
export interface KeyVectors {
  readonly index: number;
  readonly relation: Relation;
  /** Column numbers; 0 for an expression. */
  readonly columns: readonly number[];
  readonly operatorClasses: string;
  readonly collations: string;
  readonly options: string;
}

/** Null when an expression among the keys could not be read. */
export function indexKeys(
  reading: Reading,
  columnCollations: ReadonlyMap<number, number>,
  from: KeyVectors,
): readonly IndexKeyData[] | null {
  const operatorClasses = from.operatorClasses.split(" ");
  const collations = from.collations.split(" ");
  const options = from.options.split(" ");
  const keys: IndexKeyData[] = [];
  for (const [at, number] of from.columns.entries()) {
    const column = from.relation.columnNames[number] ?? null;
    const expression = column === null ? reading.definitions.of("indexExpression", from.index, at + 1) : null;
    if (column === null && expression === null) return null;
    const collation = Number(collations[at]);
    const usual = columnCollations.get(partKey(from.relation.oid, number)) ?? DEFAULT_COLLATION;
    const option = Number(options[at]);
    keys.push({
      column,
      expression,
      collation: collation === 0 || collation === usual ? null : (reading.lookups.collations.get(collation) ?? null),
      opclass: reading.lookups.operatorClasses.get(Number(operatorClasses[at])) ?? { schema: "", name: "", default: false },
      descending: (option & 1) !== 0,
      nullsFirst: (option & 2) !== 0,
    });
  }
  return keys;
}
