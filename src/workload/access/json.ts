import type { A_Const } from "libpg-query";
import { isJsonColumn } from "../../facts/json-column.ts";
import { applied, compound, type Shape, type Term } from "./term.ts";

const TAKES: ReadonlySet<string> = new Set(["->", "->>", "#>", "#>>"]);
const FILTERS: ReadonlySet<string> = new Set(["@>", "<@", "?", "?|", "?&", "@?", "@@"]);

export function isJson(shape: Shape): boolean {
  if (shape.is === "json") return shape.operator === "->" || shape.operator === "#>";
  if (shape.is === "applied") return isJsonColumn(shape.origin.column) && /::jsonb?$/.test(shape.expression);
  return shape.is === "column" && isJsonColumn(shape.origin.column);
}

export function isJsonFilter(operator: string): boolean {
  return FILTERS.has(operator);
}

/** What `->`, `->>`, `#>` or `#>>` take out of a json column; `at` is the constant on their right, if one was kept. */
export function taken(left: Term, operator: string, right: Term, at: A_Const | undefined): Term {
  const whole = applied([left, right], (texts) => `(${texts.join(` ${operator} `)})`);
  if (!TAKES.has(operator)) return compound([left, right], FILTERS.has(operator) ? [] : [left]);
  if (right.reads.length > 0) return whole;
  const step = at?.sval?.sval ?? (at?.ival === undefined ? null : String(at.ival.ival ?? 0));
  const shapes = left.shapes.flatMap((shape): Shape[] => {
    if (!isJson(shape)) return [];
    const before = shape.is === "json" ? shape.key : "";
    const key = before === null || step === null ? null : [before, step].filter((part) => part !== "").join(".");
    return [{ is: "json", origin: shape.origin, operator, key, expression: whole.text ?? shape.expression }];
  });
  return { ...whole, shapes };
}
