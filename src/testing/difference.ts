/** The first place where two trees differ, for the reader of a failing test. */
export function difference(a: unknown, b: unknown, at = "catalog"): string {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return Object.is(a, b) ? "" : `${at}: ${JSON.stringify(a)} became ${JSON.stringify(b)}`;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = difference((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${at}.${key}`);
    if (found !== "") return found;
  }
  return "";
}
