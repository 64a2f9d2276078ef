import {
  addForeignKey,
  type Column,
  constraintName,
  defineRule,
  type FixDraft,
  type ForeignKey,
  needsNoAction,
  replaceForeignKey,
  type Server,
  takesSetNullColumns,
  z,
} from "#rule";

export default defineRule({
  id: "set-null-on-not-null",
  on: "foreignKey",
  needs: [],
  category: "keys",
  severity: "error",
  confidence: "certain",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A foreign key sets a column to NULL that is declared NOT NULL.",
    why: "The two declarations contradict each other, and PostgreSQL accepts both: every delete of a referenced row that still has references fails, with an error that names the referencing table's NOT NULL and not the key.",
    remedy:
      "Decide which of the two is meant. The fix changes nothing that works today: of a composite key only the columns that can be NULL are cleared, and where none can, the key says RESTRICT, which is what happens already. Where the row should outlive the referenced one, drop the NOT NULL instead.",
    ignoreWhen: "Never: the action cannot succeed.",
    links: ["https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES"],
  },
  options: z.object({}),
  messages: {
    onDelete:
      "{constraint} sets {columns} to NULL when a row of {parent} is deleted, but {table} does not allow NULL there: the delete fails.",
    onUpdate:
      "{constraint} sets {columns} to NULL when the key of a row of {parent} changes, but {table} does not allow NULL there: the update fails.",
  },
  *check(key) {
    if (!key.enforced) return;
    const onDelete = key.onDelete === "set null" ? required(clearedOnDelete(key)) : [];
    const onUpdate = key.onUpdate === "set null" ? required(key.columns) : [];
    const data = (columns: readonly Column[]) => ({
      constraint: key.name,
      columns: names(columns).join(", "),
      parent: key.target.name,
      table: key.table.name,
    });
    const evidence = [{ label: "NOT NULL", value: true, from: "pg_attribute.attnotnull" }];
    if (onDelete.length > 0) yield { message: "onDelete", data: data(onDelete), key: "delete", evidence, related: onDelete };
    if (onUpdate.length > 0) yield { message: "onUpdate", data: data(onUpdate), key: "update", evidence, related: onUpdate };
  },
  fix(key, _, { server }): FixDraft | undefined {
    const action = possible(key, server);
    if (action === null) return undefined;
    const name = constraintName(key.table, [key.name], "_new");
    const steps = addForeignKey({ ...key, name, columns: names(key.columns), targetColumns: names(key.targetColumns), ...action }, server);
    return {
      title: `Make ${key.name} do what it can`,
      safety: "review",
      changes: [key],
      steps: [
        // A key that was never proven stays unproven: its rows are another finding.
        ...(key.validated ? steps : steps.slice(0, 1)),
        replaceForeignKey(key, name, "The possible key takes the place and the name of the impossible one."),
      ] as unknown as FixDraft["steps"],
    };
  },
});

/** Actions that the columns allow; null where RESTRICT would refuse more than the failing SET NULL does. */
function possible(key: ForeignKey, server: Server) {
  const onUpdate = key.onUpdate === "set null" && required(key.columns).length > 0 ? ("no action" as const) : key.onUpdate;
  const cleared = clearedOnDelete(key);
  if (key.onDelete !== "set null" || required(cleared).length === 0) {
    return { onDelete: key.onDelete, setColumns: names(key.setColumns), onUpdate, why: "A changed key is refused, as it is today." };
  }
  const nullable = cleared.filter((column) => !column.notNull);
  if (nullable.length > 0 && key.match === "simple" && takesSetNullColumns(server)) {
    const why = `Only ${names(nullable).join(", ")} can be cleared, and that is enough to end the reference.`;
    return { onDelete: "set null" as const, setColumns: names(nullable), onUpdate, why };
  }
  if (needsNoAction(key)) return null;
  return { onDelete: "restrict" as const, setColumns: [], onUpdate, why: "RESTRICT says what happens today: the delete is refused." };
}

/** `SET NULL (columns)` clears only those; an ON UPDATE always clears all. */
function clearedOnDelete(key: ForeignKey): readonly Column[] {
  return key.setColumns.length === 0 ? key.columns : key.setColumns;
}

function required(columns: readonly Column[]): Column[] {
  return columns.filter((column) => column.notNull);
}

function names(columns: readonly { readonly name: string }[]): string[] {
  return columns.map((column) => column.name);
}
