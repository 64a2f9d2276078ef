/** Keeps a snapshot of every case in .tmp/cases, for the tests that run a case many times: coverage and mutants. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { listRules } from "../generate/rule-list.ts";
import { readSnapshots } from "./snapshots.ts";

const root = path.join(import.meta.dirname, "../..");
const folder = path.join(root, ".tmp/cases");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await readSnapshots(await listRules(root), ({ rule }, snapshots) => {
  writeFileSync(path.join(folder, `${rule.id}.json`), JSON.stringify(snapshots));
});
