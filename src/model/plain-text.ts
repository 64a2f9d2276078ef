/**
 * Characters that a terminal obeys or a reader cannot see: controls, format characters (bidi, zero width, soft
 * hyphen), line separators, lone surrogates, variation selectors and the letters that are drawn as nothing.
 */
export const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\u034F|[\u115F\u1160]|[\u17B4\u17B5]|\u3164|\uFFA0|[\uFE00-\uFE0F]|[\u{E0100}-\u{E01EF}]/gu;

/** One line that is safe to print whatever it holds: unseen characters become `\u{202E}`. */
export function plainText(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) as number).toString(16).toUpperCase()}}`);
}

/** The same for text of several lines, whose line breaks stay. */
export function plainLines(text: string): string {
  return text.split("\n").map(plainText).join("\n");
}

/** A dotted path as people write it, safe to print. */
export function plainPath(path: readonly string[]): string {
  return plainText(path.join("."));
}
