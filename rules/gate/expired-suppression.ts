import { aboutSuppression, defineRule, suppressedRules, z } from "#rule";

export default defineRule({
  id: "expired-suppression",
  on: "database",
  needs: ["suppressions"],
  category: "gate",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "A suppression whose last day is over.",
    why: "Somebody promised to come back to it by that day; what it accepted is reported again.",
    remedy: "Repair what it accepted and delete it, or give it a new day and say why.",
    ignoreWhen: "Never: a suppression without a day does not expire.",
    links: [],
  },
  options: z.object({}),
  messages: { expired: "The suppression of {rules} in {name} held until {until}." },
  *check(_, { suppressions }) {
    for (const it of suppressions.expired) {
      yield { message: "expired", data: { rules: suppressedRules(it), name: it.name, until: it.until as string }, ...aboutSuppression(it) };
    }
  },
});
