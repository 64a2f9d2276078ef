import { FIRST_NORMAL_OID, PG_NAMESPACE, partKey } from "./catalog-oids.ts";
import type { Session } from "./session.ts";

/** COMMENT ON texts, by catalog and object. */
export class Comments {
  readonly #texts = new Map<number, Map<number, string>>();

  of(catalog: number, oid: number, part = 0): string | null {
    return this.#texts.get(catalog)?.get(partKey(oid, part)) ?? null;
  }

  add(catalog: number, oid: number, part: number, text: string): void {
    const texts = this.#texts.get(catalog) ?? new Map<number, string>();
    this.#texts.set(catalog, texts.set(partKey(oid, part), text));
  }
}

export async function readComments(session: Session): Promise<Comments> {
  const comments = new Comments();
  const sql = `select classoid, objoid, objsubid, description from pg_catalog.pg_description
    where objoid >= ${FIRST_NORMAL_OID} or classoid = ${PG_NAMESPACE}`;
  for await (const batch of session.rows<[number, number, number, string]>("comments", sql)) {
    for (const [catalog, oid, part, text] of batch) comments.add(catalog, oid, part, text);
  }
  return comments;
}
