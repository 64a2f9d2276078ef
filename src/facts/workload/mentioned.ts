import type { Catalog } from "../../model/catalog.ts";

/** Names of which a routine's text speaks: what it does when it is called is not in the workload. */
export function mentionedInRoutines(catalog: Pick<Catalog, "routines">): (name: string) => boolean {
  const known = words.get(catalog.routines) ?? wordsIn(catalog);
  words.set(catalog.routines, known);
  return (name) => known.has(name.toLowerCase());
}

const words = new WeakMap<Catalog["routines"], ReadonlySet<string>>();

function wordsIn({ routines }: Pick<Catalog, "routines">): ReadonlySet<string> {
  return new Set(routines.flatMap(({ body }) => body?.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []));
}
