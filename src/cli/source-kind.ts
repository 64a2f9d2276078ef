import { plainText } from "../model/plain-text.ts";

/** A URL, or `keyword=value` as libpq has it. */
export function isConnection(source: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(source) || /^\s*[a-z_]+\s*=/i.test(source);
}

/** The sources as one would type them again. A connection text can hold a password: it is never repeated. */
export function sourcesAgain(sources: readonly string[]): string {
  return sources.map((source) => (isConnection(source) ? '"$DATABASE_URL"' : shellWord(plainText(source)))).join(" ");
}

function shellWord(text: string): string {
  return /^[A-Za-z0-9_./@%+:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
