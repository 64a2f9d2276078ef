/**
 * Writes what each rule says of its cases to fixtures/expected, to be read as a diff and committed.
 *
 *   npm run expect [RULE…]
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { auditCase } from "../src/testing/audit-case.ts";
import { expectedFile, expectedText } from "../test/rules/expected.ts";
import { listRules } from "./generate/rule-list.ts";
import { readSnapshots } from "./rules/snapshots.ts";

const listed = await listRules(path.join(import.meta.dirname, ".."));
const asked = new Set(process.argv.slice(2));
const unknown = [...asked].filter((id) => !listed.some(({ rule }) => rule.id === id));
if (unknown.length > 0) throw new Error(`no rule has the name ${unknown.join(", ")}`);

const folder = path.dirname(expectedFile("any"));
mkdirSync(folder, { recursive: true });
const files = new Set(listed.map(({ rule }) => path.basename(expectedFile(rule.id))));
for (const file of readdirSync(folder).filter((name) => !files.has(name))) rmSync(path.join(folder, file));
await readSnapshots(
  listed.filter(({ rule }) => asked.size === 0 || asked.has(rule.id)),
  ({ rule, cases }, snapshots) => {
    const said = cases.map(
      (ruleCase, at) => [ruleCase, auditCase(snapshots[at] as (typeof snapshots)[number], rule, ruleCase).findings] as const,
    );
    writeFileSync(expectedFile(rule.id), expectedText(rule, said));
  },
);
