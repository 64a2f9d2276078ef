import type { Catalog } from "../../model/catalog.ts";
import { perObject } from "../remembered.ts";

/** Names of which a routine's text speaks: what it does when it is called is not in the workload. */
export const mentionedInRoutines: (catalog: Pick<Catalog, "routines">) => (name: string) => boolean = perObject(({ routines }) => {
  const words = new Set(routines.flatMap(({ body }) => body?.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []));
  return (name) => words.has(name.toLowerCase());
});
