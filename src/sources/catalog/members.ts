import type { Origin } from "../../model/data.ts";
import { PG_EXTENSION, partKey } from "./catalog-oids.ts";
import type { Session } from "./session.ts";

/** Which objects an extension owns. */
export type OriginOf = (catalog: number, oid: number) => Origin;

export async function readOrigins(session: Session): Promise<OriginOf> {
  const members = new Set<number>();
  const sql = `select classid, objid from pg_catalog.pg_depend where refclassid = ${PG_EXTENSION} and deptype = 'e'`;
  for await (const batch of session.rows<[number, number]>("extension-members", sql)) {
    for (const [catalog, oid] of batch) members.add(partKey(oid, catalog));
  }
  return (catalog, oid) => (members.has(partKey(oid, catalog)) ? "extension" : "user");
}
