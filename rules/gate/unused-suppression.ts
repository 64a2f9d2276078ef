import { aboutSuppression, defineRule, suppressedRules, z } from "#rule";

export default defineRule({
  id: "unused-suppression",
  on: "database",
  needs: ["suppressions"],
  category: "gate",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "A suppression that accepts nothing, or that cannot be read.",
    why: "A suppression whose problem is gone hides the next one of the same rule at the same place; one without a reason tells nobody why it is there, and accepts nothing.",
    remedy: "Delete it, or write it as `rule: reason`.",
    ignoreWhen: "A suppression is shared by schemas of which only some have the problem.",
    links: [],
  },
  options: z.object({}),
  messages: {
    unused: "The suppression of {rules} in {name} accepts nothing: what it was written for is gone.",
    unreadable: "The suppression in {name} accepts nothing, because it is not written as `rule: reason`.",
  },
  *check(_, { suppressions }) {
    for (const it of suppressions.unused) {
      yield { message: "unused", data: { rules: suppressedRules(it), name: it.name }, ...aboutSuppression(it) };
    }
    for (const it of suppressions.unreadable) yield { message: "unreadable", data: { name: it.name }, ...aboutSuppression(it) };
  },
});
