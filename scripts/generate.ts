import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { exampleFindings } from "./generate/example-findings.ts";
import { type Generated, staleIn } from "./generate/files.ts";
import { readmeExcerpt } from "./generate/readme.ts";
import { reportFiles } from "./generate/report-files.ts";
import { ruleExamples } from "./generate/rule-examples.ts";
import { ruleIndex } from "./generate/rule-index.ts";
import { listRules } from "./generate/rule-list.ts";
import { rulePages } from "./generate/rule-pages.ts";
import { jsonSchemas } from "./generate/schemas.ts";

/** Writes everything that follows from the rules: the index, the examples, the pages, the schemas, the example reports. */
const root = path.join(import.meta.dirname, "..");
const checking = process.argv.includes("--check");

const rules = await listRules(root);
// The report in the README comes from the program itself, which reads the index of rules.
const first = [ruleIndex(rules), ruleExamples(rules)];
const stale = settle(first);
stale.push(
  ...settle([
    ...rulePages(rules, await exampleFindings(rules)),
    ...jsonSchemas(rules.map(({ rule }) => rule)),
    ...(await reportFiles(root)),
    await readmeExcerpt(root),
  ]),
);
stale.push(...leftOvers());

if (checking && stale.length > 0) {
  process.stderr.write(`stale, run npm run generate: ${stale.join(", ")}\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(
    checking ? "everything generated is up to date\n" : `written: ${stale.length === 0 ? "nothing new" : stale.join(", ")}\n`,
  );
}

/** Names what is not as it should be, and makes it so unless we only check. */
function settle(files: readonly Generated[]): string[] {
  const stale = staleIn(files, (file) => (existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), "utf8") : null));
  if (!checking) {
    for (const { file, text } of stale) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
  }
  return stale.map(({ file }) => file);
}

/** Pages of rules that are gone. */
function leftOvers(): string[] {
  const ids = new Set(["README", ...rules.map(({ rule }) => rule.id)]);
  const pages = readdirSync(path.join(root, "docs/rules"))
    .filter((page) => page.endsWith(".md") && !ids.has(path.basename(page, ".md")))
    .map((page) => `docs/rules/${page}`);
  if (!checking) for (const page of pages) rmSync(path.join(root, page));
  return pages;
}
