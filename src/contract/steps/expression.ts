import { ident } from "../../facts/identifier.ts";

/** String constants, quoted names, casts, qualified names and words, as `pg_get_expr` writes them. */
const TOKEN = /E?'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|::\s*|\.|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\(|[\s\S]/gu;

/**
 * The expression with one column called by another name.
 *
 * The text comes from the server, where a column of the own table is written bare and quoted as `quote_ident` does:
 * a word after `.` belongs to something else, one after `::` names a type, one before `(` a function.
 */
export function renameColumnIn(expression: string, from: string, to: string): string {
  const tokens = expression.match(TOKEN) ?? [];
  const written = ident(from);
  return tokens
    .map((token, at) => {
      if (token !== written) return token;
      const before = tokens[at - 1] ?? "";
      return before === "." || before.startsWith("::") || tokens[at + 1] === "(" ? token : ident(to);
    })
    .join("");
}

/** Constants cast to one type, cast to another: `(0)::double precision` as `(0)::numeric`. */
export function retypeConstants(expression: string, from: readonly string[], to: string): string {
  const types = from.map((type) => type.replaceAll(" ", "\\s+")).join("|");
  return expression.replace(
    new RegExp(`(\\((?:-?\\d+(?:\\.\\d+)?)\\)|'-?\\d+(?:\\.\\d+)?')::(?:${types})(?![\\w\\[(])`, "g"),
    (_, constant: string) => `${constant}::${to}`,
  );
}
