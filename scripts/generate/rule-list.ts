import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AnyRule } from "../../src/contract/index.ts";
import { type RuleCase, readCases } from "../../src/testing/fixture.ts";

export interface ListedRule {
  readonly rule: AnyRule;
  /** From the root of the repository: `rules/money/float-money.ts`. */
  readonly file: string;
  readonly cases: readonly RuleCase[];
}

/** The rules, of all categories or of one, from the folders themselves: nobody keeps a list. */
export async function listRules(root: string, category?: string): Promise<ListedRule[]> {
  const all = readdirSync(path.join(root, "rules")).filter((name) => statSync(path.join(root, "rules", name)).isDirectory());
  const folders = all.filter((folder) => category === undefined || folder === category);
  const files = folders.sort().flatMap((folder) => {
    const names = readdirSync(path.join(root, "rules", folder)).filter((name) => name.endsWith(".ts"));
    return names.sort().map((name) => `rules/${folder}/${name}`);
  });
  return Promise.all(files.map((file) => readRule(root, file)));
}

async function readRule(root: string, file: string): Promise<ListedRule> {
  const { default: rule } = (await import(pathToFileURL(path.join(root, file)).href)) as { default: AnyRule };
  const id = path.basename(file, ".ts");
  if (rule?.id !== id) throw new Error(`${file} has to export a rule with the id ${id} as its default`);
  if (rule.category !== path.basename(path.dirname(file))) throw new Error(`${file} is in the folder of another category`);
  const fixture = path.join(root, "fixtures/rules", `${id}.sql`);
  return { rule, file, cases: existsSync(fixture) ? readCases(readFileSync(fixture, "utf8")) : [] };
}
