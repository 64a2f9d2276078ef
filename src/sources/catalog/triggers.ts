import type { TriggerData } from "../../model/data.ts";
import { PG_TRIGGER } from "./catalog-oids.ts";
import { columnsOf } from "./dependencies.ts";
import { byName, Grouped } from "./grouped.ts";
import type { Asking, Reading } from "./reading.ts";
import { isTable } from "./relations.ts";

type Row = readonly [oid: number, relation: number, name: string, fires: string, schema: string, routine: string];

const FIRES: Readonly<Record<string, TriggerData["fires"]>> = { O: "origin", A: "always", R: "replica", D: "disabled" };

/**
 * The copies of a trigger on the partitions of its table belong to it: PostgreSQL 13 and 14 call them internal, later ones do not.
 * A trigger function has no arguments in its signature.
 */
const sql = (version: number) => `select t.oid, t.tgrelid, t.tgname, t.tgenabled, n.nspname, f.proname || '()'
  from pg_catalog.pg_trigger t
    join pg_catalog.pg_class c on c.oid = t.tgrelid
    join pg_catalog.pg_proc f on f.oid = t.tgfoid
    join pg_catalog.pg_namespace n on n.oid = f.pronamespace
  where c.relnamespace = any ($1::oid[]) and not t.tgisinternal${version >= 130000 ? " and t.tgparentid = 0" : ""}`;

/** Triggers of views are not listed. */
export function askTriggers({ session, scope }: Asking): (reading: Reading) => Promise<Grouped<TriggerData>> {
  const rows = session.rows<Row>("triggers", sql(session.version), [scope]);
  return async (reading) => {
    const { relations, dependencies, comments } = reading;
    const definitions = await reading.definitions;
    const triggers = new Grouped<TriggerData>();
    for await (const batch of rows) {
      for (const [oid, on, name, fires, schema, routine] of batch) {
        const relation = relations.get(on);
        if (!isTable(relation)) continue;
        const definition = definitions.of("trigger", oid);
        if (definition === null) {
          reading.leftOut.add(on, name);
          continue;
        }
        triggers.add(on, {
          name,
          comment: comments.of(PG_TRIGGER, oid),
          routine: [schema, routine],
          fires: FIRES[fires] as TriggerData["fires"],
          definition,
          reads: columnsOf(dependencies.triggers.of(oid), relation),
        });
      }
    }
    return triggers.sort(byName);
  };
}
