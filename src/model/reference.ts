/** What a finding, a lock or a dependency can point at. */
export type ObjectKind =
  | "database"
  | "schema"
  | "table"
  | "column"
  | "index"
  | "constraint"
  | "view"
  | "sequence"
  | "routine"
  | "trigger"
  | "policy"
  | "type"
  | "statistics"
  | "statement";

/**
 * Identity is a path of names, never an OID, so that it survives dump and restore.
 *
 * - schema: `[schema]`
 * - table, view, sequence, type: `[schema, name]`
 * - column, index, constraint, trigger, policy, statistics: `[schema, table, name]`
 * - routine: `[schema, "name(argument types)"]`
 * - statement: `[fingerprint]`
 */
export interface ObjectRef {
  readonly kind: ObjectKind;
  readonly path: readonly string[];
}

/** Where the DDL of an object is written. Lines and columns start at 1; columns count characters. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** One string per object, usable as a map key: PostgreSQL names cannot contain NUL. */
export function referenceKey(ref: ObjectRef): string {
  return `${ref.kind}\0${ref.path.join("\0")}`;
}

/** The plain reference, without whatever else the given object carries. */
export function toReference(ref: ObjectRef): ObjectRef {
  return { kind: ref.kind, path: ref.path };
}

/** Byte order of UTF-16 code units: the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function compareReferences(a: ObjectRef, b: ObjectRef): number {
  const length = Math.min(a.path.length, b.path.length);
  for (let i = 0; i < length; i += 1) {
    const order = compareText(a.path[i] as string, b.path[i] as string);
    if (order !== 0) return order;
  }
  return a.path.length - b.path.length || compareText(a.kind, b.kind);
}
