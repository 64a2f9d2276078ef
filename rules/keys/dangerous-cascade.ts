import {
  addForeignKey,
  constraintName,
  defineRule,
  type Evidence,
  type FixDraft,
  type ForeignKey,
  isOwnedDetail,
  lexicon,
  moneySigns,
  numberForm,
  proposeOnDelete,
  recordsMoney,
  replaceForeignKey,
  type Stats,
  type Table,
  tableWords,
  z,
} from "#rule";

/** Tables that exist to show later what has happened. */
const RECORDS = lexicon("audit ledger journal");

/** What can be computed again from other rows. */
const DERIVED = lexicon("snapshot cache summary draft preview");

export default defineRule({
  id: "dangerous-cascade",
  on: "foreignKey",
  needs: [],
  uses: ["stats"],
  category: "keys",
  severity: "warning",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "Deleting a row somewhere else cascades into a table that records money, or what has happened.",
    why: "One DELETE of a customer or a project takes its payments, its ledger or its audit trail along, without a word and for good. The sums of closed months change, and nobody can show any more what was done.",
    remedy:
      "Refuse the delete as long as such rows are there, and mark the referenced row as closed instead of deleting it. The fix adds a key with RESTRICT beside the old one, proves it, and lets it take the old one's place and name; code that deletes the referenced rows has to be ready for the refusal.",
    ignoreWhen:
      "The rows have to go away with the referenced one, for instance in a demo account or by a law that asks for it. Cascades within records, such as lines of an invoice, are left out already.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"],
  },
  options: z.object({
    recordWords: z
      .array(z.string())
      .default([])
      .describe("Further words, in the singular, that make a table a record of what has happened."),
  }),
  messages: {
    money: "Deleting a row of {parent} deletes its rows of {table} through {constraint}: they record money, as {column} shows.",
    record: "Deleting a row of {parent} deletes its rows of {table} through {constraint}: they record what has happened, as {word} says.",
  },
  looksAt: ({ onDelete }) => onDelete === "cascade",
  *check(key, { stats, options }) {
    const record = recordAt(key, options.recordWords);
    if (record === null) return;
    const names = { parent: key.target.name, table: key.table.name, constraint: key.name };
    const reached = below(key.table);
    const evidence = reachOf(key, reached, stats);
    const related = [key.target, ...reached.keys()];
    if (record.is === "money") yield { message: "money", data: { ...names, column: record.column }, evidence, related };
    else yield { message: "record", data: { ...names, word: record.word }, evidence, related };
  },
  fix(key, _, { server, options }): FixDraft {
    const proposal = proposeOnDelete(key, server, [...RECORDS, ...options.recordWords]);
    const name = constraintName(key.table, [key.name], "_new");
    const cleared = proposal?.action === "set null" ? proposal.setColumns : null;
    const action = cleared !== null ? "set null" : proposal === null ? "no action" : "restrict";
    const why =
      proposal === null ? "Another cascade reaches the same rows, and only NO ACTION waits for it." : `Because ${proposal.reason}.`;
    const names = (columns: readonly { readonly name: string }[]) => columns.map((column) => column.name);
    const added = addForeignKey(
      {
        ...key,
        name,
        columns: names(key.columns),
        targetColumns: names(key.targetColumns),
        setColumns: names(cleared ?? []),
        onDelete: action,
        why: `${action.toUpperCase()} in the place of CASCADE. ${why}`,
      },
      server,
    );
    const swap = replaceForeignKey(
      key,
      name,
      `From now on deleting a row of ${key.target.name} ${cleared === null ? "fails while it has" : "keeps"} rows of ${key.table.name}.`,
    );
    return {
      title: `Keep rows of ${key.table.name} when a row of ${key.target.name} is deleted`,
      safety: "review",
      changes: [key],
      steps: [
        // A key that was never proven stays unproven: its rows are another finding.
        ...(key.validated ? added : added.slice(0, 1)),
        { ...swap, hazards: [...swap.hazards, "breaks clients"] },
      ] as unknown as FixDraft["steps"],
    };
  },
});

type Recorded = { readonly is: "money"; readonly column: string } | { readonly is: "record"; readonly word: string };

/** What the cascade comes into; null when it stays among records, or among what may go away. */
function recordAt(key: ForeignKey, words: readonly string[]): Recorded | null {
  if (!key.enforced || key.temporal || key.table === key.target) return null;
  const among = recordOf(key.target, words) !== null || (recordsMoney(key.target) && isOwnedDetail(key));
  return among ? null : recordOf(key.table, words);
}

function recordOf(table: Table, words: readonly string[]): Recorded | null {
  const word = tableWords(table).find((each) => RECORDS.has(each) || words.includes(each));
  if (word !== undefined) return { is: "record", word };
  if (!recordsMoney(table) || tableWords(table).some((each) => DERIVED.has(each))) return null;
  const column = moneyIn(table);
  return column === null ? null : { is: "money", column };
}

/** The name of the first column that holds money. */
function moneyIn(table: Table): string | null {
  return table.columns.find((column) => numberForm(column.type) !== null && moneySigns(column).money)?.name ?? null;
}

function reachOf(key: ForeignKey, reached: ReadonlyMap<Table, number>, stats: Stats | undefined): Evidence[] {
  const rows = [...reached.keys()].map((table) => stats?.table(table)?.rows ?? null);
  const above = [...cascadingInto(key.target)].map((table) => table.name).toSorted();
  return [
    {
      label: "tables that the delete reaches",
      value: [...reached.keys()]
        .map((table) => table.name)
        .toSorted()
        .join(", "),
      from: "pg_constraint.confdeltype",
    },
    { label: "depth of the cascade", value: Math.max(...reached.values()), from: "pg_constraint.confdeltype" },
    ...(above.length < 2 ? [] : [{ label: "tables from which it is reached", value: above.join(", "), from: "pg_constraint.confdeltype" }]),
    ...(rows.every((count) => count !== null)
      ? [
          {
            label: "rows in these tables",
            value: rows.reduce((sum, count) => sum + count, 0),
            unit: "rows",
            from: "pg_class.reltuples",
          } as const,
        ]
      : []),
  ];
}

/** The table and those to which a delete in it cascades, with the number of steps from the first deleted row. */
function below(table: Table): Map<Table, number> {
  const depth = new Map([[table, 1]]);
  for (const [at, steps] of depth) {
    for (const key of at.referencedBy)
      if (key.onDelete === "cascade" && key.enforced && !depth.has(key.table)) depth.set(key.table, steps + 1);
  }
  return depth;
}

/** The table and those from which a delete cascades into it. */
function cascadingInto(table: Table): Set<Table> {
  const found = new Set([table]);
  for (const at of found) for (const key of at.foreignKeys) if (key.onDelete === "cascade" && key.enforced) found.add(key.target);
  return found;
}
