import { plainText } from "../../model/plain-text.ts";

/** What Markdown, GitHub's mathematics and HTML make something of. */
const SPECIAL = /[\\`*[\]<>|~&$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** Mentions, issues, links and pictograms begin with one of these; a comment between keeps them from being one. */
const REFERENCE = /[@#](?=\S)|:(?=\S)|\b(?:www(?=\.)|GH(?=-))/gi;

/** Foreign text within a sentence: it looks as it is, and is nothing but text. */
export function prose(text: string): string {
  return plainText(text).replace(SPECIAL, "\\$&").replace(REFERENCE, "$&<!-- -->");
}

/** A name as code: the fence is longer than any run of backticks in it. */
export function code(text: string): string {
  const plain = plainText(text);
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const padded = /^`|`$|^ .* $/.test(plain) || plain.trim() === "" ? ` ${plain} ` : plain;
  return `${fence}${padded}${fence}`;
}
