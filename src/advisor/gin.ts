import { ident } from "../facts/identifier.ts";
import type { Column } from "../model/catalog.ts";
import type { Access } from "../model/workload.ts";
import type { Candidate } from "./candidate.ts";

/** What `jsonb_path_ops` finds: smaller and faster than the default, but blind to keys alone. */
const BY_PATH: ReadonlySet<string> = new Set(["@>", "@?", "@@"]);
const BY_KEY: ReadonlySet<string> = new Set(["?", "?|", "?&"]);
const PATTERNS: ReadonlySet<string> = new Set(["~~", "~~*", "~", "~*"]);

/** `trigrams`: the qualified name of gin_trgm_ops, when it is there. */
export function ginCandidates({ table, json, array, pattern }: Access, trigrams: string | null): Candidate[] {
  const over = (column: Column, expression: string, opclass: string | null): Candidate => ({
    table,
    method: "gin",
    keys: [
      {
        column: expression === ident(column.name) ? column : null,
        expression: expression === ident(column.name) ? null : expression,
        reads: column,
        descending: false,
        nullsFirst: false,
        opclass,
      },
    ],
    include: [],
    predicate: null,
    predicateOn: null,
  });
  const filters = json.flatMap(({ column, operator, expression }) => {
    if (/\$\d/.test(expression) || !(BY_PATH.has(operator) || BY_KEY.has(operator))) return [];
    return [over(column, expression, BY_PATH.has(operator) ? "jsonb_path_ops" : null)];
  });
  const held = array.map(({ column }) => over(column, ident(column.name), null));
  const searches =
    trigrams === null
      ? []
      : pattern.flatMap(({ column, operator }) => (PATTERNS.has(operator) ? [over(column, ident(column.name), trigrams)] : []));
  return [...filters, ...held, ...searches];
}
