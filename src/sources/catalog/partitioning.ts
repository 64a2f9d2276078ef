import type { RelationName, TableData } from "../../model/data.ts";
import type { Reading } from "./reading.ts";
import { isTable } from "./relations.ts";

const STRATEGIES = { r: "range", l: "list", h: "hash" } as const;

/** How tables are split, and which tables inherit from which, by OID. */
export interface Partitioning {
  readonly keys: ReadonlyMap<number, NonNullable<TableData["partitioning"]>>;
  readonly parents: ReadonlyMap<number, readonly RelationName[]>;
}

export async function readPartitioning(reading: Reading): Promise<Partitioning> {
  const { session, relations, definitions } = reading;
  const keys = new Map<number, NonNullable<TableData["partitioning"]>>();
  const keySql = "select partrelid, partstrat, partattrs::text from pg_catalog.pg_partitioned_table";
  for await (const batch of session.rows<[number, keyof typeof STRATEGIES, string]>("partition-keys", keySql)) {
    for (const [oid, strategy, numbers] of batch) {
      const relation = relations.get(oid);
      if (relation === undefined) continue;
      const columns = numbers.split(" ").flatMap((number) => relation.columnNames[Number(number)] ?? []);
      keys.set(oid, { by: STRATEGIES[strategy], key: definitions.of("partitionKey", oid) ?? "", columns });
    }
  }
  const parents = new Map<number, RelationName[]>();
  const parentSql = "select inhrelid, inhparent from pg_catalog.pg_inherits order by inhrelid, inhseqno";
  for await (const batch of session.rows<[number, number]>("inheritance", parentSql)) {
    for (const [child, parentOid] of batch) {
      const parent = relations.get(parentOid);
      if (!isTable(parent)) continue;
      const list = parents.get(child);
      if (list === undefined) parents.set(child, [parent.name]);
      else list.push(parent.name);
    }
  }
  return { keys, parents };
}
