import {
  addForeignKey,
  constraintName,
  defineRule,
  type FixDraft,
  type ForeignKey,
  foreignKeyKeeper,
  type OnDeleteProposal,
  proposeOnDelete,
  replaceForeignKey,
  type Server,
  z,
} from "#rule";

export default defineRule({
  id: "foreign-key-without-on-delete",
  on: "foreignKey",
  needs: [],
  category: "keys",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "A foreign key leaves open what happens to its rows when the referenced row is deleted.",
    why: "Without ON DELETE the default holds: the delete fails, at whatever table happens to be checked first. Nobody decided it, so the application finds out in production, and every caller deletes dependent rows in an order of its own.",
    remedy:
      "Say what the relation means: CASCADE for parts of the referenced row, SET NULL for an optional reference, RESTRICT for money, history and whatever has to outlive it. The fix adds the decided key beside the old one, proves it, and lets it take the old one's place and name.",
    ignoreWhen:
      "Referenced rows are never deleted, or the schema relies on the check waiting until the end of the statement. Deferrable keys and keys that several cascades reach are left out already.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"],
  },
  options: z.object({
    historyWords: z
      .array(z.string())
      .default([])
      .describe("Further words, in the singular, that make a table a record of history, whose rows are never deleted with another row."),
  }),
  messages: {
    undecided: "{constraint} does not say what deleting a row of {parent} does to {table}: {action} fits, because {reason}.",
  },
  *check(key, { server, options }) {
    const proposal = proposalFor(key, server, options.historyWords);
    if (proposal === null) return;
    yield {
      message: "undecided",
      data: {
        constraint: key.name,
        parent: key.target.name,
        table: key.table.name,
        action: proposal.action.toUpperCase(),
        reason: proposal.reason,
      },
      related: [key.target],
    };
  },
  fix(key, _, { server, options }): FixDraft {
    const proposal = proposalFor(key, server, options.historyWords) as OnDeleteProposal;
    const { action } = proposal;
    const name = constraintName(key.table, [key.name], "_new");
    const steps = addForeignKey(
      {
        ...key,
        name,
        columns: names(key.columns),
        targetColumns: names(key.targetColumns),
        setColumns: names(proposal.setColumns),
        onDelete: action,
        why: `${action.toUpperCase()}: ${proposal.reason}. While both keys are there, the old one still refuses the delete.`,
      },
      server,
    );
    // A key that was never proven stays unproven: its rows are another finding.
    const proven = key.validated ? steps : steps.slice(0, 1);
    const swap = replaceForeignKey(key, name, "The decided key takes the place and the name of the old one.");
    return {
      title: `Decide ON DELETE ${action.toUpperCase()} for ${key.name}`,
      safety: action === "restrict" ? "safe" : "review",
      changes: [key],
      steps: [
        ...proven,
        action === "cascade" ? { ...swap, hazards: [...swap.hazards, "deletes data"] } : swap,
      ] as unknown as FixDraft["steps"],
    };
  },
});

/** Null when ON DELETE was decided, or when only NO ACTION works: it alone can wait for the end of the transaction. */
function proposalFor(key: ForeignKey, server: Server, historyWords: readonly string[]) {
  if (key.onDelete !== "no action" || key.deferrable || key.temporal || !key.enforced) return null;
  // A second key along the same reference is another finding: it has to go.
  if (foreignKeyKeeper(key) !== undefined) return null;
  return proposeOnDelete(key, server, historyWords);
}

function names(columns: readonly { readonly name: string }[]): string[] {
  return columns.map((column) => column.name);
}
