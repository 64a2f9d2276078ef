import type { Node } from "libpg-query";

/** `[tag, body]` of a node: the tree has every node as an object of one key. A hole in a list is an empty object. */
export function tagged(node: Node | undefined): readonly [tag: string, body: unknown] {
  return node === undefined ? NOTHING : ((Object.entries(node)[0] as [string, unknown] | undefined) ?? NOTHING);
}

const NOTHING: readonly [string, unknown] = ["", {}];

export function strings(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ("String" in node ? [node.String.sval ?? ""] : []));
}

/** The body of a node of this kind; undefined for any other node. */
export function bodyOf<T>(node: Node | undefined, tag: string): T | undefined {
  const [found, body] = tagged(node);
  return found === tag ? (body as T) : undefined;
}

/** The nodes right below the body of a node, whichever kind it is. Bodies that stand there without a tag are looked through. */
export function nodesIn(body: unknown): Node[] {
  if (typeof body !== "object" || body === null) return [];
  if (Array.isArray(body)) return body.flatMap(nodesIn);
  const entries = Object.entries(body);
  const [first] = entries;
  if (entries.length === 1 && first !== undefined && isTag(first[0])) return [body as Node];
  return entries.flatMap(([, value]) => nodesIn(value));
}

/** Tags begin with a capital, fields with a small letter. */
function isTag(key: string): boolean {
  return /^[A-Z]/.test(key);
}
