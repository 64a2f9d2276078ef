import { hasPhrase, termsOf } from "../names.ts";
import { perName } from "../remembered.ts";
import {
  ABOUT,
  GUARD,
  GUARD_PHRASES,
  OPEN,
  OTHER_TOKEN,
  PASSWORD,
  PEOPLE,
  PRESENTED,
  PROTECTED,
  PROVIDER,
  SECRET,
  SECRET_PHRASES,
  VERIFICATION,
  VERIFIED,
  VOCABULARY,
} from "./lexicon.ts";

/** The storage kinds that can hold a secret; numbers, dates and booleans cannot. */
export type SecretStorage = "text" | "bytes" | "document" | "uuid";

export interface SecretQuestion {
  readonly column: string;
  readonly table: string;
  readonly storage: SecretStorage;
  readonly siblings: readonly string[];
}

export interface SecretAnswer {
  /** The words that name the secret: `access token`; null when the column holds none, or a protected one. */
  readonly kind: string | null;
  /** The provider to whom it has to be presented in clear, as the names say: then a hash is impossible, and only encryption could protect it. */
  readonly provider: string | null;
  /** True when people choose it, and a server only has to recognise it. */
  readonly password: boolean;
  /** True for a password of which the column or the table says that people log in with it. */
  readonly login: boolean;
}

/** Nearly every column of a large schema is none: one look spares its name from being taken apart. Letters with accents are looked at. */
const HINT = new RegExp(`[^ -~]|${[...SECRET, ...SECRET_PHRASES.map((phrase) => phrase.at(-1))].join("|")}`, "i");

/** False for a name that holds no secret word, whatever stands beside it. */
export const hintsAtSecret: (column: string) => boolean = perName((column) => HINT.test(column));

const SILENT: SecretAnswer = { kind: null, provider: null, password: false, login: false };

/** Whether a column's name and neighbours say that it holds a secret that nothing in the schema protects. */
export function classifySecret(question: SecretQuestion): SecretAnswer {
  if (!hintsAtSecret(question.column)) return SILENT;
  const words = termsOf(question.column, VOCABULARY);
  const found = secretIn(words);
  if (found === null || isNone(words, found, question)) return SILENT;
  const tableWords = termsOf(question.table, VOCABULARY);
  const password = PASSWORD.has(found.words.at(-1) as string);
  const presented = PRESENTED.some((phrase) => hasPhrase(words, phrase));
  return {
    kind: found.words.join(" "),
    // A server that hands out such tokens itself may well keep digests of them.
    provider: presented ? ([...words, ...tableWords].find((word) => PROVIDER.has(word)) ?? null) : null,
    password,
    login: password && !words.some((word) => PROVIDER.has(word)) && [...words, ...tableWords].some((word) => PEOPLE.has(word)),
  };
}

interface Found {
  readonly words: readonly string[];
  /** Index after its last word. */
  readonly end: number;
}

function secretIn(words: readonly string[]): Found | null {
  const last = words.findLastIndex((word) => SECRET.has(word));
  for (const phrase of SECRET_PHRASES) {
    const at = words.findIndex((_, start) => phrase.every((word, offset) => words[start + offset] === word));
    if (at !== -1 && at + phrase.length > last) return { words: phrase, end: at + phrase.length };
  }
  if (last === -1) return null;
  return { words: words.slice(Math.max(0, last - 1), last + 1), end: last + 1 };
}

/** What is named for a secret and is another thing, or a protected one. */
function isNone(words: readonly string[], found: Found, question: SecretQuestion): boolean {
  if (words.some((word) => PROTECTED.has(word))) return true;
  // `public_private_key` is a private key; `public_token` is made to be seen.
  if (words.some((word) => OPEN.has(word)) && !found.words.includes("private")) return true;
  // The owner of a domain publishes it.
  const context = [...words, ...[question.table, ...question.siblings].flatMap((name) => termsOf(name, VOCABULARY))];
  const verifies = context.some((word) => VERIFICATION.has(word)) && context.some((word) => VERIFIED.has(word));
  if (verifies && words.at(-1) === "token") return true;
  if (words.slice(found.end).some((word) => ABOUT.has(word))) return true;
  return isOtherInStorage(found, question) || isOtherBeside(words, question);
}

/** Raw bytes are what digests and ciphertexts are kept in, while a token is text; a document holds claims, not the token. */
function isOtherInStorage({ words }: Found, { storage, column }: SecretQuestion): boolean {
  const last = words.at(-1) as string;
  if (storage === "bytes") return last === "token" || last === "jwt" || last === "otp";
  if (storage !== "document") return false;
  return !(last === "credential" || last === "secret" || (last === "token" && /s$/i.test(column)));
}

function isOtherBeside(words: readonly string[], { siblings, column }: SecretQuestion): boolean {
  const own = new Set(words);
  const terms = siblings.filter((sibling) => sibling !== column).map((sibling) => termsOf(sibling, VOCABULARY));
  // It names the key whose secret stands beside it.
  if (hasPhrase(words, ["access", "key"]) && !own.has("secret") && terms.some(isSecretOfKey)) return true;
  // A ciphertext of the same name is what the neighbours protect: this column is what it was made from.
  if (terms.some((sibling) => isCiphertextOf(words, sibling))) return false;
  const head = words.at(-1) as string;
  return terms.some(
    (sibling) => isGuard(sibling, head, own) || (head === "token" && words.length < 3 && sibling.some((word) => OTHER_TOKEN.has(word))),
  );
}

/** `access_secret`, `secret_key` and `secret_access_key` */
function isSecretOfKey(terms: readonly string[]): boolean {
  return terms.includes("secret") && (terms.includes("access") || terms.includes("key"));
}

function isCiphertextOf(words: readonly string[], terms: readonly string[]): boolean {
  const rest = terms.filter((word) => word !== "ciphertext" && word !== "encrypted");
  return rest.length < terms.length && rest.join(" ") === words.join(" ");
}

/** `iv`, `key_id` and `token_hash` guard `access_token`; `password_hash` guards another column. */
function isGuard(terms: readonly string[], head: string, own: ReadonlySet<string>): boolean {
  const phrase = GUARD_PHRASES.find((candidate) => hasPhrase(terms, candidate));
  const rest = terms.filter((word) => !GUARD.has(word) && phrase?.includes(word) !== true);
  if (rest.length === terms.length) return false;
  return rest.length === 0 || (rest.includes(head) && rest.every((word) => own.has(word)));
}
