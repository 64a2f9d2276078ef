import { defineRule, dropForeignKey, type FixDraft, type ForeignKey, foreignKeyKeeper, z } from "#rule";

export default defineRule({
  id: "duplicate-foreign-key",
  on: "foreignKey",
  needs: [],
  category: "keys",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "Two foreign keys of a table say the same, or one of them follows from the other.",
    why: "Every key is checked by triggers of its own: each INSERT and each DELETE pays for it again, and locks again. Where the two differ in their actions, nobody can tell what a delete does without trying it.",
    remedy:
      "Keep one. The fix drops the one that adds nothing, and gives the statement that brings it back; where the actions differ, decide first which one is meant.",
    ignoreWhen:
      "The second key was added NOT VALID a moment ago to take the place of the first. A wider key whose further columns can be NULL checks less than the narrower one, and is left out already.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"],
  },
  options: z.object({}),
  messages: {
    same: "{constraint} on {table} is the same as {keeper}.",
    conflict: "{constraint} and {keeper} on {table} are one reference to {parent}, but do not agree on {differences}.",
    implied: "{constraint} on {table} follows from {keeper}, whose further columns are never NULL.",
  },
  looksAt: ({ table }) => table.foreignKeys.length > 1,
  *check(key) {
    const keeper = foreignKeyKeeper(key);
    if (keeper === undefined) return;
    const names = { constraint: key.name, table: key.table.name, keeper: keeper.name };
    const differences = differencesOf(key, keeper);
    const related = [keeper];
    if (key.columns.length < keeper.columns.length) yield { message: "implied", data: names, related };
    else if (differences.length === 0) yield { message: "same", data: names, related };
    else yield { message: "conflict", data: { ...names, parent: key.target.name, differences: differences.join(" and ") }, related };
  },
  fix(key): FixDraft | undefined {
    const keeper = foreignKeyKeeper(key);
    if (keeper === undefined || differencesOf(key, keeper).length > 0) return undefined;
    return {
      title: `Drop ${key.name}, which ${keeper.name} makes needless`,
      safety: "safe",
      changes: [key],
      steps: [dropForeignKey(key, `${keeper.name} checks all that ${key.name} checks.`)],
    };
  },
});

/** What dropping the key would change besides the check. */
function differencesOf(key: ForeignKey, keeper: ForeignKey): string[] {
  const set = (one: ForeignKey) => (one.onDelete === "set null" ? (one.setColumns.length === 0 ? one.columns : one.setColumns) : []);
  const sameSet = set(key).length === set(keeper).length && set(key).every((column) => set(keeper).includes(column));
  return [
    ...(key.onDelete === keeper.onDelete && sameSet ? [] : ["ON DELETE"]),
    ...(key.onUpdate === keeper.onUpdate ? [] : ["ON UPDATE"]),
    ...(key.match === keeper.match || key.columns.length === 1 ? [] : ["MATCH"]),
    ...(key.deferrable === keeper.deferrable && key.deferred === keeper.deferred ? [] : ["DEFERRABLE"]),
  ];
}
