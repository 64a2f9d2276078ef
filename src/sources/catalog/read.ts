import type { CatalogData, SchemaData } from "../../model/data.ts";
import { compareText } from "../../model/reference.ts";
import type { Gap, Server, StatsData } from "../../model/snapshot.ts";
import { PG_NAMESPACE } from "./catalog-oids.ts";
import { askColumns, askComputedFrom, fillComputed } from "./columns.ts";
import { readComments } from "./comments.ts";
import { askConstraints } from "./constraints.ts";
import { readDefinitions } from "./definitions.ts";
import { readDependencies } from "./dependencies.ts";
import { askExtendedStatistics } from "./extended-statistics.ts";
import { gapsOf } from "./gaps.ts";
import { Grants } from "./grants.ts";
import { Grouped } from "./grouped.ts";
import { askIndexes, assembleIndexes } from "./indexes.ts";
import { lockedRelations } from "./locks.ts";
import { readLookups } from "./lookups.ts";
import { readOrigins } from "./members.ts";
import { readNamespaces } from "./namespaces.ts";
import { askPartitioning } from "./partitioning.ts";
import { askPolicies } from "./policies.ts";
import { askPublications } from "./publications.ts";
import { type Asking, type Reading, roleName } from "./reading.ts";
import { askRelations } from "./relations.ts";
import { askRoutines } from "./routines.ts";
import { askSequences } from "./sequences.ts";
import { readServer } from "./server.ts";
import { oidArray, type Session } from "./session.ts";
import { type Counted, readStatistics } from "./statistics.ts";
import { assembleTables, assembleViews, type Parts } from "./tables.ts";
import { askTriggers } from "./triggers.ts";
import { TypeRefs } from "./type-refs.ts";
import { askTypes } from "./user-types.ts";

export interface Want {
  readonly stats: boolean;
  /** Null: every schema that is not PostgreSQL's own. */
  readonly schemas: readonly string[] | null;
}

export interface CatalogRead {
  readonly server: Server;
  readonly catalog: CatalogData;
  readonly gaps: readonly Gap[];
  /** What `readStatistics` needs to speak of the same relations. */
  readonly counted: Counted;
}

/** Structure and statistics in one go. `stats` is null when they were not wanted. */
export async function readCatalog(
  session: Session,
  want: Want,
): Promise<{ server: Server; catalog: CatalogData; stats: StatsData | null; gaps: readonly Gap[] }> {
  const { server, catalog, gaps, counted } = await readStructure(session, want.schemas);
  if (!want.stats) return { server, catalog, stats: null, gaps };
  const statistics = await readStatistics(session, counted);
  return { server, catalog, stats: statistics.stats, gaps: [...gaps, ...statistics.gaps] };
}

/**
 * A few queries over the whole catalog, put together by OID here and known by name everywhere else. Whatever needs no
 * answer to be asked is sent at once: the server is not idle while rows are put together, and a server that is far away
 * is waited for a few times only.
 */
export async function readStructure(session: Session, schemas: readonly string[] | null): Promise<CatalogRead> {
  const [server, namespaces, lookups, comments, originOf, dependencies, locked] = await Promise.all([
    readServer(session),
    readNamespaces(session, schemas),
    readLookups(session),
    readComments(session),
    readOrigins(session),
    readDependencies(session),
    lockedRelations(session),
  ]);
  const asking: Asking = { session, scope: oidArray(namespaces.keys()) };
  const relationsOf = askRelations(asking);
  const columnsOf = askColumns(asking);
  const indexesOf = askIndexes(asking);
  const constraintsOf = askConstraints(asking);
  const typesOf = askTypes(asking);
  const sequencesOf = askSequences(asking);
  const triggersOf = askTriggers(asking);
  const policiesOf = askPolicies(asking);
  const statisticsOf = askExtendedStatistics(asking);
  const partitioningOf = askPartitioning(asking);
  const publicationsOf = askPublications(asking);
  const routinesOf = askRoutines(asking);
  const computedFromOf = askComputedFrom(asking);
  // The last to be sent: as long as they may be refused, nothing else may.
  const definitionsRead = readDefinitions(asking, locked, dependencies);
  // Whoever waits for them hears of it.
  definitionsRead.catch(() => {});
  const reading: Reading = {
    lookups,
    comments,
    originOf,
    grants: new Grants(),
    types: new TypeRefs(),
    relations: await relationsOf(namespaces),
    dependencies,
    definitions: definitionsRead,
    leftOut: new Grouped(),
  };
  const columns = await columnsOf(reading);
  const indexRows = await indexesOf(reading);
  const [indexes, constraints, types, sequences, triggers, policies, statistics, partitioning, publications, routines] = await Promise.all([
    assembleIndexes(reading, indexRows, columns),
    constraintsOf(reading, indexRows.names),
    typesOf(reading, columns),
    sequencesOf(reading),
    triggersOf(reading),
    policiesOf(reading),
    statisticsOf(reading),
    partitioningOf(reading),
    publicationsOf(),
    routinesOf(reading),
  ]);
  const definitions = await definitionsRead;
  fillComputed(columns, await computedFromOf(), definitions);
  await reading.types.resolve(session);
  const parts: Parts = { columns, indexes, constraints, triggers, policies, statistics, partitioning, publications };
  const tables = assembleTables(reading, definitions, parts);
  const views = assembleViews(reading, definitions, parts);
  const list = [...namespaces.values()].map((namespace): SchemaData => {
    const owner = roleName(reading.lookups, namespace.owner);
    return {
      name: namespace.name,
      comment: reading.comments.of(PG_NAMESPACE, namespace.oid),
      owner,
      origin: reading.originOf(PG_NAMESPACE, namespace.oid),
      grants: reading.grants.of(namespace.acl, owner),
      tables: tables.of(namespace.oid),
      views: views.of(namespace.oid),
      routines: routines.of(namespace.oid),
      sequences: sequences.of(namespace.oid),
      types: types.of(namespace.oid),
    };
  });
  list.sort((a, b) => compareText(a.name, b.name));
  const counted: Counted = { relations: reading.relations, indexes: indexRows.names, scope: asking.scope };
  return { server, catalog: { schemas: list }, gaps: gapsOf(reading, definitions), counted };
}
