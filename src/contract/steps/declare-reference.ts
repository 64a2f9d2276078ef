import { ident, qualified } from "../../facts/identifier.ts";
import { isForeignKeyCovered } from "../../facts/index/covers-foreign-key.ts";
import { plannedIndex, replacedBy } from "../../facts/index/planned.ts";
import { proposeOnDelete } from "../../facts/on-delete.ts";
import type { Column, ForeignKey, Index, Table } from "../../model/catalog.ts";
import type { Server } from "../../model/snapshot.ts";
import type { FixDraft, FixStep } from "../fix.ts";
import { dropIndex } from "./drop-index.ts";
import { addForeignKey, constraintName } from "./foreign-key-steps.ts";
import { createIndex, indexName } from "./index-steps.ts";
import { sideBySide } from "./side-by-side.ts";
import { referToSurrogate, surrogateColumnName } from "./surrogate-reference.ts";

/** A column that is to be declared as a reference to a key, both of the same type. */
export interface NewReference {
  readonly column: Column;
  readonly target: Table;
  readonly key: Column;
  /** Where the key is a text and the table has a number or uuid besides: the reference moves on to that one. */
  readonly surrogate: Column | null;
  /** False where a step before has made sure of it. */
  readonly mayHaveOrphans: boolean;
  readonly server: Server;
}

export interface DeclaredReference {
  readonly steps: readonly FixStep[];
  /** Indexes that the one for the key makes superfluous. */
  readonly replaced: readonly Index[];
}

/** Indexes the column, declares the foreign key without a scan under lock, and proves it; a text reference then moves to the surrogate key. */
export function declareReference(reference: NewReference): DeclaredReference {
  const { column, target, key, surrogate, server } = reference;
  const { table } = column;
  const name = constraintName(table, [table.name, column.name], "_fkey");
  const undecided = foreignKey(reference, name, "no action");
  const covered = isForeignKeyCovered(undecided);
  const proposal = proposeOnDelete(undecided, server);
  const action = proposal?.action ?? "no action";
  const declared = addForeignKey(
    {
      table,
      target,
      name,
      columns: [column.name],
      targetColumns: [key.name],
      onDelete: action,
      why: proposal === null ? "From now on every new reference is checked." : `ON DELETE ${action.toUpperCase()}: ${proposal.reason}.`,
      phase: surrogate === null ? "validate" : "expand",
      ...(reference.mayHaveOrphans ? { requires: noOrphans(reference) } : {}),
    },
    server,
  );
  if (surrogate !== null) {
    const onward = referToSurrogate(foreignKey(reference, name, action), surrogate, server);
    const added = surrogateColumnName(undecided);
    // The indexes of the text are built again on what replaces it; where none of them serves the key, one is added.
    const index = covered
      ? []
      : createIndex({
          table,
          name: indexName(table, [added]),
          keys: [ident(added)],
          why: `Let the check of the new key find its rows.`,
          phase: "validate",
        });
    return { steps: [...declared, ...onward.steps, ...index], replaced: [] };
  }
  const replaced = covered ? [] : replacedBy(table, plannedIndex([column]));
  const build = covered
    ? []
    : createIndex({
        table,
        name: indexName(table, [column.name]),
        keys: [ident(column.name)],
        why: `Let the check of ${name} find its rows.`,
      });
  const drops = replaced.map((index) => dropIndex(index, `The new index does all that ${index.name} does.`));
  return { steps: [...build, ...declared, ...drops], replaced };
}

/** Several references to one table, phase by phase. */
export function declareReferences(references: readonly NewReference[]): Pick<FixDraft, "changes"> & { readonly steps: readonly FixStep[] } {
  const declared = references.map(declareReference);
  return {
    steps: sideBySide(declared.map((each) => each.steps)),
    changes: [...references.map(({ column }) => column), ...declared.flatMap((each) => each.replaced)],
  };
}

/** The foreign key as the catalog will show it. */
function foreignKey({ column, target, key }: NewReference, name: string, onDelete: ForeignKey["onDelete"]): ForeignKey {
  const { table } = column;
  return {
    kind: "constraint",
    path: [...table.path, name],
    name,
    comment: null,
    origin: "user",
    type: "foreign",
    table,
    columns: [column],
    target,
    targetColumns: [key],
    onDelete,
    onUpdate: "no action",
    match: "simple",
    setColumns: [],
    index: null,
    validated: true,
    enforced: true,
    deferrable: false,
    deferred: false,
    local: true,
    temporal: false,
    definition: null,
  };
}

function noOrphans({ column, target, key }: NewReference) {
  const value = `t.${ident(column.name)}`;
  return {
    sql: `SELECT NOT EXISTS (SELECT FROM ${qualified(column.table.path)} AS t WHERE ${value} IS NOT NULL AND NOT EXISTS (SELECT FROM ${qualified(target.path)} AS p WHERE p.${ident(key.name)} = ${value}))`,
    because: `rows of ${column.table.name} refer to nothing in ${target.name}: decide whether they are deleted, cleared, or get the row they name`,
  };
}
