import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FORMATS } from "../../src/cli/options/output.ts";
import { commandsIn } from "../reporters/runner.ts";
import { FOUND_IN } from "../reporters/validators.ts";
import { cli, folderOf } from "./run-cli.ts";

const folder = folderOf({ "schema.sql": 'CREATE TABLE "::error::x" (price float8); CREATE TABLE "##[error]y" (price float8);' });
const schema = folder.path("schema.sql");
/** Formats whose files have another ending in the examples. */
const READ_AS: Readonly<Record<string, string>> = {
  text: "txt",
  gitlab: "gitlab.json",
  junit: "junit.xml",
  markdown: "md",
  "github-summary": "md",
};
let findings = 0;

beforeAll(async () => {
  const { stdout } = await cli(["audit", schema, "-f", "json"]);
  findings = JSON.parse(stdout).findings.length;
});
afterAll(() => folder.remove());

describe("formats", () => {
  test("all of them in one run, each into its file, with the same findings", async () => {
    const outputs = FORMATS.flatMap((format) => ["--format", `${format}=${folder.path(format)}`]);
    const { code, stdout, stderr } = await cli(["audit", schema, ...outputs]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr.split("\n").filter((line) => line.startsWith("pgassay: wrote "))).toHaveLength(FORMATS.length);
    expect(findings).toBeGreaterThan(2);
    const found = FORMATS.map((format) => [format, FOUND_IN[READ_AS[format] ?? format]?.(readFileSync(folder.path(format), "utf8"))]);
    expect(found).toEqual(FORMATS.map((format) => [format, findings]));
  }, 120_000);

  test("an unknown one is a mistake with a suggestion", async () => {
    const { code, stdout, stderr } = await cli(["audit", schema, "--format", "serif"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("did you mean sarif?");
    expect((await cli(["audit", schema, "--format", "xyzzyx"])).stderr).not.toContain("did you mean");
  });

  test("files are named from the top of the repository, as the runner gives it", async () => {
    const { stdout } = await cli(["audit", schema, "-f", "gitlab"], { env: { CI_PROJECT_DIR: folder.path("") } });
    const files = new Set(JSON.parse(stdout).map((issue: { location: { path: string } }) => issue.location.path));
    // What no line declares stands at the configuration.
    expect(files).toEqual(new Set(["schema.sql", "pgassay.config.json"]));
  });
});

describe("under GitHub Actions", () => {
  const env = { GITHUB_ACTIONS: "true" };

  test.each(["text", "compact", "markdown"])("what people read in %s is not obeyed", async (format) => {
    const { stdout } = await cli(["audit", schema, "-f", format], { env });
    expect(stdout).toContain("##[error]y");
    expect(commandsIn(stdout)).toEqual([]);
  });

  test("what programs read stays whole; the runner is stopped on standard error", async () => {
    const { stdout, stderr } = await cli(["audit", schema, "-f", "json"], { env });
    expect(JSON.parse(stdout).findings).toHaveLength(findings);
    const [, token] = /^::stop-commands::(.+)$/m.exec(stderr) ?? [];
    expect(stderr).toContain(`\n::${token}::\n`);
  });

  test("annotations are obeyed", async () => {
    const { stdout } = await cli(["audit", schema, "-f", "github"], { env: { ...env, GITHUB_WORKSPACE: folder.path("") } });
    const annotations = commandsIn(stdout).filter(({ name }) => name !== "group" && name !== "endgroup");
    expect(annotations.length).toBe(findings);
    expect(new Set(annotations.map(({ properties }) => properties.file))).toEqual(new Set(["schema.sql", undefined]));
  });

  test("a summary is added to the step's, beside a report on standard output", async () => {
    const summary = folder.path("step");
    writeFileSync(summary, "before\n");
    const { code, stdout } = await cli(["audit", schema, "-f", "compact", "-f", "github-summary"], {
      env: { ...env, GITHUB_STEP_SUMMARY: summary },
    });
    expect(code).toBe(1);
    expect(stdout).toContain("[float-money]");
    expect(readFileSync(summary, "utf8")).toMatch(/^before\n### pgassay: \d+ findings/);
  });

  test("a summary without a step needs a file", async () => {
    const { code, stderr } = await cli(["audit", schema, "-f", "github-summary"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--format github-summary=summary.md");
  });
});
