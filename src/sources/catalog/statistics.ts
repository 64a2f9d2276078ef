import { compareText } from "../../model/reference.ts";
import type { Gap, IndexStatsData, SequenceStatsData, StatsData, TableStatsData } from "../../model/snapshot.ts";
import { readColumnStatistics } from "./column-statistics.ts";
import { readCounters } from "./counters.ts";
import { byName, Grouped } from "./grouped.ts";
import type { IndexNames } from "./indexes.ts";
import { lockedRelations } from "./locks.ts";
import { isTable, type Relation } from "./relations.ts";
import { allRows, oidArray, type Session } from "./session.ts";

export interface Counted {
  readonly relations: ReadonlyMap<number, Relation>;
  readonly indexes: IndexNames;
  readonly scope: string;
}

/** What the server estimates and counted, for the relations of a catalog that was read before. */
export async function readStatistics(
  session: Session,
  counted: Counted,
): Promise<{ readonly stats: StatsData; readonly gaps: readonly Gap[] }> {
  const { relations, scope } = counted;
  const [sequences, counters, columns] = await Promise.all([
    lockedRelations(session).then((locked) => readSequencePositions(session, counted, locked)),
    readCounters(session, scope),
    readColumnStatistics(session, scope, relations),
  ]);
  const indexes = new Grouped<IndexStatsData>();
  for (const [oid, { relation, name, pages }] of counted.indexes) {
    indexes.add(relation.oid, { name, bytes: pages * counters.blockSize, scans: counters.of.get(oid)?.scans ?? null });
  }
  indexes.sort(byName);
  const tables: TableStatsData[] = [];
  const silent: string[] = [];
  for (const relation of relations.values()) {
    if (!isTable(relation) && relation.kind !== "materialized view") continue;
    const counter = counters.of.get(relation.oid);
    const known = columns.of(relation.oid);
    if (known.length === 0 && relation.rows !== null && relation.rows > 0) silent.push(relation.name.join("."));
    tables.push({
      schema: relation.name[0],
      name: relation.name[1],
      rows: relation.rows,
      bytes: relation.pages * counters.blockSize,
      deadRows: counter?.dead ?? null,
      seqScans: counter?.scans ?? null,
      writes: counter?.writes ?? null,
      columns: known,
      indexes: indexes.of(relation.oid),
    });
  }
  const stats: StatsData = {
    window: { since: counters.since, until: counters.until },
    standbysIncluded: false,
    tables: tables.sort(bySchemaAndName),
    sequences: sequences ?? [],
  };
  return { stats, gaps: gaps(silent.sort(compareText), sequences === null) };
}

/** Null when the server refused. A sequence that this role may not use has no known position. */
async function readSequencePositions(
  session: Session,
  counted: Counted,
  locked: ReadonlySet<number>,
): Promise<readonly SequenceStatsData[] | null> {
  // On a standby, an unlogged sequence has no position to read.
  const sql = `select c.oid, case when has_sequence_privilege(c.oid, 'SELECT, USAGE') then pg_sequence_last_value(c.oid)::text end
    from pg_catalog.pg_class c
    where c.relnamespace = any ($1::oid[]) and c.relkind = 'S' and c.relpersistence <> 't' and not c.oid = any ($2::oid[])
      and not (c.relpersistence = 'u' and pg_is_in_recovery())`;
  const read = await session.attempt(() =>
    allRows<[number, string | null]>(session, "sequence-positions", sql, [counted.scope, oidArray(locked)]),
  );
  if (!read.ok) return null;
  const sequences = read.value.flatMap(([oid, last]): SequenceStatsData[] => {
    const relation = counted.relations.get(oid);
    return relation === undefined ? [] : [{ schema: relation.name[0], name: relation.name[1], last }];
  });
  return sequences.sort(bySchemaAndName);
}

function gaps(silent: readonly string[], sequencesRefused: boolean): readonly Gap[] {
  const found: Gap[] = [];
  if (silent.length > 0) {
    const reason = "no column statistics: this role may not select from these tables, row security hides them, or they were never analysed";
    found.push({ what: "statistics", subject: "pg_stats", reason, at: null, affects: silent });
  }
  if (sequencesRefused) {
    found.push({
      what: "statistics",
      subject: "pg_sequences",
      reason: "the server refused to say how far they are",
      at: null,
      affects: [],
    });
  }
  return found;
}

function bySchemaAndName(
  a: { readonly schema: string; readonly name: string },
  b: { readonly schema: string; readonly name: string },
): number {
  return compareText(a.schema, b.schema) || compareText(a.name, b.name);
}
