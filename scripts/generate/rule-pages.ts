import { optionsOf } from "../../src/cli/rule-options.ts";
import { CATEGORIES, type Finding } from "../../src/contract/index.ts";
import type { Generated } from "./files.ts";
import { examplesOf, exampleText } from "./rule-examples.ts";
import type { ListedRule } from "./rule-list.ts";

export function rulePages(rules: readonly ListedRule[], found: ReadonlyMap<string, readonly Finding[]>): Generated[] {
  return [indexPage(rules), ...rules.map((listed) => rulePage(listed, found.get(listed.rule.id) ?? []))];
}

function indexPage(rules: readonly ListedRule[]): Generated {
  const sections = CATEGORIES.flatMap((category) => {
    const rows = rules
      .filter(({ rule }) => rule.category === category)
      .map(({ rule }) => `| [${rule.id}](${rule.id}.md) | ${rule.severity} | ${rule.fixable} | ${cell(rule.docs.summary)} |`);
    return rows.length === 0 ? [] : [`## ${category}`, "", "| rule | severity | fix | reports |", "|---|---|---|---|", ...rows, ""];
  });
  const text = [NOTE, "# Rules", "", `${rules.length} rules. \`pgassay explain RULE\` says the same at the terminal.`, "", ...sections];
  return { file: "docs/rules/README.md", text: `${text.join("\n").trimEnd()}\n` };
}

function rulePage({ rule, cases }: ListedRule, findings: readonly Finding[]): Generated {
  const { docs } = rule;
  const { bad, good } = examplesOf(cases);
  const text = [
    NOTE,
    `# ${rule.id}`,
    "",
    docs.summary,
    "",
    "| category | severity | confidence | fix | on | since |",
    "|---|---|---|---|---|---|",
    `| ${rule.category} | ${rule.severity} | ${rule.confidence} | ${rule.fixable} | ${rule.on} | ${rule.status.since} (${rule.status.is}) |`,
    "",
    "## Why",
    "",
    docs.why,
    "",
    "## What to do",
    "",
    docs.remedy,
    "",
    "## When to ignore it",
    "",
    docs.ignoreWhen,
    ...(bad === null ? [] : ["", "## Found", "", ...sql(exampleText(bad)), "", "Reported:", "", ...findings.map(reported)]),
    ...(good === null ? [] : ["", "## Not found", "", ...sql(exampleText(good)), "", `Silent, because ${good.because}`]),
    ...optionRows(rule),
    ...(docs.links.length === 0 ? [] : ["", "## See also", "", ...docs.links.map((link: string) => `- <${link}>`)]),
  ];
  return { file: `docs/rules/${rule.id}.md`, text: `${text.join("\n")}\n` };
}

function reported({ object, message, fix }: Finding): string {
  return `- \`${object.path.join(".")}\`: ${message}${fix === null ? "" : ` Fix: ${fix.title}.`}`;
}

function optionRows(rule: ListedRule["rule"]): string[] {
  const rows = optionsOf(rule).map(
    (option) => `| \`${option.name}\` | ${code(option.type)} | ${code(option.default)} | ${cell(option.description)} |`,
  );
  if (rows.length === 0) return [];
  const example = `Set one with \`--set rules.${rule.id}.${optionsOf(rule)[0]?.name}=…\`.`;
  return ["", "## Options", "", "| option | type | default | |", "|---|---|---|---|", ...rows, "", example];
}

function sql(text: string): string[] {
  return ["```sql", text, "```"];
}

/** In a table a bar ends the cell, code span or not. */
function code(text: string): string {
  return `\`${cell(text)}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

const NOTE = "<!-- Written by npm run generate. -->";
