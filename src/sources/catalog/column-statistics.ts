import type { ColumnStatsData } from "../../model/snapshot.ts";
import { byName, Grouped } from "./grouped.ts";
import type { Relation } from "./relations.ts";
import type { Session } from "./session.ts";

type Row = readonly [
  schema: string,
  table: string,
  column: string,
  nulls: number,
  distinct: number,
  correlation: number | null,
  width: number,
];

/** Values of the most common entries and of the histogram are row data: they are never asked for. */
const SQL = `select schemaname, tablename, attname, null_frac, n_distinct, correlation, avg_width
  from pg_catalog.pg_stats s
  where schemaname = any (select nspname from pg_catalog.pg_namespace where oid = any ($1::oid[]))
  order by inherited`;

/** By the OID of the table. Only what this role may select from is there. */
export async function readColumnStatistics(
  session: Session,
  scope: string,
  relations: ReadonlyMap<number, Relation>,
): Promise<Grouped<ColumnStatsData>> {
  const oids = new Map<string, number>();
  for (const relation of relations.values()) oids.set(relation.name.join("\0"), relation.oid);
  const seen = new Set<string>();
  const statistics = new Grouped<ColumnStatsData>();
  for await (const batch of session.rows<Row>("column-statistics", SQL, [scope])) {
    for (const [schema, table, name, nullFraction, distinct, correlation, width] of batch) {
      const oid = oids.get(`${schema}\0${table}`);
      const key = `${schema}\0${table}\0${name}`;
      // A parent has statistics of its own rows and of its children's too: its own come first.
      if (oid === undefined || seen.has(key)) continue;
      seen.add(key);
      statistics.add(oid, { name, nullFraction, distinct, correlation, width });
    }
  }
  return statistics.sort(byName);
}
