import {
  type Action,
  defineRule,
  type ForeignKey,
  groupedBy,
  isJoinTable,
  isOwnedDetail,
  isRequired,
  proposeOnDelete,
  recordsHistory,
  recordsMoney,
  type Server,
  type Table,
  z,
} from "#rule";

export default defineRule({
  id: "inconsistent-on-delete",
  on: "table",
  needs: [],
  category: "keys",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "Keys of one kind to one table do not agree on what a delete does: most do one thing, and a few another.",
    why: "Whoever deletes a row expects one answer. A single RESTRICT among cascades makes the delete fail, and a single CASCADE among keys that clear or refuse takes rows away that nobody thought of.",
    remedy:
      "Look at the keys that stand alone, and give them the action of the others, or write down why they differ. Keys that nobody decided are another finding, and count here as what is proposed for them.",
    ignoreWhen:
      "The tables differ in a way that their names, NOT NULL and keys do not show. Records of money and history, pairings and parts of the row are compared with their own kind only.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"],
  },
  options: z.object({
    least: z.number().int().min(2).default(3).describe("How many keys have to agree before another one stands out."),
  }),
  messages: {
    outliers: "{count} {group} to {parent} say ON DELETE {action}, but {outliers}.",
  },
  looksAt: ({ referencedBy }) => referencedBy.length > 1,
  *check(table, { server, options, isShown }) {
    for (const [group, keys] of groupsOf(table, isShown)) {
      // Without an action that somebody chose, and enough others, nothing stands out.
      if (keys.length <= options.least || keys.every((key) => key.onDelete === "no action")) continue;
      const counts = countsOf(keys.map((key) => actionOf(key, server)));
      const [common, agreeing] = counts[0] as [Action, number];
      const outliers = keys
        .filter((key) => key.onDelete !== "no action" && key.onDelete !== common && proposeOnDelete(key, server)?.action !== key.onDelete)
        .sort(byPath);
      if (agreeing < options.least || outliers.length === 0 || outliers.length * 3 > agreeing) continue;
      const words = outliers.map((key) => `${key.name} on ${key.table.name} says ${key.onDelete.toUpperCase()}`);
      yield {
        message: "outliers",
        data: { count: agreeing, group, parent: table.name, action: common.toUpperCase(), outliers: words.join(", ") },
        key: group,
        evidence: counts.map(([action, value]) => ({ label: action.toUpperCase(), value, from: "pg_constraint.confdeltype" })),
        related: outliers,
      };
    }
  },
});

/** Keys that mean alike to whoever deletes a row. */
function groupsOf(table: Table, isShown: (table: Table) => boolean): Map<string, ForeignKey[]> {
  return groupedBy(
    table.referencedBy.filter((key) => isShown(key.table) && isCompared(key)),
    groupOf,
  );
}

function groupOf(key: ForeignKey): string {
  if (!isRequired(key)) return "optional references";
  if (isJoinTable(key.table)) return "pairings";
  return isOwnedDetail(key) ? "parts" : "required references";
}

function isCompared(key: ForeignKey): boolean {
  const { table } = key;
  if (!key.local || !key.enforced || key.temporal || key.deferrable || table === key.target) return false;
  const impossible = key.onDelete === "set null" && key.columns.some((column) => column.notNull);
  return !impossible && !recordsHistory(table) && !recordsMoney(table);
}

function actionOf(key: ForeignKey, server: Server): Action {
  return key.onDelete === "no action" ? (proposeOnDelete(key, server)?.action ?? key.onDelete) : key.onDelete;
}

/** How often each action is there, the most common first. */
function countsOf(actions: readonly Action[]): [Action, number][] {
  const counts = new Map<Action, number>();
  for (const action of actions) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function byPath(a: ForeignKey, b: ForeignKey): number {
  return a.path.join("\0") < b.path.join("\0") ? -1 : 1;
}
