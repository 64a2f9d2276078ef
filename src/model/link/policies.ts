import type { Policy, Table } from "../catalog.ts";
import type { TableData } from "../data.ts";
import { keep, type Linking } from "./linking.ts";
import { add } from "./lists.ts";
import { columnNamed } from "./named.ts";

export function linkPolicies(linking: Linking, data: TableData, table: Table): void {
  for (const item of data.policies) {
    const { reads, ...own } = item;
    const policy: Policy = keep(linking, { ...own, kind: "policy", path: [...table.path, item.name], origin: table.origin, table });
    add(table, "policies", policy);
    for (const name of reads) if (name[2] !== null) add(columnNamed(linking, name), "dependents", policy);
  }
}
