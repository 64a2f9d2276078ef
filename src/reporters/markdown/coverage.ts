import type { Report } from "../../contract/report.ts";
import { plainPath } from "../../model/plain-text.ts";
import { placeText } from "../places.ts";
import { skippedByReason } from "../skipped.ts";
import { count, grouped } from "../words.ts";
import { code, prose } from "./inline.ts";

const MOST = 10;

/** What was read, and everything that was not, folded away. */
export function coverageText(report: Report): string {
  const { counted, rules, gaps, excluded, suppressed } = report;
  const { tables, columns, indexes, schemas } = counted;
  const read = `${count(tables, "table")}, ${count(columns, "column")}, ${count(indexes, "index", "indexes")} in ${count(schemas, "schema")}`;
  const crashed = rules.filter(({ status }) => status === "crashed");
  const lines = [
    `read: ${read}; ${count(rules.filter(({ status }) => status === "ran").length, "rule")} ran`,
    ...crashed.map(({ rule, reason }) => `crashed: ${code(rule.id)} ${prose(reason ?? "")}`),
    ...skippedByReason(rules).map(({ ids, reason }) => `skipped: ${ids.map(code).join(", ")}: ${prose(reason)}`),
    ...listed(
      gaps,
      ({ what, at, subject, reason }) =>
        `not ${what === "rows" ? "loaded" : "read"}: ${at === null ? "" : `${code(placeText(at))} `}${prose(`${subject}: ${reason}`)}`,
    ),
    ...listed(excluded, ({ path, by }) => `left out: ${code(plainPath(path))} (${prose(by)})`),
    ...(suppressed.length === 0 ? [] : [`suppressed: ${count(suppressed.length, "finding")}`]),
  ];
  return `\n<details><summary>What was read, and what was not</summary>\n\n${lines.map((line) => `- ${line}\n`).join("")}\n</details>\n`;
}

function listed<T>(items: readonly T[], text: (item: T) => string): string[] {
  const more = items.length > MOST ? [`and ${grouped(items.length - MOST)} more`] : [];
  return [...items.slice(0, MOST).map(text), ...more];
}
