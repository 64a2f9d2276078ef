import type { ReportedTable } from "../../contract/report.ts";

export type ReportedKey = ReportedTable["foreignKeys"][number];

/** Tables by their path, and which foreign keys lead to each. */
export class Neighbourhood {
  readonly #tables = new Map<string, ReportedTable>();
  readonly #incoming = new Map<string, { readonly table: ReportedTable; readonly key: ReportedKey }[]>();

  constructor(tables: readonly ReportedTable[]) {
    for (const table of tables) {
      this.#tables.set(pathKey(table.path), table);
      for (const key of table.foreignKeys) {
        const target = pathKey(key.target);
        const incoming = this.#incoming.get(target);
        if (incoming === undefined) this.#incoming.set(target, [{ table, key }]);
        else incoming.push({ table, key });
      }
    }
  }

  table(path: readonly string[]): ReportedTable | undefined {
    return this.#tables.get(pathKey(path));
  }

  /** Foreign keys of other tables that refer to this one. */
  incoming(path: readonly string[]): readonly { readonly table: ReportedTable; readonly key: ReportedKey }[] {
    const own = pathKey(path);
    return (this.#incoming.get(own) ?? []).filter(({ table }) => pathKey(table.path) !== own);
  }
}

/** PostgreSQL names cannot contain NUL. */
export function pathKey(path: readonly string[]): string {
  return path.join("\0");
}
