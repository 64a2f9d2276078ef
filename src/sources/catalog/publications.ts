import { compareText } from "../../model/reference.ts";
import { allRows, type Session } from "./session.ts";

/** Names of the publications that list a relation by its name, by OID, sorted. */
export async function readPublications(session: Session): Promise<ReadonlyMap<number, readonly string[]>> {
  const publications = new Map<number, string[]>();
  const rows = await allRows<[number, string]>(
    session,
    "publications",
    `select r.prrelid, p.pubname from pg_catalog.pg_publication_rel r join pg_catalog.pg_publication p on p.oid = r.prpubid`,
  );
  for (const [oid, name] of rows.sort(([, a], [, b]) => compareText(a, b))) {
    const list = publications.get(oid);
    if (list === undefined) publications.set(oid, [name]);
    else list.push(name);
  }
  return publications;
}
