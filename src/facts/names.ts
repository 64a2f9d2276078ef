import { perName, perObject } from "./remembered.ts";

/** A capital after a small letter or digit, or the last capital of a run, begins a word; a run of digits is a word. */
const WORD = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{Lo}+|\p{Nd}+/gu;

/** The words of an identifier, lower case and without accents: `unitPrice`, `UNIT_PRICE` and `unit price` read alike. */
export const wordsOf: (name: string) => readonly string[] = perName((name) => {
  const plain = name
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/\p{M}+/gu, "");
  return (plain.match(WORD) ?? []).map((word) => word.toLowerCase());
});

/** The words of an identifier, each in the singular. */
export const singularsOf: (name: string) => readonly string[] = perName((name) => wordsOf(name).map(singular));

/** The words of an identifier in the singular; words run together are taken apart where `vocabulary` knows all parts. */
export function termsOf(name: string, vocabulary: ReadonlySet<string>): readonly string[] {
  return termsBy(vocabulary)(name);
}

const termsBy = perObject((vocabulary: ReadonlySet<string>) => {
  const termsIn = perName((word): readonly string[] => {
    const term = singularIn(word, vocabulary);
    return vocabulary.has(term) ? [term] : (apart(word, vocabulary) ?? [term]);
  });
  return perName((name): readonly string[] => wordsOf(name).flatMap(termsIn));
});

/** The English singular, as far as spelling tells: `taxes`, `salaries` and `prices`, but `status` and `address` stay. */
export function singular(word: string): string {
  if (word.length < 4 || /(?:ss|us|is)$/.test(word) || !word.endsWith("s")) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return /(?:x|ch|sh|ss|zz)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

/** True when the words stand next to each other, in this order. */
export function hasPhrase(words: readonly string[], phrase: readonly string[]): boolean {
  return words.some((_, at) => phrase.every((word, offset) => words[at + offset] === word));
}

/** Words of a lexicon, as they are written in its source: separated by blanks. */
export function lexicon(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Phrases of a lexicon: one per line. */
export function phrases(text: string): readonly (readonly string[])[] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
}

/** A word that the vocabulary knows as it stands (`cost_basis`, `gas`) is not made singular. */
function singularIn(word: string, vocabulary: ReadonlySet<string>): string {
  return vocabulary.has(word) ? word : singular(word);
}

/** Parts of three letters at least: shorter ones are found in almost any word. */
const SHORTEST_PART = 3;

/** `unitprice` as `unit`, `price`: unquoted camel case arrives from the catalog in small letters. The longest first part wins. */
function apart(word: string, vocabulary: ReadonlySet<string>): string[] | null {
  for (let end = word.length - SHORTEST_PART; end >= SHORTEST_PART; end -= 1) {
    const first = singularIn(word.slice(0, end), vocabulary);
    if (!vocabulary.has(first)) continue;
    const last = singularIn(word.slice(end), vocabulary);
    const rest = vocabulary.has(last) ? [last] : apart(word.slice(end), vocabulary);
    if (rest !== null) return [first, ...rest];
  }
  return null;
}
