import type { Routine, Table, View } from "../catalog.ts";
import type { RoutineData, ViewData } from "../data.ts";
import type { Linking } from "./linking.ts";
import { add } from "./lists.ts";
import { columnIn, columnNamed, need, schemaNamed } from "./named.ts";

export function linkViewReads(linking: Linking, data: ViewData, view: View): void {
  const tables = new Set<Table>();
  const views = new Set<View>();
  for (const [schema, relation, column] of data.reads) {
    const names = schemaNamed(linking, schema);
    const table = names.tables.get(relation);
    if (table === undefined) {
      views.add(need(names.views.get(relation), [schema, relation]));
      continue;
    }
    tables.add(table);
    if (column === null) continue;
    const read = columnIn(table, column);
    add(view, "readsColumns", read);
    add(read, "dependents", view);
  }
  for (const table of tables) add(view, "readsTables", table);
  for (const other of views) {
    add(view, "readsViews", other);
    add(other, "dependents", view);
  }
}

export function linkRoutineReads(linking: Linking, data: RoutineData, routine: Routine): void {
  for (const name of data.reads) {
    if (name[2] === null || linking.names.get(name[0])?.tables.has(name[1]) !== true) continue;
    add(columnNamed(linking, name), "dependents", routine);
  }
}
