import type { Table, Trigger } from "../catalog.ts";
import type { TableData } from "../data.ts";
import { keep, type Linking } from "./linking.ts";
import { add } from "./lists.ts";
import { columnIn } from "./named.ts";

export function linkTriggers(linking: Linking, data: TableData, table: Table): void {
  for (const item of data.triggers) {
    const { reads, routine: routineName, ...own } = item;
    const routine = linking.names.get(routineName[0])?.routines.get(routineName[1]) ?? null;
    const trigger: Trigger = keep(linking, {
      ...own,
      kind: "trigger",
      path: [...table.path, item.name],
      origin: table.origin,
      table,
      routine,
      routineName,
    });
    add(table, "triggers", trigger);
    for (const name of reads) add(columnIn(table, name), "dependents", trigger);
  }
}
