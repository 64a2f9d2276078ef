/** Outside ASCII, JSON has nothing but the insides of strings; these characters a terminal obeys or a reader cannot see. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0\uFE00-\uFE0F]/gu;

/**
 * JSON text indented by two, for a value that stands `indent` spaces deep.
 * Unseen characters are written as escapes, as `JSON.stringify` does for lone surrogates: the value is the same.
 */
export function jsonText(value: unknown, indent = 0): string {
  const lines = JSON.stringify(value, null, 2).split("\n");
  return lines.map((line) => line.replace(UNSEEN, escape)).join(`\n${" ".repeat(indent)}`);
}

function escape(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
