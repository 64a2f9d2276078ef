import { defineRule, type FixDraft, foreignKeyKeeper, validateConstraint, z } from "#rule";

const KINDS = { foreign: "foreign key", check: "CHECK", "not null": "NOT NULL" } as const;

export default defineRule({
  id: "unvalidated-constraint",
  on: "constraint",
  needs: [],
  category: "keys",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A constraint was added NOT VALID, and nobody validated it afterwards.",
    why: "New rows are checked, and those that were there before may still break the rule: the schema promises what the data does not keep. The planner does not rely on such a constraint, and a CHECK refuses every later UPDATE of an old row that breaks it, whatever column is changed.",
    remedy:
      "Repair the rows that break it, then VALIDATE it. The fix asks for such rows first and stops where there are any; validating lets readers and writers go on.",
    ignoreWhen: "Old rows are known to break the rule, and are kept as they are for good.",
    links: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES"],
  },
  options: z.object({}),
  messages: {
    notValid: "The {type} constraint {constraint} on {table} was never validated: rows from before it may break it.",
  },
  looksAt: ({ validated }) => !validated,
  *check(constraint) {
    const { type, enforced, table } = constraint;
    if (!enforced || (type !== "foreign" && type !== "check" && type !== "not null")) return;
    // What another key says as well is to be dropped, and not to be proven.
    if (type === "foreign" && foreignKeyKeeper(constraint) !== undefined) return;
    yield {
      message: "notValid",
      data: { type: KINDS[type], constraint: constraint.name, table: table.name },
      evidence: [{ label: "validated", value: false, from: "pg_constraint.convalidated" }],
      related: [...constraint.columns, ...(type === "foreign" ? [constraint.target] : [])],
    };
  },
  fix(constraint): FixDraft | undefined {
    const step = validateConstraint(constraint);
    if (step === null) return undefined;
    return { title: `Validate ${constraint.name}`, safety: "safe", changes: [constraint], steps: [step] };
  },
});
