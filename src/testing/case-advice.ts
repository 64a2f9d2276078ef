import type { AdviceData, IndexAdviceData } from "../model/advice.ts";
import type { RuleCase } from "./fixture.ts";

/**
 * The advice that a case states, of the schema public; null when it states none.
 *
 *     -- advice: {"table": "orders", "keys": ["customer_id"], "columns": ["customer_id"], "statements": [["find", 1000, 900, 8]]}
 *
 * A statement is its name, its calls, and the cost before and after. What else an index may have can be left out.
 */
export function adviceOf({ advice: lines }: Pick<RuleCase, "advice">): AdviceData | null {
  return lines.length === 0 ? null : { indexes: lines.map(indexOf), unexplained: 0 };
}

type Stated = Pick<IndexAdviceData, "table" | "keys" | "columns"> &
  Partial<Omit<IndexAdviceData, "statements">> & {
    readonly statements: readonly (readonly [fingerprint: string, calls: number, before: number, after: number])[];
  };

function indexOf(line: string): IndexAdviceData {
  const { statements, ...stated } = JSON.parse(line) as Stated;
  return {
    schema: "public",
    method: "btree",
    include: [],
    predicate: null,
    estimatedBytes: null,
    by: "assumed sizes",
    replaces: [],
    writesPerDay: null,
    ...stated,
    statements: statements.map(([fingerprint, calls, costBefore, costAfter]) => ({ fingerprint, calls, costBefore, costAfter })),
  };
}
