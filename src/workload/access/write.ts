import type {
  DeleteStmt,
  IndexElem,
  InsertStmt,
  MergeStmt,
  MergeWhenClause,
  MultiAssignRef,
  Node,
  OnConflictClause,
  RangeVar,
  ResTarget,
  ReturningClause,
  UpdateStmt,
} from "libpg-query";
import type { Access } from "../../model/workload.ts";
import { type Building, markRead, recordApplied } from "./building.ts";
import { readCondition } from "./condition.ts";
import { termOf, termsOf } from "./expression.ts";
import { columnsOf, openTable, readFrom } from "./from.ts";
import { columnNamed } from "./names.ts";
import { readNode, readTargets, readWith } from "./query.ts";
import { Scope } from "./scope.ts";
import { type NamedTerm, UNKNOWN } from "./term.ts";
import { bodyOf, tagged } from "./tree.ts";

/** INSERT, UPDATE, DELETE and MERGE: the columns of RETURNING. Anything else has none. */
export function readWrite(node: Node | undefined, outer: Scope): readonly NamedTerm[] {
  const [tag, body] = tagged(node);
  const scope = new Scope(outer.reading, outer);
  const read = () => {
    switch (tag) {
      case "InsertStmt":
        return readInsert(body as InsertStmt, scope);
      case "UpdateStmt":
        return readUpdate(body as UpdateStmt, scope);
      case "DeleteStmt":
        return readDelete(body as DeleteStmt, scope);
      case "MergeStmt":
        return readMerge(body as MergeStmt, scope);
      default:
        return [];
    }
  };
  return outer.reading.deeper(read, []);
}

function readInsert({ relation, cols, selectStmt, onConflictClause, returningClause, withClause }: InsertStmt, scope: Scope): NamedTerm[] {
  readWith(withClause, scope);
  const values = readNode(selectStmt, scope);
  for (const { term } of values) markRead(term);
  const target = openTarget(relation, "insert", scope);
  const columns = target?.table.columns ?? [];
  // Without a list of columns the values go to the first ones.
  if (cols === undefined) for (const column of columns.slice(0, selectStmt === undefined ? 0 : values.length)) target?.written.add(column);
  else write(target, cols, scope);
  if (onConflictClause !== undefined) readConflict(onConflictClause, target, scope);
  return readReturning(returningClause, scope);
}

function readConflict({ infer, targetList, whereClause }: OnConflictClause, target: Building | null, scope: Scope): void {
  const excluded = (target?.table.columns ?? []).map(({ name }) => ({ name, term: UNKNOWN }));
  if (target !== null) {
    const constraint = target.table.constraints.find(({ name }) => name === infer?.conname);
    target.conflict = new Set(constraint?.columns ?? []);
  }
  for (const node of infer?.indexElems ?? []) readArbiter(bodyOf<IndexElem>(node, "IndexElem") ?? {}, target, scope);
  if (targetList === undefined) return;
  scope.ranges.push({ name: "excluded", schema: null, columns: excluded, open: target === null });
  readAssignments(targetList, target, scope);
  readCondition(whereClause, scope);
  scope.ranges.pop();
}

function readArbiter({ name, expr }: IndexElem, target: Building | null, scope: Scope): void {
  const column = target === null || name === undefined ? undefined : columnNamed(target.table, name);
  if (column !== undefined) target?.conflict?.add(column);
  else if (name !== undefined) scope.reading.resolved = false;
  for (const shape of termOf(expr, scope).shapes) recordApplied(shape, "conflict");
}

function readUpdate({ relation, targetList, fromClause, whereClause, returningClause, withClause }: UpdateStmt, scope: Scope): NamedTerm[] {
  readWith(withClause, scope);
  const target = openTarget(relation, "update", scope);
  for (const node of fromClause ?? []) readFrom(node, scope);
  readAssignments(targetList, target, scope);
  readCondition(whereClause, scope);
  return readReturning(returningClause, scope);
}

function readDelete({ relation, usingClause, whereClause, returningClause, withClause }: DeleteStmt, scope: Scope): NamedTerm[] {
  readWith(withClause, scope);
  openTarget(relation, "delete", scope);
  for (const node of usingClause ?? []) readFrom(node, scope);
  readCondition(whereClause, scope);
  return readReturning(returningClause, scope);
}

function readMerge(
  { relation, sourceRelation, joinCondition, mergeWhenClauses, returningClause, withClause }: MergeStmt,
  scope: Scope,
): NamedTerm[] {
  readWith(withClause, scope);
  const target = openTarget(relation, "merge", scope);
  readFrom(sourceRelation, scope);
  readCondition(joinCondition, scope);
  for (const node of mergeWhenClauses ?? []) {
    const { condition, targetList, values } = bodyOf<MergeWhenClause>(node, "MergeWhenClause") ?? {};
    markRead(termOf(condition, scope));
    readAssignments(targetList, target, scope);
    for (const term of termsOf(values, scope)) markRead(term);
  }
  return readReturning(returningClause, scope);
}

/** The table that is written; null when its name means nothing, or a view. */
function openTarget(written: RangeVar | undefined, writes: Access["writes"], scope: Scope): Building | null {
  const { schemaname, relname = "", alias } = written ?? {};
  const relation = scope.reading.names.relation(schemaname, relname);
  const name = alias?.aliasname ?? relname;
  if (relation.is !== "table") {
    // A view that is written goes to its table by rules or triggers, which nobody reads here.
    if (relation.is === "system") scope.reading.system = true;
    else scope.reading.resolved = false;
    scope.ranges.push({ name, schema: null, columns: [], open: true });
    return null;
  }
  const target = openTable(relation.table, name, scope);
  target.writes = writes;
  const columns = columnsOf(target);
  scope.ranges.push({ name, schema: relation.table.schema.name, columns, open: false });
  return target;
}

/** `SET a = …`, and the columns of an INSERT within MERGE. */
function readAssignments(targets: readonly Node[] | undefined, target: Building | null, scope: Scope): void {
  write(target, targets ?? [], scope);
  for (const node of targets ?? []) {
    const value = bodyOf<ResTarget>(node, "ResTarget")?.val;
    // `(a, b) = (SELECT …)` stands there once for each column.
    if ((bodyOf<MultiAssignRef>(value, "MultiAssignRef")?.colno ?? 1) === 1) markRead(termOf(value, scope));
  }
}

function write(target: Building | null, targets: readonly Node[], scope: Scope): void {
  if (target === null) return;
  for (const node of targets) {
    const column = columnNamed(target.table, bodyOf<ResTarget>(node, "ResTarget")?.name ?? "");
    if (column === undefined) scope.reading.resolved = false;
    else target.written.add(column);
  }
}

/** RETURNING sees the row before and after as `old` and `new` (PostgreSQL 18). */
function readReturning(clause: ReturningClause | undefined, scope: Scope): NamedTerm[] {
  const [target] = scope.ranges;
  if (clause === undefined || target === undefined) return [];
  const around = new Scope(scope.reading, scope.outer, scope.queries);
  around.ranges.push({ ...target, name: "old" }, { ...target, name: "new" });
  const inner = new Scope(scope.reading, around, scope.queries);
  inner.ranges.push(...scope.ranges);
  return readTargets(clause.exprs, inner);
}
