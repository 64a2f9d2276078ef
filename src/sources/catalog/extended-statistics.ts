import type { StatisticsData } from "../../model/data.ts";
import { PG_STATISTIC_EXT } from "./catalog-oids.ts";
import { columnsOf } from "./dependencies.ts";
import { byName, Grouped } from "./grouped.ts";
import type { Asking, Reading } from "./reading.ts";
import { isTable } from "./relations.ts";

const SQL = `select s.oid, s.stxrelid, s.stxname
  from pg_catalog.pg_statistic_ext s join pg_catalog.pg_class c on c.oid = s.stxrelid
  where c.relnamespace = any ($1::oid[])`;

/** CREATE STATISTICS objects of tables. */
export function askExtendedStatistics({ session, scope }: Asking): (reading: Reading) => Promise<Grouped<StatisticsData>> {
  const rows = session.rows<[number, number, string]>("extended-statistics", SQL, [scope]);
  return async (reading) => {
    const { relations, dependencies, comments } = reading;
    const definitions = await reading.definitions;
    const statistics = new Grouped<StatisticsData>();
    for await (const batch of rows) {
      for (const [oid, on, name] of batch) {
        const relation = relations.get(on);
        if (!isTable(relation)) continue;
        const definition = definitions.of("statistics", oid);
        if (definition === null) {
          reading.leftOut.add(on, name);
          continue;
        }
        const columns = columnsOf(dependencies.statistics.of(oid), relation);
        statistics.add(on, { name, comment: comments.of(PG_STATISTIC_EXT, oid), columns, definition });
      }
    }
    return statistics.sort(byName);
  };
}
