import { createHash, hash as hashText } from "node:crypto";
import type { CatalogData } from "./data.ts";

/** sha256 of the JSON text, as hex. The caller keeps keys and arrays in a stable order. */
export function hashOf(value: unknown): string {
  return hashText("sha256", JSON.stringify(value), "hex");
}

/** The hash of a whole catalog, table by table: one JSON text of 50,000 tables would not fit in memory's budget. */
export function hashOfCatalog(data: CatalogData): string {
  const hash = createHash("sha256");
  for (const { tables, ...schema } of data.schemas) {
    hash.update(JSON.stringify(schema));
    for (const table of tables) hash.update(JSON.stringify(table));
  }
  return hash.digest("hex");
}
