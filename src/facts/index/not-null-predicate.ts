/** A quoted or a plain identifier, a parenthesis, or anything else, one at a time. */
const TOKEN = /"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|[()]|\S/gu;

/**
 * The columns of a predicate that says nothing but "these columns are not null"; null when it says anything more.
 * Reads what `pg_get_expr` writes: `((a IS NOT NULL) AND ("B" IS NOT NULL))`.
 */
export function notNullColumns(predicate: string): readonly string[] | null {
  // Only AND may join the terms, so that parentheses change nothing.
  const tokens = (predicate.match(TOKEN) ?? []).filter((token) => token !== "(" && token !== ")");
  if (tokens.length % 5 !== 4) return null;
  const columns: string[] = [];
  for (let i = 0; i < tokens.length; i += 5) {
    const [column = "", is, not, nil, and = "AND"] = tokens.slice(i, i + 5);
    if (is !== "IS" || not !== "NOT" || nil !== "NULL" || and !== "AND") return null;
    columns.push(column.startsWith('"') ? column.slice(1, -1).replaceAll('""', '"') : column);
  }
  return columns;
}
