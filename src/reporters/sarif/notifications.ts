import type { Report } from "../../contract/report.ts";
import type { AnyRule } from "../../contract/rule.ts";
import { plainPath } from "../../model/plain-text.ts";
import { count } from "../words.ts";
import { messageOf } from "./message.ts";

/** Everything that the results do not say: why "no results" would not mean "nothing wrong". */
const KINDS = {
  "rule-crashed": "A rule crashed; the others went on.",
  "rule-skipped": "A rule had nothing to look at.",
  "not-read": "Something in the source could not be read.",
  "left-out": "A table was left out by name.",
  "results-cut": "There are more findings than results here.",
} as const;
type Kind = keyof typeof KINDS;

/** A thousand tables that are left out are one habit, not a thousand pieces of news. */
const MOST_OF_A_KIND = 100;

export function notificationDescriptors(): object[] {
  return Object.entries(KINDS).map(([id, text]) => ({ id, shortDescription: { text }, fullDescription: { text }, help: { text } }));
}

export function notifications(
  report: Report,
  ruleIndex: ReadonlyMap<string, number>,
  left: { readonly shown: number; readonly hidden: number },
): object[] {
  const ofRules = (status: "crashed" | "skipped", kind: Kind, level: string) =>
    report.rules
      .filter((run) => run.status === status)
      .map((run) => notification(kind, level, `${run.rule.id}: ${run.reason}`, { id: run.rule.id, index: ruleIndex.get(run.rule.id) }));
  const gaps = report.gaps.filter(({ what }) => what !== "rows");
  return [
    ...ofRules("crashed", "rule-crashed", "error"),
    ...(left.shown + left.hidden === 0 ? [] : [notification("results-cut", "warning", cutText(left))]),
    ...some(
      "not-read",
      "warning",
      gaps.map(({ subject, reason }) => `${subject}: ${reason}`),
    ),
    ...ofRules("skipped", "rule-skipped", "note"),
    ...some(
      "left-out",
      "note",
      report.excluded.map(({ path, by }) => `${plainPath(path)} (${by})`),
    ),
  ];
}

function cutText({ shown, hidden }: { readonly shown: number; readonly hidden: number }): string {
  const limit = shown === 0 ? [] : [`${count(shown, "finding")} left out: the worst are kept, and code scanning takes no more`];
  const asked = hidden === 0 ? [] : [`${count(hidden, "finding")} hidden by the options of the run`];
  return `${[...limit, ...asked].join("; ")}.`;
}

function notification(kind: Kind, level: string, text: string, associatedRule?: { id: AnyRule["id"]; index: number | undefined }): object {
  return {
    descriptor: { id: kind, index: Object.keys(KINDS).indexOf(kind) },
    ...(associatedRule === undefined ? {} : { associatedRule }),
    level,
    message: messageOf(text),
  };
}

function some(kind: Kind, level: string, texts: readonly string[]): object[] {
  const more = texts.length > MOST_OF_A_KIND ? [`and ${texts.length - MOST_OF_A_KIND} more; the JSON report lists all of them`] : [];
  return [...texts.slice(0, MOST_OF_A_KIND), ...more].map((text) => notification(kind, level, text));
}
