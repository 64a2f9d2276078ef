import type { A_Const, ColumnRef, Node, SortBy } from "libpg-query";
import type { Used } from "../../model/workload.ts";
import { type Building, markRead, recordApplied } from "./building.ts";
import { termOf } from "./expression.ts";
import type { Scope } from "./scope.ts";
import type { NamedTerm, Shape, Term } from "./term.ts";
import { bodyOf, nodesIn, strings, tagged } from "./tree.ts";

/** ORDER BY: columns are kept for the table that the order begins with, as long as no other comes between. */
export function readOrder(clause: readonly Node[] | undefined, columns: readonly NamedTerm[], scope: Scope): void {
  let run: Building | "ended" | null = null;
  for (const node of clause ?? []) {
    const by = bodyOf<SortBy>(node, "SortBy") ?? {};
    const term = positionOf(by.node, columns) ?? outputNamed(by.node, columns) ?? termOf(by.node, scope);
    const shape = seen(term, "order");
    if (run === null && shape !== null) run = shape.origin.of;
    if (shape === null || shape.is !== "column" || shape.origin.of !== run) run = "ended";
    else run.order.push(sortedBy(shape, by));
  }
}

function sortedBy({ origin }: Shape, { sortby_dir, sortby_nulls }: SortBy): Building["order"][number] {
  const descending = sortby_dir === "SORTBY_DESC";
  return {
    column: origin.column,
    descending,
    nullsFirst: sortby_nulls === "SORTBY_NULLS_FIRST" || (descending && sortby_nulls !== "SORTBY_NULLS_LAST"),
  };
}

/** GROUP BY, with its sets, and DISTINCT ON; for plain DISTINCT the clause has one empty node. */
export function readGrouping(clause: readonly Node[] | undefined, columns: readonly NamedTerm[], scope: Scope): void {
  for (const node of clause ?? []) {
    const [tag, body] = tagged(node);
    if (tag === "GroupingSet" || tag === "RowExpr") readGrouping(nodesIn(body), columns, scope);
    else {
      const shape = seen(positionOf(node, columns) ?? inputOrOutput(node, columns, scope), "group");
      if (shape?.is === "column") shape.origin.of.group.add(shape.origin.column);
    }
  }
}

/** The one shape that an order or a group goes by; null when no index could give it. */
function seen(term: Term, used: Used): Shape | null {
  markRead(term);
  const [shape, ...others] = term.shapes;
  if (shape === undefined || others.length > 0) return null;
  recordApplied(shape, used);
  return shape;
}

function positionOf(node: Node | undefined, columns: readonly NamedTerm[]): Term | undefined {
  const position = bodyOf<A_Const>(node, "A_Const")?.ival?.ival;
  return position === undefined ? undefined : columns[position - 1]?.term;
}

/** ORDER BY takes a bare name for an output column first. */
function outputNamed(node: Node | undefined, columns: readonly NamedTerm[]): Term | undefined {
  const fields = bodyOf<ColumnRef>(node, "ColumnRef")?.fields ?? [];
  const [name] = strings(fields);
  return fields.length === 1 ? columns.find((column) => column.name === name)?.term : undefined;
}

/** GROUP BY takes it for an input column first. */
function inputOrOutput(node: Node, columns: readonly NamedTerm[], scope: Scope): Term {
  const fields = strings(bodyOf<ColumnRef>(node, "ColumnRef")?.fields);
  const [name] = fields;
  const known = fields.length === 1 && scope.ranges.some((range) => range.columns.some((column) => column.name === name));
  return known ? termOf(node, scope) : (outputNamed(node, columns) ?? termOf(node, scope));
}
