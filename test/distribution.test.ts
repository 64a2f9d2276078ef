import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { packed } from "./packed.ts";

const root = path.resolve(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(tmpdir(), "pgassay-distribution-"));
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
let tarball = "";
let env: NodeJS.ProcessEnv = {};

const GOOD = "CREATE TABLE account (id bigint PRIMARY KEY, note text);\n";
const BAD = "CREATE TABLE invoice (id bigint PRIMARY KEY, total_amount real);\n";

const run = (command: string, args: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", env: { ...env, ...more } });
  return { status, stdout, stderr };
};

beforeAll(() => {
  tarball = packed(folder);
  // What npm and pre-commit install goes with the folder; what npm has fetched already is not fetched again.
  const cache = execFileSync("npm", ["config", "get", "cache"], { encoding: "utf8" }).trim();
  const own = path.join(folder, "npm");
  mkdirSync(own);
  if (existsSync(path.join(cache, "_cacache"))) symlinkSync(path.join(cache, "_cacache"), path.join(own, "_cacache"));
  env = {
    ...process.env,
    npm_config_cache: own,
    npm_config_prefer_offline: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
    PRE_COMMIT_HOME: path.join(folder, "pre-commit"),
    XDG_CACHE_HOME: path.join(folder, "cache"),
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A git repository of somebody's, with nothing committed. */
function repository(files: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(path.join(folder, "repository-"));
  execFileSync("git", ["init", "--quiet"], { cwd: made });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(made, name), text);
  execFileSync("git", ["add", "."], { cwd: made });
  return made;
}

describe("the action", () => {
  interface Action {
    readonly inputs: Readonly<Record<string, { readonly default: string }>>;
    readonly runs: {
      readonly steps: readonly { readonly shell: string; readonly env: Readonly<Record<string, string>>; readonly run: string }[];
    };
  }
  const action: Action = parse(readFileSync(path.join(root, "action.yml"), "utf8"));

  /** Its steps as a runner runs them: expressions become the inputs, a script runs by what `shell: bash` stands for. */
  function runAction(workspace: string, inputs: Readonly<Record<string, string>>) {
    const given = Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, inputs[name] ?? input.default]));
    expect(Object.keys(given)).toEqual(expect.arrayContaining(Object.keys(inputs)));
    const files = mkdtempSync(path.join(folder, "runner-"));
    const summary = path.join(files, "summary");
    writeFileSync(summary, "");
    let log = "";
    let status: number | null = 0;
    for (const [at, step] of action.runs.steps.entries()) {
      expect(step.shell).toBe("bash");
      const script = path.join(files, `${at}.sh`);
      writeFileSync(script, step.run);
      const more = Object.fromEntries(
        Object.entries(step.env).map(([name, value]) => [
          name,
          value.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input: string) => given[input] as string),
        ]),
      );
      expect(Object.values(more).join()).not.toContain("${{");
      const outcome = run("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], workspace, {
        ...more,
        GITHUB_ACTIONS: "true",
        GITHUB_WORKSPACE: workspace,
        GITHUB_STEP_SUMMARY: summary,
      });
      log += outcome.stdout + outcome.stderr;
      status = outcome.status;
      if (status !== 0) break;
    }
    return { status, log, summary: readFileSync(summary, "utf8") };
  }

  test("annotates, summarises, writes SARIF and fails on an error", () => {
    const workspace = repository({ "good.sql": GOOD, "my bad.sql": BAD });
    const version = `file:${tarball}`;
    const { status, log, summary } = runAction(workspace, { version, source: "my bad.sql", sarif: "pgassay.sarif" });
    expect({ status, log }).toEqual({ status: 1, log: expect.stringContaining("::error file=my bad.sql,line=1") });
    expect(summary).toContain("float-money");
    const sarif = JSON.parse(readFileSync(path.join(workspace, "pgassay.sarif"), "utf8"));
    expect(sarif.runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain("float-money");

    expect(runAction(workspace, { version, source: "good.sql" })).toMatchObject({ status: 0 });
    // Over several lines, as YAML's block scalars are.
    const args = "--skip-rules float-money,money-without-currency\n--max-warnings 0\n";
    expect(runAction(workspace, { version, source: "my bad.sql", args })).toMatchObject({ status: 0 });
  }, 180_000);

  test("without inputs it audits what the configuration names, by the version that it is released with", () => {
    expect(action.inputs.version?.default).toBe(manifest.version);
    const workspace = repository({ "bad.sql": BAD, "pgassay.config.json": '{ "source": "bad.sql" }' });
    expect(runAction(workspace, { version: `file:${tarball}` })).toMatchObject({ status: 1 });
  });
});

describe("the hooks of pre-commit", () => {
  /** A repository as pre-commit clones it, but built: the build takes longer than all else. */
  function hooks(): string {
    const made = mkdtempSync(path.join(folder, "hooks-"));
    execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", made]);
    for (const name of [".pre-commit-hooks.yaml", ".npmrc"]) copyFileSync(path.join(root, name), path.join(made, name));
    const { scripts: _, devDependencies: __, ...rest } = manifest;
    writeFileSync(path.join(made, "package.json"), JSON.stringify(rest));
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=it", "-c", "user.email=it@example.com", ...args], { cwd: made });
    git("init", "--quiet");
    git("add", "--all", "--force");
    git("commit", "--quiet", "--no-verify", "--message", "release");
    git("tag", `v${manifest.version}`);
    return made;
  }

  test("both pass on what is in order, and fail on what is not", () => {
    const repo = `repo: ${hooks()}\n    rev: v${manifest.version}`;
    const workspace = repository({
      ".pre-commit-config.yaml": `repos:\n  - ${repo}\n    hooks:\n      - id: pgassay\n      - id: pgassay-files\n`,
      "pgassay.config.json": '{ "source": "good.sql" }',
      "good.sql": GOOD,
    });
    const hook = (id: string) => run("pre-commit", ["run", id, "--all-files"], workspace);
    expect(hook("pgassay")).toMatchObject({ status: 0, stdout: expect.stringMatching(/whole schema.*Passed/) });
    expect(hook("pgassay-files")).toMatchObject({ status: 0, stdout: expect.stringMatching(/changed files.*Passed/) });

    writeFileSync(path.join(workspace, "bad.sql"), BAD);
    execFileSync("git", ["add", "."], { cwd: workspace });
    // The configuration names the other file alone.
    expect(hook("pgassay")).toMatchObject({ status: 0 });
    expect(hook("pgassay-files")).toMatchObject({ status: 1, stdout: expect.stringContaining("float-money") });
    writeFileSync(path.join(workspace, "good.sql"), BAD);
    execFileSync("git", ["add", "."], { cwd: workspace });
    expect(hook("pgassay")).toMatchObject({ status: 1, stdout: expect.stringContaining("float-money") });
  }, 180_000);
});
