import type { RelationName, TableData } from "../../model/data.ts";
import { Grouped } from "./grouped.ts";
import type { Asking, Reading } from "./reading.ts";
import { isTable } from "./relations.ts";

const STRATEGIES = { r: "range", l: "list", h: "hash" } as const;

/** How tables are split, and which tables inherit from which, by OID. */
export interface Partitioning {
  readonly keys: ReadonlyMap<number, NonNullable<TableData["partitioning"]>>;
  readonly parents: Grouped<RelationName>;
}

export function askPartitioning({ session }: Asking): (reading: Reading) => Promise<Partitioning> {
  const keySql = "select partrelid, partstrat, partattrs::text from pg_catalog.pg_partitioned_table";
  const parentSql = "select inhrelid, inhparent from pg_catalog.pg_inherits order by inhrelid, inhseqno";
  const keysComing = session.rows<[number, keyof typeof STRATEGIES, string]>("partition-keys", keySql);
  const parentsComing = session.rows<[number, number]>("inheritance", parentSql);
  return async (reading) => {
    const { relations } = reading;
    const definitions = await reading.definitions;
    const keys = new Map<number, NonNullable<TableData["partitioning"]>>();
    for await (const batch of keysComing) {
      for (const [oid, strategy, numbers] of batch) {
        const relation = relations.get(oid);
        if (relation === undefined) continue;
        const columns = numbers.split(" ").flatMap((number) => relation.columnNames[Number(number)] ?? []);
        keys.set(oid, { by: STRATEGIES[strategy], key: definitions.of("partitionKey", oid) ?? "", columns });
      }
    }
    const parents = new Grouped<RelationName>();
    for await (const batch of parentsComing) {
      for (const [child, parentOid] of batch) {
        const parent = relations.get(parentOid);
        if (isTable(parent)) parents.add(child, parent.name);
      }
    }
    return { keys, parents };
  };
}
