import type { SequenceData } from "../../model/data.ts";
import { PG_CLASS } from "./catalog-oids.ts";
import { byName, Grouped } from "./grouped.ts";
import { ownedRelation } from "./owned.ts";
import type { Asking, Reading } from "./reading.ts";
import { isTable } from "./relations.ts";

const TYPES: Readonly<Record<number, SequenceData["type"]>> = { 20: "bigint", 21: "smallint", 23: "integer" };

type Row = readonly [
  oid: number,
  type: number,
  start: string,
  increment: string,
  min: string,
  max: string,
  cycle: boolean,
  table: number | null,
  column: number | null,
  identity: boolean | null,
];

const SQL = `select s.seqrelid, s.seqtypid, s.seqstart::text, s.seqincrement::text, s.seqmin::text, s.seqmax::text, s.seqcycle,
    d.refobjid, d.refobjsubid, d.deptype = 'i'
  from pg_catalog.pg_sequence s
    join pg_catalog.pg_class c on c.oid = s.seqrelid
    left join pg_catalog.pg_depend d on d.classid = ${PG_CLASS} and d.objid = s.seqrelid and d.objsubid = 0
      and d.refclassid = ${PG_CLASS} and d.refobjsubid > 0 and d.deptype in ('a', 'i')
  where c.relnamespace = any ($1::oid[]) and c.relpersistence <> 't'`;

/** By schema. */
export function askSequences({ session, scope }: Asking): (reading: Reading) => Promise<Grouped<SequenceData>> {
  const rows = session.rows<Row>("sequences", SQL, [scope]);
  return async (reading) => {
    const sequences = new Grouped<SequenceData>();
    for await (const batch of rows) {
      for (const [oid, type, start, increment, min, max, cycle, tableOid, column, identity] of batch) {
        const relation = reading.relations.get(oid);
        if (relation === undefined) continue;
        const table = tableOid === null ? undefined : reading.relations.get(tableOid);
        const columnName = table?.columnNames[column ?? 0];
        const owned = ownedRelation(reading, relation);
        sequences.add(relation.namespace, {
          name: owned.name,
          comment: owned.comment,
          owner: owned.owner,
          origin: owned.origin,
          grants: owned.grants,
          type: TYPES[type] ?? "bigint",
          start,
          increment,
          min,
          max,
          cycle,
          ownedBy: isTable(table) && columnName !== undefined ? [...table.name, columnName] : null,
          identity: identity === true,
        });
      }
    }
    return sequences.sort(byName);
  };
}
