import { hashOf } from "../model/hash.ts";
import { NON_PLAIN_KEYWORDS } from "./keywords.ts";

/** NAMEDATALEN - 1: longer names are cut by the server, in bytes. */
export const MAX_IDENTIFIER_BYTES = 63;

/** Quotes as `quote_ident` does: only when needed, so that generated SQL reads like written SQL. */
export function ident(name: string): string {
  const plain = /^[a-z_][a-z0-9_]*$/.test(name) && !NON_PLAIN_KEYWORDS.has(name);
  return plain ? name : `"${name.replaceAll('"', '""')}"`;
}

/** A schema-qualified name: generated SQL never relies on search_path. */
export function qualified(path: readonly string[]): string {
  return path.map(ident).join(".");
}

/** A string literal that reads the same with standard_conforming_strings on and off. */
export function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes("\\") ? ` E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

/** A dollar-quoted body whose tag does not occur in it. */
export function dollarQuoted(body: string): string {
  let tag = "$$";
  for (let n = 1; body.includes(tag.slice(0, -1)); n += 1) tag = `$body${n}$`;
  return `${tag}${body}${tag}`;
}

/**
 * A name built from parts that is not in `taken`, with its suffix kept whole, as PostgreSQL's `makeObjectName` does.
 * A name that would be cut ends in a hash of its whole length, so that two long names never become one.
 */
export function freshName(parts: readonly string[], suffix: string, taken: Pick<ReadonlySet<string>, "has">): string {
  const whole = parts.join("_");
  for (let n = 0; ; n += 1) {
    const end = n === 0 ? suffix : `${suffix}${n}`;
    const room = MAX_IDENTIFIER_BYTES - Buffer.byteLength(end);
    const name = Buffer.byteLength(whole) <= room ? `${whole}${end}` : `${cutToBytes(whole, room - 7)}_${hashOf(whole).slice(0, 6)}${end}`;
    if (!taken.has(name)) return name;
  }
}

function cutToBytes(text: string, bytes: number): string {
  let kept = "";
  let size = 0;
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    kept += character;
  }
  return kept;
}
