import type { AnyRule, Confidence, Severity } from "../../contract/rule.ts";

export const LEVEL: Readonly<Record<Severity, "error" | "warning" | "note">> = { error: "error", warning: "warning", info: "note" };

const PRECISION: Readonly<Record<Confidence, string>> = { certain: "very-high", likely: "high", heuristic: "medium" };

/** A rule with its documentation, so that code scanning can show why without the network. */
export function ruleDescriptor({ id, category, severity, confidence, docs, aliases }: AnyRule): object {
  const summary = docs.summary === "" ? id : docs.summary;
  return {
    id,
    name: pascalCase(id),
    ...(aliases === undefined || aliases.length === 0 ? {} : { deprecatedIds: aliases }),
    shortDescription: { text: summary },
    fullDescription: { text: docs.why === "" ? summary : docs.why },
    help: { text: `${docs.why}\n\n${docs.remedy}\n\nIgnore it when: ${docs.ignoreWhen}`, markdown: helpMarkdown(docs) },
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { tags: ["postgresql", category], precision: PRECISION[confidence], "problem.severity": SARIF_PROBLEM[severity] },
  };
}

const SARIF_PROBLEM: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "recommendation" };

function helpMarkdown({ summary, why, remedy, ignoreWhen, links }: AnyRule["docs"]): string {
  const more = links.length === 0 ? "" : `\n\n${links.map((link) => `- <${link}>`).join("\n")}`;
  return `${summary}\n\n**Why.** ${why}\n\n**What to do.** ${remedy}\n\n**Ignore it when.** ${ignoreWhen}${more}`;
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|(?<![^a-z0-9])[^a-z0-9]+)([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
}
