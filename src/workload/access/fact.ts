import type { Used } from "../../model/workload.ts";
import { recordApplied } from "./building.ts";
import { isJson, isJsonFilter } from "./json.ts";
import type { Origin, Shape, Term } from "./term.ts";

/** Something that a condition says of one table, and that an index of it could serve. */
export type Fact =
  | { readonly is: "compared"; readonly shape: Shape; readonly operator: string; readonly used: Used; readonly withDate: boolean }
  | { readonly is: "joined"; readonly origin: Origin; readonly other: Origin; readonly withDate: boolean }
  | { readonly is: "constant"; readonly origin: Origin; readonly predicate: string }
  | { readonly is: "contained"; readonly shape: Shape; readonly operator: string };

const RANGES: ReadonlySet<string> = new Set(["<", ">", "<=", ">="]);
const OF_ARRAYS: ReadonlySet<string> = new Set(["@>", "<@", "&&"]);
const PATTERNS: ReadonlySet<string> = new Set(["~~", "~~*", "~", "~*", "^@"]);

/** What `left operator right` says of either side. */
export function factsOfComparison(left: Term, operator: string, right: Term): Fact[] {
  const arrays = OF_ARRAYS.has(operator) ? [...heldBy(left, operator, right), ...heldBy(right, operator, left)] : [];
  if (arrays.length > 0) return arrays;
  if (isJsonFilter(operator)) {
    const [holder, part] = operator === "<@" ? [right, left] : [left, right];
    return holder.shapes.filter((shape) => isJson(shape) && isFree(shape, part)).map((shape) => ({ is: "contained", shape, operator }));
  }
  if (PATTERNS.has(operator)) return compared(left, operator, "pattern", right);
  const used = operator === "=" ? "equality" : RANGES.has(operator) ? "range" : null;
  return used === null ? [] : [...compared(left, operator, used, right), ...compared(right, operator, used, left)];
}

/** What `left = ANY (right)` says of the left side: no index of an array is asked for the array that holds a value. */
export function factsOfAny(left: Term, operator: string, right: Term): Fact[] {
  return operator === "=" ? compared(left, operator, "equality", right) : factsOfComparison(left, operator, right);
}

function heldBy({ shapes }: Term, operator: string, other: Term): Fact[] {
  return shapes
    .filter((shape) => shape.is === "column" && isArray(shape.origin.column) && isFree(shape, other))
    .map((shape) => ({ is: "contained", shape, operator }));
}

function isArray({ type }: Origin["column"]): boolean {
  return (type.over ?? type).array;
}

/** What is known of the value does not depend on the row that is looked for. */
function isFree({ origin }: Shape, value: Term): boolean {
  return value.reads.every(({ of }) => of !== origin.of);
}

function compared(term: Term, operator: string, used: Used, value: Term): Fact[] {
  const others = value.shapes.flatMap((shape) => (shape.is === "column" ? [shape.origin] : []));
  return term.shapes.flatMap((shape): Fact[] => {
    if (!isFree(shape, value)) return [];
    const withDate = value.date;
    if (used !== "equality" || value.reads.length === 0) return [{ is: "compared", shape, operator, used, withDate }];
    if (shape.is !== "column") return [{ is: "compared", shape, operator, used: "join", withDate }];
    if (others.length === 0) return [{ is: "compared", shape, operator, used, withDate }];
    return others.map((other) => ({ is: "joined", origin: shape.origin, other, withDate }));
  });
}

/** `a = $1 OR a = $2` is one equality; any other OR leaves nothing that holds of every row. */
export function sameEquality(arms: readonly (readonly Fact[])[]): Fact[] {
  const [first] = arms[0] ?? [];
  if (first?.is !== "compared" || first.used !== "equality") return [];
  const same = arms.every(([fact, ...others]) => fact?.is === "compared" && others.length === 0 && isSame(fact, first));
  return same ? [first] : [];
}

function isSame(a: Fact & { is: "compared" }, b: Fact & { is: "compared" }): boolean {
  return a.used === b.used && a.shape.origin.column === b.shape.origin.column && a.shape.expression === b.shape.expression;
}

export function record(fact: Fact): void {
  if (fact.is === "constant") fact.origin.of.constant.add({ column: fact.origin.column, predicate: fact.predicate });
  else if (fact.is === "joined") {
    fact.origin.of.join.add({ column: fact.origin.column, other: fact.other.column });
    if (fact.withDate) fact.origin.of.dates.add(fact.origin.column);
  } else if (fact.is === "contained") recordContained(fact.shape, fact.operator);
  else recordCompared(fact);
}

function recordContained({ origin: { of, column }, expression, ...shape }: Shape, operator: string): void {
  if (isArray(column)) of.array.add({ column, operator });
  else of.json.add({ column, operator, key: shape.is === "json" ? shape.key : null, expression, used: "equality" });
}

function recordCompared({ shape, operator, used, withDate }: Fact & { is: "compared" }): void {
  const { of, column } = shape.origin;
  if (withDate) of.dates.add(column);
  if (shape.is !== "column") {
    recordApplied(shape, used);
    if (used === "pattern" && shape.is === "applied") of.pattern.add({ column, operator });
  } else if (used === "equality") of.equality.add(column);
  else if (used === "range") of.range.add(column);
  else of.pattern.add({ column, operator });
}
