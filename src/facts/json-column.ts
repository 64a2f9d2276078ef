import type { Column } from "../model/catalog.ts";
import type { TypeRef } from "../model/data.ts";

/** json or jsonb, also under a domain. */
export function isJsonColumn({ type }: Pick<Column, "type">): boolean {
  return jsonTypeOf(type) !== null;
}

export function jsonTypeOf(type: TypeRef): "json" | "jsonb" | null {
  if (type.over !== null) return jsonTypeOf(type.over);
  return !type.array && (type.name === "json" || type.name === "jsonb") ? type.name : null;
}
