import { defineRule, z } from "#rule";

export default defineRule({
  id: "stale-baseline",
  on: "database",
  needs: ["suppressions"],
  category: "gate",
  severity: "info",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "Entries of the baseline whose finding is gone.",
    why: "A stale entry would accept the same problem in silence if it came back.",
    remedy: "`pgassay audit … --prune-baseline` takes them out. With `--strict-baseline` they fail the run.",
    ignoreWhen: "One baseline serves several branches of which only some have the problem.",
    links: [],
  },
  options: z.object({}),
  messages: { stale: "The baseline has {count} whose finding is gone: {entries}." },
  *check(_, { suppressions: { stale } }) {
    if (stale.length === 0) return;
    const shown = stale.slice(0, 5).map(({ rule, object }) => `${rule} on ${object}`);
    const rest = stale.length > shown.length ? [`and ${stale.length - shown.length} more`] : [];
    yield {
      message: "stale",
      data: { count: stale.length === 1 ? "1 entry" : `${stale.length} entries`, entries: [...shown, ...rest].join(", ") },
      evidence: stale.map((entry) => ({ label: "stale", value: entry.fingerprint, from: "baseline" })),
    };
  },
});
