import type { Column } from "../model/catalog.ts";

/** Collations that compare by bytes, of which a prefix is a range. */
const BY_BYTES: ReadonlySet<string> = new Set(["pg_catalog.C", "pg_catalog.POSIX", "pg_catalog.ucs_basic"]);
const CLASSES: Readonly<Record<string, string>> = {
  text: "text_pattern_ops",
  varchar: "varchar_pattern_ops",
  bpchar: "bpchar_pattern_ops",
};

/** The column compares by bytes. What the database compares by is not known, and rarely bytes. */
export function comparesByBytes({ collation }: Pick<Column, "collation">): boolean {
  return collation !== null && BY_BYTES.has(collation);
}

/** The operator class in which a B-tree finds what begins with a text; null when it is the default one, undefined when there is none. */
export function patternClass(column: Pick<Column, "collation" | "type">): string | null | undefined {
  const { name, array } = column.type.over ?? column.type;
  const own = array ? undefined : CLASSES[name];
  return own !== undefined && comparesByBytes(column) ? null : own;
}
