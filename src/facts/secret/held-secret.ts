import type { Column } from "../../model/catalog.ts";
import type { TypeRef } from "../../model/data.ts";
import { classifySecret, hintsAtSecret, type SecretAnswer, type SecretStorage } from "./classify.ts";

export type HeldSecret = SecretAnswer & { readonly kind: string };

/** What a column seems to hold, by its name, type and neighbours; null when it is no secret, or a protected one. */
export function heldSecret(column: Column): HeldSecret | null {
  const { table } = column;
  const storage = secretStorageOf(column.type);
  if (storage === null || !hintsAtSecret(column.name) || table.foreign || column.generated !== null) return null;
  // A reference repeats what the referenced column holds: the finding is there.
  if (table.foreignKeys.some((key) => key.columns.includes(column))) return null;
  const answer = classifySecret({
    column: column.name,
    table: table.name,
    storage,
    siblings: table.columns.filter(isEvidence(column)).map(({ name }) => name),
  });
  return answer.kind === null ? null : { ...answer, kind: answer.kind };
}

const STORAGE: Readonly<Record<string, SecretStorage>> = {
  text: "text",
  varchar: "text",
  bpchar: "text",
  citext: "text",
  bytea: "bytes",
  json: "document",
  jsonb: "document",
  hstore: "document",
  uuid: "uuid",
};

/** How a type could hold a secret; null when it cannot. */
export function secretStorageOf(type: TypeRef): SecretStorage | null {
  return type.over === null ? (STORAGE[type.name] ?? null) : secretStorageOf(type.over);
}

/** A digest that is generated from the column proves that the column is clear: it protects nothing. */
function isEvidence(column: Column): (sibling: Column) => boolean {
  return (sibling) => !sibling.reads.includes(column);
}
