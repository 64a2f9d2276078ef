/**
 * Changes the rules in thousands of small ways and counts how many of the changes a test notices.
 *
 *   npm run mutation [CATEGORY…] [--survivors]
 *
 * Without a category, all of them and the classifiers of money and secrets, one after the other. Fails below 85 %.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

interface Mutant {
  readonly status: "Killed" | "Survived" | "NoCoverage" | "Timeout" | "CompileError" | "RuntimeError" | "Ignored";
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number } };
}

const LEAST = 85;
const CLASSIFIERS = "classifiers";
const root = path.join(import.meta.dirname, "..");
const { positionals, values } = parseArgs({ allowPositionals: true, options: { survivors: { type: "boolean" } } });
const categories = readdirSync(path.join(root, "rules")).filter((name) => statSync(path.join(root, "rules", name)).isDirectory());

run("npx", ["tsx", "scripts/rules/keep-snapshots.ts"], {});
for (const slice of positionals.length > 0 ? positionals : [...categories, CLASSIFIERS]) {
  run("npx", ["stryker", "run"], slice === CLASSIFIERS ? {} : { PGASSAY_RULES: slice });
  const files = Object.entries(read(path.join(root, `.tmp/mutation/${slice}.json`)));
  const all = files.flatMap(([, mutants]) => mutants);
  const killed = all.filter(({ status }) => status === "Killed" || status === "Timeout").length;
  const alive = all.filter(({ status }) => status === "Survived" || status === "NoCoverage").length;
  const score = (100 * killed) / (killed + alive);
  process.stdout.write(`${slice}: ${score.toFixed(1)} % of ${killed + alive} mutants\n`);
  if (values.survivors === true)
    for (const [file, mutants] of files) process.stdout.write(mutants.flatMap((mutant) => survivor(file, mutant)).join(""));
  if (score < LEAST) process.exitCode = 1;
}

function survivor(file: string, { status, mutatorName, replacement, location }: Mutant): string[] {
  if (status !== "Survived" && status !== "NoCoverage") return [];
  return [`  ${file}:${location.start.line} ${mutatorName}: ${(replacement ?? "").replaceAll("\n", " ").slice(0, 100)}\n`];
}

function read(file: string): Record<string, readonly Mutant[]> {
  const report = JSON.parse(readFileSync(file, "utf8")) as { files: Record<string, { mutants: readonly Mutant[] }> };
  return Object.fromEntries(Object.entries(report.files).map(([name, { mutants }]) => [name, mutants]));
}

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>>): void {
  const { status } = spawnSync(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
}
