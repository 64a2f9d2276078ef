import { compareText } from "../../model/reference.ts";
import { type Grouped, groupedRows } from "./grouped.ts";
import type { Asking } from "./reading.ts";

/** Names of the publications that list a relation by its name, by OID, sorted. */
export function askPublications({ session }: Asking): () => Promise<Grouped<string>> {
  const sql = "select r.prrelid, p.pubname from pg_catalog.pg_publication_rel r join pg_catalog.pg_publication p on p.oid = r.prpubid";
  const rows = session.rows<[number, string]>("publications", sql);
  return async () => (await groupedRows(rows)).sort(compareText);
}
