/** The sqlcommenter pairs of these keys in the comments of a statement, as `route=orders`. */
export function tagsOf(text: string, keys: ReadonlySet<string>): string[] {
  const tags = [];
  for (const [, comment] of text.matchAll(/\/\*(.*?)\*\//gs)) {
    for (const [, key, value] of (comment as string).matchAll(/(?<![\w.%-])([\w.%-]+)='((?:[^'\\]|\\.)*)'/g)) {
      if (keys.has(decoded(key as string))) tags.push(`${decoded(key as string)}=${decoded((value as string).replace(/\\(.)/g, "$1"))}`);
    }
  }
  return tags;
}

/** Keys and values are URL-encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
