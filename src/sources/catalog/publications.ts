import { compareText } from "../../model/reference.ts";
import { Grouped } from "./grouped.ts";
import type { Asking } from "./reading.ts";

/** Names of the publications that list a relation by its name, by OID, sorted. */
export function askPublications({ session }: Asking): () => Promise<Grouped<string>> {
  const sql = "select r.prrelid, p.pubname from pg_catalog.pg_publication_rel r join pg_catalog.pg_publication p on p.oid = r.prpubid";
  const rows = session.rows<[number, string]>("publications", sql);
  return async () => {
    const publications = new Grouped<string>();
    for await (const batch of rows) for (const [oid, name] of batch) publications.add(oid, name);
    return publications.sort(compareText);
  };
}
