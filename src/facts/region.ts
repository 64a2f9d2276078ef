import type { Column } from "../model/catalog.ts";
import { lexicon, wordsOf } from "./names.ts";

/** What stands beside the state that an address lies in. */
const ADDRESS = lexicon("city town zip zipcode postal postalcode postcode country street");

/** True for a `state` that an address lies in: `ship_state` beside `ship_city`. */
export function namesRegion(column: Column): boolean {
  const words = wordsOf(column.name);
  if (words.at(-1) !== "state") return false;
  const before = words.slice(0, -1);
  return column.table.columns.some(({ name }) => {
    const beside = wordsOf(name);
    return before.every((word, at) => beside[at] === word) && ADDRESS.has(beside[before.length] as string);
  });
}
