import type { CatalogData, SchemaData } from "../../model/data.ts";
import { compareText } from "../../model/reference.ts";
import type { Gap, Server, StatsData } from "../../model/snapshot.ts";
import { PG_NAMESPACE } from "./catalog-oids.ts";
import { readColumns } from "./columns.ts";
import { readComments } from "./comments.ts";
import { readConstraints } from "./constraints.ts";
import { readDefinitions } from "./definitions.ts";
import { readDependencies } from "./dependencies.ts";
import { gapsOf } from "./gaps.ts";
import { Grants } from "./grants.ts";
import { Grouped } from "./grouped.ts";
import { readIndexes } from "./indexes.ts";
import { readLookups } from "./lookups.ts";
import { readOrigins } from "./members.ts";
import { readNamespaces } from "./namespaces.ts";
import { type Reading, roleName } from "./reading.ts";
import { readRelations } from "./relations.ts";
import { readRoutines } from "./routines.ts";
import { readSequences } from "./sequences.ts";
import { readServer } from "./server.ts";
import { oidArray, type Session } from "./session.ts";
import { type Counted, readStatistics } from "./statistics.ts";
import { assembleViews, readTables } from "./tables.ts";
import { TypeRefs } from "./type-refs.ts";
import { readTypes } from "./user-types.ts";

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

/** A few queries over the whole catalog, put together by OID here and known by name everywhere else. */
export async function readStructure(session: Session, schemas: readonly string[] | null): Promise<CatalogRead> {
  const server = await readServer(session);
  const namespaces = await readNamespaces(session, schemas);
  const scope = oidArray(namespaces.keys());
  const [relations, dependencies, lookups, comments, originOf] = await Promise.all([
    readRelations(session, namespaces, scope),
    readDependencies(session),
    readLookups(session),
    readComments(session),
    readOrigins(session),
  ]);
  const reading: Reading = {
    session,
    namespaces,
    scope,
    lookups,
    comments,
    originOf,
    grants: new Grants(),
    types: new TypeRefs(),
    relations,
    dependencies,
    definitions: await readDefinitions(session, scope, dependencies),
    leftOut: new Grouped(),
  };
  // The three large queries are sent one after the other: the server works on the next while this one's rows are put together.
  const columnsRead = readColumns(reading);
  const indexesRead = readIndexes(reading, columnsRead);
  const constraintsRead = readConstraints(reading, indexesRead);
  const [columns, indexes, constraints] = await Promise.all([columnsRead, indexesRead, constraintsRead]);
  const tables = await readTables(reading, columns, indexes, constraints);
  const views = assembleViews(reading, columns, indexes);
  const routines = await readRoutines(reading);
  const sequences = await readSequences(reading);
  const types = await readTypes(reading, columns.ofTypes);
  await reading.types.resolve(session);
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
  return { server, catalog: { schemas: list }, gaps: gapsOf(reading), counted: { relations, indexes: indexes.names, scope } };
}
