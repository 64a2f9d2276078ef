const TOKEN = /"(?:[^"]|"")*"|'(?:[^']|'')*'|\$\d+|[\p{L}_][\p{L}\p{N}_$]*|\d+(?:\.\d+)?|\s+|::|[^\s\p{L}\p{N}]/gu;

/** The tokens of a normalised statement, white space among them: joined they are the text again. */
export function tokensOf(sql: string): string[] {
  return sql.match(TOKEN) ?? [];
}

export function isPlaceholder(token: string | undefined): boolean {
  return token !== undefined && /^\$\d+$/.test(token);
}

export function isSpace(token: string | undefined): boolean {
  return token !== undefined && /^\s+$/.test(token);
}

/** The next place from `at` on whose token is not white space. */
export function nextFrom(tokens: readonly string[], at: number): number {
  let next = at;
  while (isSpace(tokens[next])) next += 1;
  return next;
}

/** The place of the parenthesis that closes the one at `at`; the last place when none does. */
export function closing(tokens: readonly string[], at: number): number {
  let depth = 0;
  for (let next = at; next < tokens.length; next += 1) {
    if (tokens[next] === "(") depth += 1;
    else if (tokens[next] === ")") depth -= 1;
    if (depth === 0) return next;
  }
  return tokens.length - 1;
}

/** The column, with its table, that ends before `at`; an empty text when something else does. */
export function columnBefore(tokens: readonly string[], at: number): { readonly text: string; readonly from: number } {
  let end = at - 1;
  while (isSpace(tokens[end])) end -= 1;
  let from = end + 1;
  while (isName(tokens[from - 1]) && (from > end || tokens[from] === ".")) from -= tokens[from - 2] === "." ? 2 : 1;
  const text = tokens.slice(from, end + 1).join("");
  return { text: /^(?:not|and|or|where|on)$/i.test(text) ? "" : text, from };
}

export function isName(token: string | undefined): boolean {
  return token !== undefined && /^(?:"|[\p{L}_])/u.test(token);
}

export function endOfCast(tokens: readonly string[], at: number): number {
  return tokens[at + 1] === "::" ? at + 2 : at;
}
