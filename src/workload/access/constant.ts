import type { A_Const, Node, TypeCast, TypeName } from "libpg-query";
import { ident, literal } from "../../facts/identifier.ts";
import { strings, tagged } from "./tree.ts";

/** A constant that was kept: the statement is normalised, so that it is the schema's (of a view) or the grammar's (`EXTRACT(year …)`). */
export function constantText({ ival, fval, sval, bsval, boolval, isnull }: A_Const): string {
  if (isnull === true) return "NULL";
  if (boolval !== undefined) return boolval.boolval === true ? "true" : "false";
  if (sval !== undefined) return literal(sval.sval ?? "").trim();
  return fval?.fval ?? bsval?.bsval ?? String(ival?.ival ?? 0);
}

/** The constant that a node is, also behind casts. */
export function constantIn(node: Node | undefined): A_Const | undefined {
  const [tag, body] = tagged(node);
  if (tag === "A_Const") return body as A_Const;
  return tag === "TypeCast" ? constantIn((body as TypeCast).arg) : undefined;
}

/** The name as it is written after `::`; those that the grammar knows stand in pg_catalog, and need no quotes. */
export function typeText({ names, arrayBounds }: TypeName): string {
  const [schema, ...own] = strings(names);
  const name = schema === "pg_catalog" ? own.join(".") : [schema ?? "", ...own].map(ident).join(".");
  return `${name}${(arrayBounds ?? []).length > 0 ? "[]" : ""}`;
}

/** A function as it is called, without the schema of PostgreSQL's own. */
export function functionText(parts: readonly string[]): string {
  return (parts[0] === "pg_catalog" ? parts.slice(1) : parts).map(ident).join(".");
}
