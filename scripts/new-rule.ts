import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CATEGORIES } from "../src/contract/index.ts";
import { newFixture, newRule } from "./generate/new-rule.ts";

/** `npm run new-rule <category>/<id>`: the two files of a rule, to be filled in. */
const root = path.join(import.meta.dirname, "..");
const [category = "", id = "", ...rest] = (process.argv[2] ?? "").split("/");

if (!(CATEGORIES as readonly string[]).includes(category) || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || rest.length > 0) {
  process.stderr.write(`usage: npm run new-rule <category>/<rule-id>\ncategories: ${CATEGORIES.join(", ")}; ids are kebab-case\n`);
  process.exitCode = 2;
} else {
  write(`rules/${category}/${id}.ts`, newRule(category, id));
  write(`fixtures/rules/${id}.sql`, newFixture());
  process.stdout.write("Write the fixture first, then the rule; npm run generate adds it to the index and writes its page.\n");
}

function write(file: string, text: string): void {
  const target = path.join(root, file);
  if (existsSync(target)) throw new Error(`${file} is there already`);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  process.stdout.write(`${file}\n`);
}
