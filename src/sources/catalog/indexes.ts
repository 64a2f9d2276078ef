import type { IndexData } from "../../model/data.ts";
import { compareText } from "../../model/reference.ts";
import { FIRST_NORMAL_OID, PG_CLASS } from "./catalog-oids.ts";
import type { Columns } from "./columns.ts";
import type { Definitions } from "./definitions.ts";
import { byName, Grouped, groupedRows } from "./grouped.ts";
import { indexKeys } from "./index-keys.ts";
import type { Asking, Reading } from "./reading.ts";
import type { Relation } from "./relations.ts";
import type { Session } from "./session.ts";
import { settingsOf } from "./settings.ts";
import { numbersIn } from "./vectors.ts";

/** Names by OID, and the relation each index is on. */
export type IndexNames = ReadonlyMap<number, { readonly relation: Relation; readonly name: string; readonly pages: number }>;

export interface IndexRows {
  readonly names: IndexNames;
  readonly rows: readonly Row[];
  /** Numbers of the columns that an index with an expression or a predicate depends on. */
  readonly uses: Grouped<number>;
}

type Row = readonly [
  oid: number,
  relation: number,
  name: string,
  method: number,
  tablespace: number | null,
  options: readonly string[] | null,
  pages: number,
  keys: string,
  keyCount: number,
  operatorClasses: string,
  collations: string,
  keyOptions: string | null,
  flags: number,
  partitionOf: number | null,
];

/** Bits of `flags`, in the order of the query. */
const UNIQUE = 1;
const VALID = 2;
const READY = 4;
const CLUSTERED = 8;
const REPLICA_IDENTITY = 16;
const NULLS_NOT_DISTINCT = 32;
const PREDICATE = 64;
const EXPRESSION = 128;
const CONSTRAINT = 256;
const BUILDING = 512;
/** It reads columns that are not among its keys. */
const COMPUTED = PREDICATE | EXPRESSION;

const NO_COLUMNS: readonly string[] = [];

const sql = (version: number) => `select i.indexrelid, i.indrelid, x.relname, x.relam, nullif(x.reltablespace, 0), x.reloptions, x.relpages,
    i.indkey::text, i.indnkeyatts, i.indclass::text, i.indcollation::text, nullif(i.indoption::text, '0'),
    i.indisunique::int4 + i.indisvalid::int4 * ${VALID} + i.indisready::int4 * ${READY} + i.indisclustered::int4 * ${CLUSTERED}
      + i.indisreplident::int4 * ${REPLICA_IDENTITY} + ${version >= 150000 ? "i.indnullsnotdistinct::int4" : "0"} * ${NULLS_NOT_DISTINCT}
      + (i.indpred is not null)::int4 * ${PREDICATE} + (i.indexprs is not null)::int4 * ${EXPRESSION}
      + (k.oid is not null)::int4 * ${CONSTRAINT}
      + (not i.indisvalid and i.indexrelid = any (array(select p.index_relid from pg_catalog.pg_stat_progress_create_index p
          where p.index_relid is not null)))::int4 * ${BUILDING},
    h.inhparent
  from pg_catalog.pg_index i
    join pg_catalog.pg_class x on x.oid = i.indexrelid
    left join pg_catalog.pg_constraint k on k.conindid = i.indexrelid and k.contype = any ('{p,u,x}')
    left join pg_catalog.pg_inherits h on h.inhrelid = i.indexrelid
  where x.relnamespace = any ($1::oid[]) and x.relpersistence <> 't'`;

export function askIndexes({ session, scope }: Asking): (reading: Reading) => Promise<IndexRows> {
  const using = askUses(session);
  const coming = session.rows<Row>("indexes", sql(session.version), [scope]);
  return async ({ relations }) => {
    const uses = await using();
    const names = new Map<number, { relation: Relation; name: string; pages: number }>();
    const rows: Row[] = [];
    for await (const batch of coming) {
      for (const row of batch) {
        const [oid, on, name, , , , pages] = row;
        const relation = relations.get(on);
        if (relation === undefined) continue;
        names.set(oid, { relation, name, pages });
        rows.push(row);
      }
    }
    return { names, rows, uses };
  };
}

/** Those with texts come last: they wait for them. */
export async function assembleIndexes(reading: Reading, { names, rows, uses }: IndexRows, columns: Columns): Promise<Grouped<IndexData>> {
  const ofRelations = new Grouped<IndexData>();
  const assemble = (row: Row, definitions: Definitions | null) => {
    const [oid, on, name, method, tablespace, options, , vector, keyCount, operatorClasses, collations, keyOptions, flags, parent] = row;
    const relation = reading.relations.get(on) as Relation;
    const numbers = numbersIn(vector);
    const predicate = definitions?.of("predicate", oid) ?? null;
    const vectors = { index: oid, relation, columns: numbers, keyCount, operatorClasses, collations, options: keyOptions ?? "0" };
    const keys = indexKeys(reading, definitions, columns.collations, vectors);
    if (keys === null || ((flags & PREDICATE) !== 0 && predicate === null)) {
      reading.leftOut.add(on, name);
      return;
    }
    const partitionOf = parent === null ? undefined : names.get(parent);
    const nameOf = (number: number) => relation.columnNames[number] ?? [];
    const index: IndexData = {
      name,
      comment: reading.comments.of(PG_CLASS, oid),
      method: reading.lookups.accessMethods.get(method) ?? "",
      unique: (flags & UNIQUE) !== 0,
      nullsNotDistinct: (flags & NULLS_NOT_DISTINCT) !== 0,
      valid: (flags & VALID) !== 0,
      ready: (flags & READY) !== 0,
      keys,
      include: numbers.length === keyCount ? NO_COLUMNS : numbers.slice(keyCount).flatMap(nameOf),
      predicate,
      // An index and the constraint behind which it stands are always renamed together.
      constraint: (flags & CONSTRAINT) === 0 ? null : name,
      clustered: (flags & CLUSTERED) !== 0,
      replicaIdentity: (flags & REPLICA_IDENTITY) !== 0,
      partitionOf: partitionOf === undefined ? null : [...partitionOf.relation.name, partitionOf.name],
      settings: settingsOf(options),
      tablespace: tablespace === null ? null : (reading.lookups.tablespaces.get(tablespace) ?? null),
      reads:
        (flags & COMPUTED) === 0
          ? NO_COLUMNS
          : uses
              .of(oid)
              .filter((number) => !numbers.includes(number))
              .flatMap(nameOf)
              .sort(compareText),
    };
    // Not spread into the object: that makes each of them several times as dear.
    if ((flags & BUILDING) !== 0) (index as { building?: true }).building = true;
    ofRelations.add(on, index);
  };
  for (const row of rows) if (!isComputed(row)) assemble(row, null);
  const definitions = await reading.definitions;
  for (const row of rows) if (isComputed(row)) assemble(row, definitions);
  return ofRelations.sort(byName);
}

function isComputed([, , , , , , , , , , , , flags]: Row): boolean {
  return (flags & COMPUTED) !== 0;
}

function askUses(session: Session): () => Promise<Grouped<number>> {
  const text = `select distinct i.indexrelid, d.refobjsubid
    from pg_catalog.pg_index i
      join pg_catalog.pg_depend d on d.classid = ${PG_CLASS} and d.objid = i.indexrelid
        and d.refclassid = ${PG_CLASS} and d.refobjid = i.indrelid and d.refobjsubid > 0
    where (i.indexprs is not null or i.indpred is not null) and i.indexrelid >= ${FIRST_NORMAL_OID}`;
  const rows = session.rows<[number, number]>("index-dependencies", text);
  return () => groupedRows(rows);
}
