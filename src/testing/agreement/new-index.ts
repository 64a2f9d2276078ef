import { ident, qualified } from "../../facts/identifier.ts";
import type { IndexShape } from "../../facts/index/redundant-beside.ts";
import type { Catalog, Column, Table } from "../../model/catalog.ts";

/** An index that a fix builds, as far as its text tells. */
export interface NewIndex extends IndexShape {
  readonly name: string;
  readonly table: Table;
}

export const NAME = String.raw`(?:"(?:[^"]|"")+"|[^\s"(.]+)`;
const CREATE = new RegExp(
  `^CREATE (UNIQUE )?INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?(${NAME}) ON (?:ONLY )?(${NAME}(?:\\.${NAME})?)(?: USING (${NAME}))? \\(`,
);

/** Null when the statement builds no index, or one over a column that is still to come. */
export function newIndex(statement: string, catalog: Pick<Catalog, "tables">): NewIndex | null {
  const [head, unique, name, on, method = "btree"] = CREATE.exec(statement) ?? [];
  const table = catalog.tables.find(({ path }) => qualified(path) === on);
  if (head === undefined || name === undefined || table === undefined) return null;
  const { parts, rest } = listFrom(statement.slice(head.length));
  const include = / INCLUDE \((.*?)\)/.exec(rest)?.[1]?.split(", ") ?? [];
  const where = / WHERE (.*)$/s.exec(rest)?.[1] ?? null;
  const keys = parts.map((part) => keyFrom(part, table));
  if (keys.some(({ column, expression }) => column === null && !table.columns.some((each) => expression?.includes(ident(each.name)))))
    return null;
  return {
    name,
    table,
    method,
    unique: unique !== undefined,
    nullsNotDistinct: rest.includes("NULLS NOT DISTINCT"),
    valid: true,
    ready: true,
    include: include.flatMap((text) => table.columns.find((column) => ident(column.name) === text) ?? []),
    predicate: where === null || where.startsWith("(") ? where : `(${where})`,
    settings: {},
    constraint: null,
    keys,
  };
}

/** The parts between commas up to the bracket that closes the list. */
function listFrom(text: string): { readonly parts: readonly string[]; readonly rest: string } {
  const parts = [""];
  let depth = 0;
  for (const [at, char] of [...text].entries()) {
    if (char === ")" && depth === 0) return { parts: parts.map((part) => part.trim()), rest: [...text].slice(at + 1).join("") };
    depth += Number(char === "(") - Number(char === ")");
    if (char === "," && depth === 0) parts.push("");
    else parts.push(`${parts.pop()}${char}`);
  }
  return { parts: [], rest: "" };
}

function keyFrom(text: string, table: Table): IndexShape["keys"][number] {
  const descending = / DESC\b/.test(text);
  const plain = text.replace(/ (?:ASC|DESC)?(?: ?NULLS (?:FIRST|LAST))?$/, "");
  const column: Column | null = table.columns.find(({ name }) => ident(name) === plain) ?? null;
  return {
    column,
    expression: column === null ? plain : null,
    collation: null,
    opclass: { schema: "pg_catalog", name: "", default: true },
    descending,
    nullsFirst: / NULLS FIRST/.test(text) || (descending && !/ NULLS LAST/.test(text)),
  };
}
