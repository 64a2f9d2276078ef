import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../src/contract/finding.ts";
import { z } from "../../src/contract/index.ts";
import type { AnyRule } from "../../src/contract/rule.ts";
import type { RuleCase } from "../../src/testing/fixture.ts";
import { outline, outlineFinding } from "./outline.ts";

const CASE = "\n== ";

/** Where it is written what the rule says of each of its cases, word by word; `npm run expect` writes it. */
export function expectedFile(id: string): string {
  return join(import.meta.dirname, `../../fixtures/expected/${id}.txt`);
}

export function expectedText(rule: AnyRule, said: readonly (readonly [RuleCase, readonly Finding[]])[]): string {
  const cases = said
    .filter(([, findings]) => findings.length > 0)
    .map(([{ name }, findings]) => `${CASE}${name}${outlineFindings(findings)}\n`);
  return `${outlineRule(rule)}\n${cases.join("")}`;
}

/** By case; under the empty name what is said of the rule itself. */
export function readExpected(id: string): ReadonlyMap<string, string> {
  const file = expectedFile(id);
  const [head = "", ...cases] = existsSync(file) ? readFileSync(file, "utf8").split(CASE) : [];
  const split = (text: string) => [text.slice(0, text.indexOf("\n")), text.slice(text.indexOf("\n")).trimEnd()] as const;
  return new Map([["", head.trimEnd()], ...cases.map(split)]);
}

/** What no case shows: which inputs and presets it has, and the options that nobody set. */
export function outlineRule({
  on,
  category,
  severity,
  confidence,
  recommended,
  needs,
  uses,
  postgres,
  status,
  fixable,
  options,
}: AnyRule): string {
  const head = { on, category, severity, confidence, recommended, fixable, needs, uses, postgres, status };
  return outline({ rule: head, options: bounds(options) }, "").trim();
}

/** Types, bounds and defaults, without what is written for people. */
function bounds(options: AnyRule["options"]): unknown {
  const { properties = {} } = z.toJSONSchema(options, { io: "input" });
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, { ...(schema as object), description: undefined }]));
}

export function outlineFindings(findings: readonly Finding[]): string {
  return findings.map((finding) => `\n${outlineFinding(finding)}`).join("");
}
