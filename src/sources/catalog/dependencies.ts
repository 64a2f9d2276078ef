import type { ColumnName } from "../../model/data.ts";
import { FIRST_NORMAL_OID, PG_CLASS, PG_POLICY, PG_PROC, PG_REWRITE, PG_STATISTIC_EXT, PG_TRIGGER } from "./catalog-oids.ts";
import { Grouped } from "./grouped.ts";
import type { Session } from "./session.ts";

/** A relation, and the number of its column; 0 for the relation as a whole. */
export interface Use {
  readonly relation: number;
  readonly column: number;
}

/** What objects read, by the OID of the object; what a view reads, by the OID of the view. */
export interface Dependencies {
  readonly views: Grouped<Use>;
  readonly policies: Grouped<Use>;
  readonly triggers: Grouped<Use>;
  readonly routines: Grouped<Use>;
  readonly statistics: Grouped<Use>;
}

export async function readDependencies(session: Session): Promise<Dependencies> {
  const dependencies: Dependencies = {
    views: new Grouped(),
    policies: new Grouped(),
    triggers: new Grouped(),
    routines: new Grouped(),
    statistics: new Grouped(),
  };
  const uses = `select classid, objid, refobjid, refobjsubid from pg_catalog.pg_depend
    where classid = any ('{${PG_POLICY},${PG_TRIGGER},${PG_PROC},${PG_STATISTIC_EXT}}') and refclassid = ${PG_CLASS}
      and objid >= ${FIRST_NORMAL_OID} and (deptype = 'n' or deptype = 'a' and refobjsubid > 0)`;
  const lists: Readonly<Record<number, Grouped<Use>>> = {
    [PG_POLICY]: dependencies.policies,
    [PG_TRIGGER]: dependencies.triggers,
    [PG_PROC]: dependencies.routines,
    [PG_STATISTIC_EXT]: dependencies.statistics,
  };
  const views = `select r.ev_class, d.refobjid, d.refobjsubid
    from pg_catalog.pg_rewrite r join pg_catalog.pg_depend d on d.classid = ${PG_REWRITE} and d.objid = r.oid
    where r.rulename = '_RETURN' and r.ev_class >= ${FIRST_NORMAL_OID}
      and d.refclassid = ${PG_CLASS} and d.deptype = 'n' and d.refobjid <> r.ev_class`;
  const coming = session.rows<[number, number, number, number]>("dependencies", uses);
  const ofViews = session.rows<[number, number, number]>("view-dependencies", views);
  for await (const batch of coming) {
    for (const [catalog, object, relation, column] of batch) lists[catalog]?.add(object, { relation, column });
  }
  for await (const batch of ofViews) {
    for (const [view, relation, column] of batch) dependencies.views.add(view, { relation, column });
  }
  return dependencies;
}

interface Named {
  readonly name: readonly [string, string];
  readonly kind: string;
  readonly columnNames: readonly string[];
}

/** Names of what is used: relations that the catalog does not list (system catalogs, sequences) are left out. */
export function namesOf(uses: readonly Use[], relations: ReadonlyMap<number, Named>): readonly ColumnName[] {
  const names = new Map<string, ColumnName>();
  for (const { relation: oid, column } of uses) {
    const relation = relations.get(oid);
    if (relation === undefined || relation.kind === "sequence" || relation.kind === "composite") continue;
    const name = relation.columnNames[column] ?? null;
    names.set(`${relation.name[0]}\0${relation.name[1]}\0${name ?? ""}`, [relation.name[0], relation.name[1], name]);
  }
  return [...names.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name);
}

/** Columns of one relation among what is used, by name. */
export function columnsOf(
  uses: readonly Use[],
  relation: { readonly oid: number; readonly columnNames: readonly string[] },
): readonly string[] {
  const names = new Set<string>();
  for (const use of uses) {
    const name = use.relation === relation.oid ? relation.columnNames[use.column] : undefined;
    if (name !== undefined) names.add(name);
  }
  return [...names].sort();
}
