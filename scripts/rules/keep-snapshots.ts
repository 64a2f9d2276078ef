/**
 * Keeps a snapshot of every case in .tmp/cases, for the tests that run a case many times: coverage and mutants.
 *
 *   tsx scripts/rules/keep-snapshots.ts [RULE…]
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { listRules } from "../generate/rule-list.ts";
import { readSnapshots } from "./snapshots.ts";

const root = path.join(import.meta.dirname, "../..");
const folder = path.join(root, ".tmp/cases");
const asked = new Set(process.argv.slice(2));
if (asked.size === 0) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const rules = (await listRules(root)).filter(({ rule }) => asked.size === 0 || asked.has(rule.id));
await readSnapshots(rules, ({ rule }, snapshots) => {
  writeFileSync(path.join(folder, `${rule.id}.json`), JSON.stringify(snapshots));
});
