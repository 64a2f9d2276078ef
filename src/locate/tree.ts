import type { Node, RangeVar } from "libpg-query";

/** A name as written: without a schema, the search_path decides. */
export interface WrittenName {
  readonly schema: string | null;
  readonly name: string;
}

/** `[tag, body]` of a node: the tree has every node as an object of one key. */
export function tagged(node: Node): readonly [tag: string, body: object] {
  return Object.entries(node)[0] as [string, object];
}

export function strings(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ("String" in node ? [node.String.sval ?? ""] : []));
}

/** The last two parts of a dotted name: a database name before them means nothing. */
export function dotted(parts: readonly string[]): WrittenName {
  return { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? "" };
}

export function ranged(relation: RangeVar | undefined): WrittenName {
  return { schema: relation?.schemaname ?? null, name: relation?.relname ?? "" };
}

/** The name in whatever form a statement has it; null when it is none of them. */
export function nameOf(object: Node | undefined): WrittenName | null {
  const parts = object === undefined ? null : partsOf(object);
  return parts === null ? null : dotted(parts);
}

export function partsOf(object: Node): string[] | null {
  if ("List" in object) return strings(object.List.items);
  if ("TypeName" in object) return strings(object.TypeName.names);
  if ("ObjectWithArgs" in object) return strings(object.ObjectWithArgs.objname);
  return null;
}
