import { plainText } from "../../model/plain-text.ts";

/** A message without links: `[text](target)` would be one, so its bracket is escaped. Holes are filled from arguments, which there are none of. */
export function messageOf(text: string): { readonly text: string } {
  return { text: plainText(text).replaceAll("](", "\\](") };
}
