import type { CommonTableExpr, List, Node, ResTarget, SelectStmt, WindowDef, WithClause } from "libpg-query";
import { markRead } from "./building.ts";
import { readCondition } from "./condition.ts";
import { termOf, termsOf } from "./expression.ts";
import { readFrom } from "./from.ts";
import { resultName } from "./result-name.ts";
import { Scope } from "./scope.ts";
import { readGrouping, readOrder } from "./sort.ts";
import { compound, type NamedTerm, united } from "./term.ts";
import { bodyOf, strings, tagged } from "./tree.ts";
import { readWrite } from "./write.ts";

/** A query or a data-modifying statement: the columns that it gives. */
export function readNode(node: Node | undefined, outer: Scope): readonly NamedTerm[] {
  const [tag, body] = tagged(node);
  if (tag === "SelectStmt") return readQuery(body as SelectStmt, outer);
  return readWrite(node, outer);
}

export function readQuery(query: SelectStmt, outer: Scope): readonly NamedTerm[] {
  return readLevel(query, new Scope(outer.reading, outer));
}

/** A query in a scope that was made for it. */
export function readLevel(query: SelectStmt, scope: Scope): readonly NamedTerm[] {
  return scope.reading.deeper(() => read(query, scope), []);
}

function read(query: SelectStmt, scope: Scope): readonly NamedTerm[] {
  readWith(query.withClause, scope);
  const columns = isCombined(query)
    ? readArms(query, scope)
    : query.valuesLists !== undefined
      ? readValues(query.valuesLists, scope)
      : readRows(query, scope);
  for (const limit of [query.limitCount, query.limitOffset]) markRead(termOf(limit, scope));
  if (isLimited(query)) for (const table of scope.tables) table.limited = true;
  return columns;
}

function isCombined({ op }: SelectStmt): boolean {
  return op !== undefined && op !== "SETOP_NONE";
}

/** LIMIT ALL and LIMIT NULL are none. */
export function isLimited({ limitCount }: SelectStmt): boolean {
  return limitCount !== undefined && bodyOf<{ isnull?: boolean }>(limitCount, "A_Const")?.isnull !== true;
}

function readArms({ larg, rarg, sortClause }: SelectStmt, scope: Scope): NamedTerm[] {
  const columns = united(readQuery(larg ?? {}, scope), readQuery(rarg ?? {}, scope));
  // The result of a set operation is sorted as a whole: nothing in the order of an arm.
  if (sortClause !== undefined) for (const { term } of columns) markRead(term);
  return columns;
}

function readValues(lists: readonly Node[], scope: Scope): NamedTerm[] {
  const rows = lists.map((list) => termsOf(bodyOf<List>(list, "List")?.items, scope));
  return (rows[0] ?? []).map((_, at) => ({ name: `column${at + 1}`, term: compound(rows.flatMap((row) => row[at] ?? [])) }));
}

function readRows(query: SelectStmt, scope: Scope): NamedTerm[] {
  for (const node of query.fromClause ?? []) readFrom(node, scope);
  for (const node of query.windowClause ?? []) scope.windows.set(bodyOf<WindowDef>(node, "WindowDef")?.name ?? "", node);
  readCondition(query.whereClause, scope);
  const columns = readTargets(query.targetList, scope);
  readGrouping(query.groupClause, columns, scope);
  readGrouping(query.distinctClause, columns, scope);
  markRead(termOf(query.havingClause, scope));
  readOrder(query.sortClause, columns, scope);
  return columns;
}

/** The columns of a target list or of RETURNING. */
export function readTargets(targets: readonly Node[] | undefined, scope: Scope): NamedTerm[] {
  return (targets ?? []).flatMap((node): readonly NamedTerm[] => {
    const target = bodyOf<ResTarget>(node, "ResTarget");
    const star = starIn(target?.val);
    if (star !== null) return scope.star(star);
    return [{ name: target?.name ?? resultName(target?.val), term: termOf(target?.val, scope) }];
  });
}

/** The names before `.*`; null for anything else. */
function starIn(node: Node | undefined): string[] | null {
  const fields = bodyOf<{ fields?: Node[] }>(node, "ColumnRef")?.fields ?? [];
  const last = fields.at(-1);
  return last !== undefined && "A_Star" in last ? strings(fields) : null;
}

export function readWith(clause: WithClause | undefined, scope: Scope): void {
  for (const node of clause?.ctes ?? []) {
    const written = bodyOf<CommonTableExpr>(node, "CommonTableExpr") ?? {};
    const name = written.ctename ?? "";
    const renamed = (columns: readonly NamedTerm[]) => renamedColumns(columns, strings(written.aliascolnames));
    const query = bodyOf<SelectStmt>(written.ctequery, "SelectStmt");
    // Below its own name a recursive query sees the columns of the part that comes first.
    if (clause?.recursive === true && query?.larg !== undefined && isCombined(query)) {
      const inner = new Scope(scope.reading, scope);
      readWith(query.withClause, inner);
      const first = readQuery(query.larg, inner);
      inner.queries.set(name, renamed(first));
      scope.queries.set(name, renamed(united(first, readQuery(query.rarg ?? {}, inner))));
    } else {
      scope.queries.set(name, renamed(readNode(written.ctequery, scope)));
    }
  }
}

export function renamedColumns(columns: readonly NamedTerm[], names: readonly string[]): readonly NamedTerm[] {
  return names.length === 0 ? columns : columns.map(({ name, term }, at) => ({ name: names[at] ?? name, term }));
}
