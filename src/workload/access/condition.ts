import type { A_Expr, BoolExpr, BooleanTest, List, Node, NullTest, RowExpr, SubLink } from "libpg-query";
import { markRead } from "./building.ts";
import { constantIn } from "./constant.ts";
import { termOf, termsOf } from "./expression.ts";
import { type Fact, factsOfAny, factsOfComparison, record, sameEquality } from "./fact.ts";
import { readNode } from "./query.ts";
import type { Scope } from "./scope.ts";
import type { Term } from "./term.ts";
import { bodyOf, strings, tagged } from "./tree.ts";

/** WHERE, ON and the like: what of it an index could serve is recorded, the rest is read. */
export function readCondition(node: Node | undefined, scope: Scope): void {
  for (const fact of factsIn(node, scope)) record(fact);
}

function factsIn(node: Node | undefined, scope: Scope): Fact[] {
  return scope.reading.deeper(() => factsOf(node, scope), []);
}

function factsOf(node: Node | undefined, scope: Scope): Fact[] {
  const [tag, body] = tagged(node);
  switch (tag) {
    case "BoolExpr":
      return factsOfBoolean(body as BoolExpr, scope);
    case "A_Expr":
      return factsOfOperator(body as A_Expr, scope);
    case "NullTest": {
      const { arg, nulltesttype } = body as NullTest;
      return predicate(seen(arg, scope), (text) => `${text} ${nulltesttype === "IS_NOT_NULL" ? "IS NOT NULL" : "IS NULL"}`);
    }
    case "BooleanTest": {
      const { arg, booltesttype } = body as BooleanTest;
      return predicate(seen(arg, scope), (text) => `${text} ${(booltesttype ?? "").replaceAll("_", " ")}`);
    }
    case "ColumnRef":
      return predicate(seen(node, scope), (text) => text);
    case "SubLink":
      return factsOfSubLink(body as SubLink, scope);
    default:
      seen(node, scope);
      return [];
  }
}

function seen(node: Node | undefined, scope: Scope): Term {
  const term = termOf(node, scope);
  markRead(term);
  return term;
}

function seenAll(nodes: readonly Node[], scope: Scope): Term[] {
  const terms = termsOf(nodes, scope);
  for (const term of terms) markRead(term);
  return terms;
}

/** One column, and no value of a user's. */
function predicate({ shapes }: Term, text: (column: string) => string): Fact[] {
  return shapes.flatMap((shape) =>
    shape.is === "column" ? [{ is: "constant", origin: shape.origin, predicate: text(shape.expression) } as const] : [],
  );
}

function factsOfBoolean({ boolop, args = [] }: BoolExpr, scope: Scope): Fact[] {
  if (boolop === "AND_EXPR") return args.flatMap((arg) => factsIn(arg, scope));
  if (boolop === "OR_EXPR") {
    const arms = args.map((arg) => factsIn(arg, scope));
    return sameEquality(arms);
  }
  const [negated] = args;
  if (bodyOf(negated, "ColumnRef") !== undefined) return predicate(seen(negated, scope), (text) => `NOT ${text}`);
  factsIn(negated, scope);
  return [];
}

function factsOfOperator({ kind, name, lexpr, rexpr }: A_Expr, scope: Scope): Fact[] {
  const operator = strings(name).at(-1) ?? "";
  const rows = [rowIn(lexpr), rowIn(rexpr)] as const;
  switch (kind) {
    case "AEXPR_OP":
      if (rows[0] !== null && rows[1] !== null) return factsOfRows(rows[0], operator, rows[1], scope);
      return factsOfPair(lexpr, operator, rexpr, scope);
    case "AEXPR_OP_ANY":
      return factsOfAny(seen(lexpr, scope), operator, seen(rexpr, scope));
    case "AEXPR_LIKE":
    case "AEXPR_ILIKE":
      return factsOfPair(lexpr, operator, rexpr, scope);
    case "AEXPR_NOT_DISTINCT":
      return factsOfPair(lexpr, "=", rexpr, scope);
    case "AEXPR_IN":
      return operator === "=" ? factsOfList(lexpr, rexpr, scope) : ignored([lexpr, rexpr], scope);
    case "AEXPR_BETWEEN":
    case "AEXPR_BETWEEN_SYM": {
      const term = seen(lexpr, scope);
      const bounds = seenAll(itemsOf(rexpr), scope);
      return bounds.flatMap((bound) => factsOfComparison(term, ">=", bound));
    }
    default:
      return ignored([lexpr, rexpr], scope);
  }
}

function ignored(nodes: readonly (Node | undefined)[], scope: Scope): Fact[] {
  for (const node of nodes) seen(node, scope);
  return [];
}

function factsOfPair(lexpr: Node | undefined, operator: string, rexpr: Node | undefined, scope: Scope): Fact[] {
  const [left, right] = [seen(lexpr, scope), seen(rexpr, scope)];
  const kept = constantIn(rexpr);
  const facts = factsOfComparison(left, operator, right);
  if (operator !== "=" || kept === undefined || kept.isnull === true) return facts;
  // PostgreSQL simplifies a comparison with true or false to the column itself.
  const truth = kept.boolval === undefined ? null : kept.boolval.boolval === true;
  if (truth !== null) return predicate(left, (text) => (truth ? text : `NOT ${text}`));
  return [...facts, ...predicate(left, (text) => `${text} = ${right.text}`)];
}

/** `(a, b) = ($1, $2)`, and `(a, b) > ($1, $2)` of keyset paging. */
function factsOfRows(left: readonly Node[], operator: string, right: readonly Node[], scope: Scope): Fact[] {
  const pairs = left.map((node, at) => [seen(node, scope), seen(right[at], scope)] as const);
  return pairs.flatMap(([a, b]) => factsOfComparison(a, operator, b));
}

/** `a IN ($1, $2)`, `(a, b) IN (($1, $2), …)`: the first item tells what all of them are. */
function factsOfList(lexpr: Node | undefined, rexpr: Node | undefined, scope: Scope): Fact[] {
  const row = rowIn(lexpr);
  const items = itemsOf(rexpr);
  if (row === null) {
    const [term, values] = [seen(lexpr, scope), seenAll(items, scope)];
    return values.slice(0, 1).flatMap((value) => factsOfComparison(term, "=", value));
  }
  const terms = seenAll(row, scope);
  const values = items.map((item) => seenAll(rowIn(item) ?? [item], scope));
  return terms.flatMap((term, at) => {
    const value = values[0]?.[at];
    return value === undefined ? [] : factsOfComparison(term, "=", value);
  });
}

/** `a IN (SELECT …)` joins the column with what the subquery gives. */
function factsOfSubLink({ subLinkType, testexpr, operName, subselect }: SubLink, scope: Scope): Fact[] {
  const tests = rowIn(testexpr) ?? (testexpr === undefined ? [] : [testexpr]);
  const terms = seenAll(tests, scope);
  const given = readNode(subselect, scope).map(({ term }) => term);
  if (subLinkType === "EXISTS_SUBLINK") return [];
  for (const term of given) markRead(term);
  if (subLinkType !== "ANY_SUBLINK" || (strings(operName).at(-1) ?? "=") !== "=") return [];
  return terms.flatMap((term, at) => {
    const other = given[at];
    return other === undefined ? [] : factsOfComparison(term, "=", other);
  });
}

function rowIn(node: Node | undefined): readonly Node[] | null {
  return bodyOf<RowExpr>(node, "RowExpr")?.args ?? null;
}

function itemsOf(node: Node | undefined): readonly Node[] {
  return bodyOf<List>(node, "List")?.items ?? (node === undefined ? [] : [node]);
}
