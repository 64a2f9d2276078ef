/** Statements whose double-quoted words may be values that were meant as strings. */
const TELLS_VALUES = /^(?:INSERT|UPDATE|DELETE|MERGE|SELECT|DO|CALL)/;

/**
 * The server's message without anything that the statement has as a literal. Names stay: they are the message.
 * `literals` are the string constants of the statement.
 */
export function failureReason(command: string, sqlstate: string, message: string, literals: readonly string[]): string {
  if (sqlstate.startsWith("P0") || sqlstate.startsWith("22") || sqlstate.startsWith("23")) return ownWords(sqlstate);
  if (sqlstate === "42601") return message.startsWith("syntax error") ? "syntax error" : withoutQuoted(message);
  const names = TELLS_VALUES.test(command) && sqlstate === "42703" ? withoutQuoted(message) : message;
  return singleLine(withoutLiterals(names, literals));
}

/** The string constants of a statement, dollar-quoted bodies included as the words in them are not: they are too many. */
export function literalsOf(sql: string): string[] {
  const found = new Set<string>();
  for (const match of sql.matchAll(/'((?:[^']|'')*)'/g)) {
    const text = (match[1] as string).replaceAll("''", "'");
    if (text.trim().length > 2) found.add(text);
  }
  return [...found].sort((a, b) => b.length - a.length);
}

function withoutLiterals(message: string, literals: readonly string[]): string {
  let text = message;
  for (const literal of literals) text = text.replace(wholeWords(literal), "…");
  return text;
}

/** The literal 'order' is not in the name orders. */
function wholeWords(literal: string): RegExp {
  return new RegExp(`(?<!\\w)${literal.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}(?!\\w)`, "g");
}

function withoutQuoted(message: string): string {
  return singleLine(message.replace(/"[^"]*"/g, "…"));
}

function singleLine(message: string): string {
  return (message.split("\n")[0] as string).slice(0, 300);
}

function ownWords(sqlstate: string): string {
  if (sqlstate.startsWith("P0")) return "it raises an exception of its own";
  if (sqlstate.startsWith("23")) return "rows violate a constraint";
  return "a value in it does not fit its type";
}
