import type { Alias, JoinExpr, Node, RangeFunction, RangeSubselect, RangeTableSample, RangeVar, SelectStmt } from "libpg-query";
import { ident } from "../../facts/identifier.ts";
import type { Table, View } from "../../model/catalog.ts";
import { Building, markRead } from "./building.ts";
import { readCondition } from "./condition.ts";
import { termOf, termsOf } from "./expression.ts";
import { factsOfComparison, record } from "./fact.ts";
import { readNode, readQuery, renamedColumns } from "./query.ts";
import { type Range, Scope } from "./scope.ts";
import { columnTerm, compound, type NamedTerm } from "./term.ts";
import { bodyOf, nodesIn, strings, tagged } from "./tree.ts";

/** One item of FROM: its names are added to the scope, and given back for the join around it. */
export function readFrom(node: Node | undefined, scope: Scope): Range[] {
  return scope.reading.deeper(() => read(node, scope), []);
}

function read(node: Node | undefined, scope: Scope): Range[] {
  const [tag, body] = tagged(node);
  switch (tag) {
    case "RangeVar":
      return add(readRelation(body as RangeVar, scope), scope);
    case "JoinExpr":
      return readJoin(body as JoinExpr, scope);
    case "RangeSubselect": {
      const { lateral, subquery, alias } = body as RangeSubselect;
      const columns = readNode(subquery, lateral === true ? scope : scope.beside());
      return add(ranged(alias, "", columns, false), scope);
    }
    case "RangeFunction":
      return add(readFunction(body as RangeFunction, scope), scope);
    case "RangeTableSample": {
      const { relation, args } = body as RangeTableSample;
      for (const term of termsOf(args, scope)) markRead(term);
      return readFrom(relation, scope);
    }
    default: {
      // XMLTABLE and JSON_TABLE: what they read is known, their columns are not.
      for (const term of termsOf(nodesIn(body), scope)) markRead(term);
      return add(ranged((body as { alias?: Alias }).alias, "", [], true), scope);
    }
  }
}

function add(range: Range, scope: Scope): Range[] {
  scope.ranges.push(range);
  return [range];
}

function ranged(alias: Alias | undefined, name: string, columns: readonly NamedTerm[], open: boolean, schema: string | null = null): Range {
  const named = renamedColumns(columns, strings(alias?.colnames));
  return { name: alias?.aliasname ?? name, schema: alias === undefined ? schema : null, columns: named, open };
}

function readRelation({ schemaname, relname = "", alias }: RangeVar, scope: Scope): Range {
  const query = schemaname === undefined ? scope.query(relname) : undefined;
  if (query !== undefined) return ranged(alias, relname, query, false);
  const relation = scope.reading.names.relation(schemaname, relname);
  switch (relation.is) {
    case "table":
      return ranged(
        alias,
        relname,
        columnsOf(openTable(relation.table, alias?.aliasname ?? relname, scope)),
        false,
        relation.table.schema.name,
      );
    case "view":
      return ranged(alias, relname, columnsOfView(relation.view, relation.definition, scope), false, relation.view.schema.name);
    case "system":
      scope.reading.system = true;
      return ranged(alias, relname, [], true, schemaname);
    case "unknown":
      scope.reading.resolved = false;
      return ranged(alias, relname, [], true, schemaname);
  }
}

export function openTable(table: Table, alias: string, scope: Scope): Building {
  const building = new Building(table, alias);
  scope.reading.buildings.push(building);
  scope.tables.push(building);
  return building;
}

export function columnsOf(building: Building): NamedTerm[] {
  return building.table.columns.map((column) => ({
    name: column.name,
    term: columnTerm({ of: building, column }, ident(column.name)),
  }));
}

/** A view is read as the query that it stands for; its own column names may differ from the query's. */
function columnsOfView(view: View, definition: Node | null, scope: Scope): readonly NamedTerm[] {
  const query = bodyOf<SelectStmt>(definition ?? undefined, "SelectStmt");
  if (query === undefined) {
    scope.reading.resolved = false;
    return view.columns.map(({ name }) => ({ name, term: compound([]) }));
  }
  const found = readQuery(query, new Scope(scope.reading, null));
  return renamedColumns(
    found,
    view.columns.map(({ name }) => name),
  );
}

/** A function has a column of its own name, or those of its column list. */
function readFunction({ functions, alias, coldeflist }: RangeFunction, scope: Scope): Range {
  const calls = (functions ?? []).flatMap((node) => nodesIn(tagged(node)[1]));
  const term = compound(calls.map((call) => termOf(call, scope)));
  markRead(term);
  const defined = (coldeflist ?? []).flatMap((node) => bodyOf<{ colname?: string }>(node, "ColumnDef")?.colname ?? []);
  const listed = [...strings(alias?.colnames), ...defined];
  const names = listed.length > 0 ? listed : alias?.aliasname === undefined ? [] : [alias.aliasname];
  return { name: alias?.aliasname ?? "", schema: null, columns: names.map((name) => ({ name, term })), open: true };
}

function readJoin({ larg, rarg, usingClause, isNatural, quals, alias, jointype }: JoinExpr, scope: Scope): Range[] {
  const [left, right] = [readFrom(larg, scope), readFrom(rarg, scope)];
  const names = isNatural === true ? sharedNames(left, right) : strings(usingClause);
  for (const name of names) joinByName(name, left, right, jointype === "JOIN_RIGHT", scope);
  readCondition(quals, scope);
  const joined = [...left, ...right];
  if (alias === undefined) return joined;
  for (const range of joined) scope.ranges.splice(scope.ranges.indexOf(range), 1);
  const merged = names.flatMap((name) => columnIn(left, name) ?? []);
  const columns = [...merged, ...joined.flatMap((range) => range.columns.filter(({ name }) => !names.includes(name)))];
  for (const name of names) scope.merged.delete(name);
  return add(
    ranged(
      alias,
      "",
      columns,
      joined.some(({ open }) => open),
    ),
    scope,
  );
}

function sharedNames(left: readonly Range[], right: readonly Range[]): string[] {
  const names = new Set(right.flatMap(({ columns }) => columns.map(({ name }) => name)));
  return [...new Set(left.flatMap(({ columns }) => columns.map(({ name }) => name)))].filter((name) => names.has(name));
}

function joinByName(name: string, left: readonly Range[], right: readonly Range[], byRight: boolean, scope: Scope): void {
  const [a, b] = [columnIn(left, name)?.term, columnIn(right, name)?.term];
  if (a === undefined || b === undefined) {
    if (![...left, ...right].some(({ open }) => open)) scope.reading.resolved = false;
    return;
  }
  markRead(a);
  markRead(b);
  for (const fact of factsOfComparison(a, "=", b)) record(fact);
  scope.merged.set(name, byRight ? b : a);
}

function columnIn(ranges: readonly Range[], name: string): NamedTerm | undefined {
  for (const { columns } of ranges) {
    const found = columns.find((column) => column.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}
