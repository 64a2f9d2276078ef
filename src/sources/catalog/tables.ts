import type { ConstraintData, IndexData, PolicyData, StatisticsData, TableData, TriggerData, ViewData } from "../../model/data.ts";
import type { Columns } from "./columns.ts";
import type { Definitions } from "./definitions.ts";
import { namesOf } from "./dependencies.ts";
import { byName, Grouped } from "./grouped.ts";
import { ownedRelation } from "./owned.ts";
import type { Partitioning } from "./partitioning.ts";
import type { Reading } from "./reading.ts";
import { isTable, isView } from "./relations.ts";
import { settingsOf } from "./settings.ts";

/** What tables are made of, by their OIDs. */
export interface Parts {
  readonly columns: Columns;
  readonly indexes: Grouped<IndexData>;
  readonly constraints: Grouped<ConstraintData>;
  readonly triggers: Grouped<TriggerData>;
  readonly policies: Grouped<PolicyData>;
  readonly statistics: Grouped<StatisticsData>;
  readonly partitioning: Partitioning;
  readonly publications: Grouped<string>;
}

/** By schema. */
export function assembleTables(reading: Reading, definitions: Definitions, parts: Parts): Grouped<TableData> {
  const { columns, indexes, constraints, triggers, policies, statistics, partitioning, publications } = parts;
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
      partitionBound: relation.partition ? definitions.of("partitionBound", oid) : null,
      parents: partitioning.parents.of(oid),
      columns: columns.ofTables.of(oid),
      indexes: indexes.of(oid),
      constraints: constraints.of(oid),
      triggers: triggers.of(oid),
      policies: policies.of(oid),
      statistics: statistics.of(oid),
      rls: relation.rls,
      replicaIdentity: relation.replicaIdentity,
      publications: publications.of(oid),
      settings: settingsOf(relation.options),
      tablespace: relation.tablespace === 0 ? null : (reading.lookups.tablespaces.get(relation.tablespace) ?? null),
    });
  }
  return tables.sort(byName);
}

/** By schema. */
export function assembleViews(reading: Reading, definitions: Definitions, { columns, indexes }: Parts): Grouped<ViewData> {
  const views = new Grouped<ViewData>();
  for (const relation of reading.relations.values()) {
    if (!isView(relation)) continue;
    const { oid } = relation;
    views.add(relation.namespace, {
      ...ownedRelation(reading, relation),
      materialized: relation.kind === "materialized view",
      columns: columns.ofViews.of(oid),
      definition: (definitions.of("view", oid) ?? "").trim().replace(/;$/, ""),
      reads: namesOf(reading.dependencies.views.of(oid), reading.relations),
      indexes: indexes.of(oid),
      settings: settingsOf(relation.options),
    });
  }
  return views.sort(byName);
}
