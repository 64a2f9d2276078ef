import { plainText } from "../model/plain-text.ts";

/** The source as one would type it again. A connection text can hold a password: it is never repeated. */
export function sourceAgain(source: string | undefined): string {
  if (source === undefined) return "";
  if (isConnection(source)) return '"$DATABASE_URL"';
  const safe = plainText(source);
  return /^[A-Za-z0-9_./@%+:,-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}

function isConnection(source: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(source) || /^\s*[a-z_]+\s*=/i.test(source);
}
