import type { IndexKeyData } from "../../model/data.ts";
import { DEFAULT_COLLATION, partKey } from "./catalog-oids.ts";
import type { Definitions } from "./definitions.ts";
import type { Reading } from "./reading.ts";
import type { Relation } from "./relations.ts";
import { numbersIn } from "./vectors.ts";

/** The vectors of pg_index, one item per key, in the text form of `int2vector` and `oidvector`. */
export interface KeyVectors {
  readonly index: number;
  readonly relation: Relation;
  /** Column numbers; 0 for an expression. After the keys come the included columns. */
  readonly columns: readonly number[];
  readonly keyCount: number;
  readonly operatorClasses: string;
  readonly collations: string;
  readonly options: string;
}

/** Null when an expression among the keys could not be read. */
export function indexKeys(
  reading: Reading,
  definitions: Definitions | null,
  columnCollations: ReadonlyMap<number, number>,
  from: KeyVectors,
): readonly IndexKeyData[] | null {
  const operatorClasses = numbersIn(from.operatorClasses);
  const collations = numbersIn(from.collations);
  const options = numbersIn(from.options);
  const keys: IndexKeyData[] = [];
  for (let at = 0; at < from.keyCount; at += 1) {
    const number = from.columns[at] ?? 0;
    const column = from.relation.columnNames[number] ?? null;
    const expression = column === null ? (definitions?.of("indexExpression", from.index, at + 1) ?? null) : null;
    if (column === null && expression === null) return null;
    const collation = collations[at] ?? 0;
    const usual = columnCollations.get(partKey(from.relation.oid, number)) ?? DEFAULT_COLLATION;
    const option = options[at] ?? 0;
    keys.push({
      column,
      expression,
      collation: collation === 0 || collation === usual ? null : (reading.lookups.collations.get(collation) ?? null),
      opclass: reading.lookups.operatorClasses.get(operatorClasses[at] ?? 0) ?? { schema: "", name: "", default: false },
      descending: (option & 1) !== 0,
      nullsFirst: (option & 2) !== 0,
    });
  }
  return keys;
}
