import type { ConstraintData, RelationName, TableData, ViewData } from "../../model/data.ts";
import type { Columns } from "./columns.ts";
import { namesOf } from "./dependencies.ts";
import { readExtendedStatistics } from "./extended-statistics.ts";
import { byName, Grouped } from "./grouped.ts";
import type { Indexes } from "./indexes.ts";
import { ownedRelation } from "./owned.ts";
import { readPartitioning } from "./partitioning.ts";
import { readPolicies } from "./policies.ts";
import { readPublications } from "./publications.ts";
import type { Reading } from "./reading.ts";
import { isTable, isView } from "./relations.ts";
import { settingsOf } from "./settings.ts";
import { readTriggers } from "./triggers.ts";

const NO_NAMES: readonly string[] = [];
const NO_PARENTS: readonly RelationName[] = [];

/** By schema. */
export async function readTables(
  reading: Reading,
  columns: Columns,
  indexes: Indexes,
  constraints: Grouped<ConstraintData>,
): Promise<Grouped<TableData>> {
  const triggers = await readTriggers(reading);
  const policies = await readPolicies(reading);
  const statistics = await readExtendedStatistics(reading);
  const partitioning = await readPartitioning(reading);
  const publications = await readPublications(reading.session);
  const tables = new Grouped<TableData>();
  for (const relation of reading.relations.values()) {
    if (!isTable(relation)) continue;
    const { oid } = relation;
    const owned = ownedRelation(reading, relation);
    // Written out: spread and extended, an object costs several times as much.
    tables.add(relation.namespace, {
      name: owned.name,
      comment: owned.comment,
      owner: owned.owner,
      origin: owned.origin,
      grants: owned.grants,
      persistence: relation.persistence,
      foreign: relation.kind === "foreign table",
      partitioning: partitioning.keys.get(oid) ?? null,
      partitionBound: relation.partition ? reading.definitions.of("partitionBound", oid) : null,
      parents: partitioning.parents.get(oid) ?? NO_PARENTS,
      columns: columns.ofTables.of(oid),
      indexes: indexes.ofRelations.of(oid),
      constraints: constraints.of(oid),
      triggers: triggers.of(oid),
      policies: policies.of(oid),
      statistics: statistics.of(oid),
      rls: relation.rls,
      replicaIdentity: relation.replicaIdentity,
      publications: publications.get(oid) ?? NO_NAMES,
      settings: settingsOf(relation.options),
      tablespace: relation.tablespace === 0 ? null : (reading.lookups.tablespaces.get(relation.tablespace) ?? null),
    });
  }
  return tables.sort(byName);
}

/** By schema. */
export function assembleViews(reading: Reading, columns: Columns, indexes: Indexes): Grouped<ViewData> {
  const views = new Grouped<ViewData>();
  for (const relation of reading.relations.values()) {
    if (!isView(relation)) continue;
    const { oid } = relation;
    views.add(relation.namespace, {
      ...ownedRelation(reading, relation),
      materialized: relation.kind === "materialized view",
      columns: columns.ofViews.of(oid),
      definition: (reading.definitions.of("view", oid) ?? "").trim().replace(/;$/, ""),
      reads: namesOf(reading.dependencies.views.of(oid), reading.relations),
      indexes: indexes.ofRelations.of(oid),
      settings: settingsOf(relation.options),
    });
  }
  return views.sort(byName);
}
