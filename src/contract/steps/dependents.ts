import type { Column, Dependent, Index, LocalConstraint, Policy, Statistics, Table, Trigger, View } from "../../model/catalog.ts";
import type { ObjectRef } from "../../model/reference.ts";

/** What stands on some columns of one table, sorted by how a plan has to treat it. */
export interface Dependents {
  /** Besides those that enforce a constraint. */
  readonly indexes: readonly Index[];
  readonly uniques: readonly LocalConstraint[];
  readonly checks: readonly LocalConstraint[];
  /** Views on views included, in the order in which they can be created. */
  readonly views: readonly View[];
  readonly triggers: readonly Trigger[];
  readonly policies: readonly Policy[];
  readonly statistics: readonly Statistics[];
  /** What refuses a change of type, and what no plan of ours rebuilds. */
  readonly blocking: readonly Blocking[];
  /** What PostgreSQL carries over in ALTER TYPE, but no plan of ours carries over to another column. */
  readonly tied: readonly Blocking[];
}

export interface Blocking {
  readonly object: ObjectRef;
  /** Completes "… because". */
  readonly reason: string;
}

export function dependentsOf(columns: readonly Column[]): Dependents {
  const found = new Set(columns.flatMap((column) => column.dependents));
  const only = <K extends Dependent["kind"]>(kind: K) =>
    [...found].filter((item): item is Extract<Dependent, { kind: K }> => item.kind === kind);
  const constraints = only("constraint");
  const views = inCreationOrder(only("view"));
  const table = (columns[0] as Column).table;
  const policies = only("policy");
  const triggers = only("trigger");
  return {
    indexes: only("index").filter((index) => index.constraint === null),
    uniques: constraints.filter((item): item is LocalConstraint => item.type === "unique"),
    checks: constraints.filter((item): item is LocalConstraint => item.type === "check"),
    views,
    triggers,
    policies: policies.filter((policy) => policy.table === table),
    statistics: only("statistics"),
    blocking: [
      ...only("column").map((column) => ({ object: column, reason: "this generated column is computed from it" })),
      ...columns
        .filter(({ generated }) => generated === "stored" || generated === "virtual")
        .map((column) => ({ object: column, reason: "it is generated" })),
      ...views
        .filter((view) => view.materialized)
        .map((view) => ({ object: view, reason: "a materialized view is built again by its query" })),
      ...only("routine").map((routine) => ({ object: routine, reason: "a routine's body is bound to it" })),
      ...policies
        .filter((policy) => policy.table !== table)
        .map((policy) => ({ object: policy, reason: "a policy of another table reads it" })),
      ...only("index")
        .filter((index) => index.keys.some((key) => columns.some((column) => column === key.column) && !key.opclass.default))
        .map((index) => ({ object: index, reason: "the index names an operator class of the old type" })),
      ...columns.flatMap(partitionKeys),
    ],
    tied: [
      ...columns
        .filter(({ generated }) => generated === "identity always" || generated === "identity default")
        .map((column) => ({ object: column, reason: "a sequence numbers it" })),
      ...constraints
        .filter((item) => item.type === "primary" || item.type === "exclusion" || item.type === "foreign")
        .map((item) => ({ object: item, reason: TIED[item.type as keyof typeof TIED] })),
      ...table.referencedBy
        .filter((key) => key.targetColumns.some((column) => columns.includes(column)))
        .map((key) => ({ object: key, reason: "a foreign key refers to it" })),
      ...only("index").flatMap(tiedIndex),
      ...only("statistics").map((item) => ({ object: item, reason: "extended statistics are kept on it" })),
      ...(table.partitioning === null && table.children.length > 0 ? [{ object: table, reason: "other tables inherit it" }] : []),
    ],
  };
}

const TIED = {
  primary: "the primary key holds it",
  exclusion: "an exclusion constraint holds it",
  foreign: "a foreign key holds it",
} as const;

function tiedIndex(index: Index): Blocking[] {
  if (index.constraint !== null && index.constraint.type !== "unique") return [];
  const reasons = [
    ...(index.clustered ? ["the table is clustered on this index"] : []),
    ...(index.replicaIdentity ? ["logical replication identifies rows by this index"] : []),
    ...(index.table.kind === "table" && index.table.partitioning !== null
      ? ["the index of a partitioned table is built part by part"]
      : []),
  ];
  return reasons.map((reason) => ({ object: index, reason }));
}

function partitionKeys(column: Column): Blocking[] {
  const family: Table[] = [column.table];
  for (const table of family) family.push(...table.children);
  return family
    .filter(
      ({ partitioning }) => partitioning !== null && (partitioning.columns.includes(column.name) || partitioning.key.includes(column.name)),
    )
    .map((table) => ({ object: table, reason: "the partition key reads it" }));
}

/** Each view after those it reads. */
function inCreationOrder(direct: readonly View[]): View[] {
  const all = new Set(direct);
  for (const view of all) for (const dependent of view.dependents) all.add(dependent);
  const ordered = new Set<View>();
  const place = (view: View): void => {
    if (ordered.has(view)) return;
    for (const read of view.readsViews) if (all.has(read)) place(read);
    ordered.add(view);
  };
  for (const view of all) place(view);
  return [...ordered];
}

/** One sentence for each thing in the way. */
export function describeBlocking(blocking: readonly Blocking[]): string {
  return blocking.map(({ object, reason }) => `${object.kind} ${object.path.join(".")}: ${reason}.`).join(" ");
}
