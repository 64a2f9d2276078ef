import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { cli } from "./run-cli.ts";

const home = process.cwd();
const cache = mkdtempSync(path.join(tmpdir(), "pgassay-cache-"));
const folders: string[] = [cache];
vi.stubEnv("XDG_CACHE_HOME", cache);
beforeEach(() => {
  const folder = mkdtempSync(path.join(tmpdir(), "pgassay-config-"));
  folders.push(folder);
  process.chdir(folder);
  mkdirSync(".git");
  put(
    "schema.sql",
    "CREATE TABLE account (id bigint PRIMARY KEY, balance real NOT NULL, at timestamp NOT NULL);\nCREATE SCHEMA audit;\nCREATE TABLE audit.entry (id bigint PRIMARY KEY, amount real NOT NULL);\n",
  );
});
afterAll(() => {
  process.chdir(home);
  vi.unstubAllEnvs();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, content: unknown) => {
  mkdirSync(path.dirname(path.resolve(name)), { recursive: true });
  writeFileSync(name, typeof content === "string" ? content : JSON.stringify(content));
};
const found = async (...args: string[]) => {
  const { stdout, stderr, code } = await cli(["audit", "schema.sql", "--format", "json", ...args]);
  if (stdout === "") return { code, stderr };
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; severity: string; object: { path: string[] } }[] };
  return {
    code,
    stderr,
    of: (rule: string) => findings.filter((it) => it.rule === rule).map((it) => `${it.severity} ${it.object.path.join(".")}`),
  };
};

describe("a configuration file", () => {
  test.each([
    ["pgassay.config.json", JSON.stringify({ rules: { "float-money": "off" } })],
    ["pgassay.config.jsonc", '{ /* money */ "rules": { "float-money": "off", }, } // end'],
    ["pgassay.config.ts", 'const level: string = "off";\nexport default { rules: { "float-money": level } };'],
    ["pgassay.config.mjs", 'export default { rules: { "float-money": "off" } };'],
    ["package.json", JSON.stringify({ pgassay: { rules: { "float-money": "off" } } })],
  ])("%s", async (name, text) => {
    put(name, text);
    expect((await found()).of?.("float-money")).toEqual([]);
    expect((await found("--no-config")).of?.("float-money")).toHaveLength(2);
    expect((await found("--set", "rules.float-money=info")).of?.("float-money")).toHaveLength(2);
  });

  test("44. is found above the working directory, as far as the repository goes", async () => {
    put("pgassay.config.json", { rules: { "float-money": "off" } });
    mkdirSync("db/deep", { recursive: true });
    process.chdir("db/deep");
    put("schema.sql", "CREATE TABLE account (id bigint PRIMARY KEY, balance real NOT NULL);");
    expect((await found()).of?.("float-money")).toEqual([]);
    mkdirSync(".git");
    expect((await found()).of?.("float-money")).toHaveLength(1);
  });

  test("44. its code runs where it is found or named, and not with --no-config, above the repository, or for a schema beside it", async () => {
    const code = (name: string) =>
      `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(name)}, "");\nexport default {};`;
    const here = process.cwd();
    put("pgassay.config.mjs", code(path.join(here, "ran-above")));
    put("project/.git/HEAD", "");
    put("project/schema.sql", "CREATE TABLE a (id int PRIMARY KEY);");
    put("project/other/pgassay.config.mjs", code(path.join(here, "ran-beside")));
    put("project/other/schema.sql", "CREATE TABLE a (id int PRIMARY KEY);");
    process.chdir("project");
    expect((await cli(["audit", "other/schema.sql"])).code).toBeLessThan(2);
    process.chdir("other");
    expect((await cli(["audit", "schema.sql", "--no-config"])).code).toBeLessThan(2);
    expect([existsSync(path.join(here, "ran-above")), existsSync(path.join(here, "ran-beside"))]).toEqual([false, false]);
    expect((await cli(["audit", "schema.sql"])).code).toBeLessThan(2);
    expect(existsSync(path.join(here, "ran-beside"))).toBe(true);
  });

  test("51. files that extend each other are refused, and one outside is read as what it is", async () => {
    put("a.json", { extends: ["./b.json"] });
    put("b.json", { extends: ["./a.json"] });
    expect(await cli(["audit", "schema.sql", "-c", "a.json"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("extends it in turn"),
    });
    put("c.json", { extends: ["../../../../../../../../etc/passwd"] });
    const { code, stdout, stderr } = await cli(["audit", "schema.sql", "-c", "c.json"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).not.toContain("root:");
  });

  test("extends presets and files; overrides hold for their objects alone", async () => {
    put("shared/base.json", { extends: ["money"], rules: { "float-money": ["warning", { scale: 3 }] } });
    put("pgassay.config.json", {
      extends: ["./shared/base.json"],
      overrides: [{ objects: "audit.*", rules: { "float-money": "error", "naive-timestamp": "info" } }],
    });
    const report = await found();
    expect(report.of?.("float-money")).toEqual(["error audit.entry.amount", "warning public.account.balance"]);
    expect(report.of?.("naive-timestamp")).toEqual([]);
    const { stdout } = await cli(["config", "print", "--object", "audit.entry"]);
    expect(JSON.parse(stdout)).toMatchObject({ extends: ["money"], rules: { "float-money": ["error", { scale: 3 }] } });
  });

  test("names the source, the gate and what is left out", async () => {
    put("pgassay.config.json", { source: "schema.sql", failOn: "never", exclude: ["audit.*"] });
    const { code, stdout } = await cli(["audit", "--format", "json"]);
    expect({ code, excluded: JSON.parse(stdout).coverage.excluded }).toEqual({
      code: 0,
      excluded: [{ path: ["audit", "entry"], by: "audit.*" }],
    });
    expect((await cli(["audit", "--fail-on", "error"])).code).toBe(1);
    expect((await cli(["config", "validate"])).stdout).toMatch(/^pgassay\.config\.json is valid: \d+ rules run, 0 are set in it\n$/);
  });

  test("brings in a rule pack", async () => {
    put("pack.mjs", PACK);
    put("pgassay.config.json", { packs: ["./pack.mjs"], rules: { "house-name": "error" } });
    expect((await found()).of?.("house-name")).toEqual(["error audit.entry", "error public.account"]);
  });

  test("keeps the catalog from the rules of a pack", async () => {
    put("pack.mjs", PACK.replace("*check(table) {", "*check(table) { table.columns.pop();"));
    put("pgassay.config.json", { packs: ["./pack.mjs"], rules: { "house-name": "error" } });
    expect(await cli(["audit", "schema.sql"])).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/house-name.*Cannot delete property/s),
    });
  });

  test("names a reporter for --format", async () => {
    put(
      "loud.mjs",
      "export default { name: 'loud', *render(report, { limits }) { yield String(report.findings.length > 0) + ' ' + limits.minSeverity; } };",
    );
    put("pgassay.config.json", { reporters: { loud: "./loud.mjs" } });
    expect(await cli(["audit", "schema.sql", "--format", "loud"])).toMatchObject({ code: 1, stdout: "true info" });
    expect(await cli(["audit", "schema.sql", "--format", "lowd"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("did you mean loud?"),
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["an unknown rule", { rules: { "flote-money": "off" } }, "no rule is called flote-money: did you mean float-money?"],
    [
      "an unknown option",
      { rules: { "float-money": ["error", { scales: 2 }] } },
      "the rule float-money has no option scales: did you mean scale?",
    ],
    ["an unknown rule in an ignore", { ignores: [{ object: "a", rules: ["x-y"], reason: "r" }] }, "no rule is called x-y"],
    ["a file that is not there", { extends: ["./none.json"] }, "it does not exist"],
    ["a package that is not there", { extends: ["pgassay-nowhere"] }, "no package pgassay-nowhere: it is not installed"],
    ["itself", { extends: ["./pgassay.config.json"] }, "that one extends it in turn"],
    ["a pack that is none", { packs: ["./none.mjs"] }, "none.mjs"],
  ])("%s is refused", async (_, config, said) => {
    put("pgassay.config.json", config);
    expect(await cli(["audit", "schema.sql"])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(said) });
  });

  test.each(["folder", "folder.json"])("a %s is no configuration", async (name) => {
    mkdirSync(name);
    const { code, stderr } = await cli(["audit", "schema.sql", "-c", name]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^pgassay: no file [^\n]+\n$/) });
    expect(stderr).not.toContain("This is a bug");
  });

  test("broken JSON is named without its content", async () => {
    put("pgassay.config.json", '{"source": "postgres://me:hunter2@db/app",,}');
    const { code, stderr } = await cli(["audit", "schema.sql"]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^pgassay: pgassay\.config\.json is not JSON: [^\n]+\n$/) });
    expect(stderr).not.toContain("hunter2");
  });
});

const PACK = `export default {
  api: 1, name: "house", version: "1.0.0",
  rules: [{
    id: "house-name", on: "table", needs: [], category: "naming", severity: "info", confidence: "certain", recommended: false,
    status: { is: "stable", since: "1.0.0" }, fixable: "never",
    docs: { summary: "s", why: "w", remedy: "r", ignoreWhen: "i", links: [] },
    options: { parse: () => ({}), safeParse: () => ({ success: true }) },
    messages: { found: "{table}" },
    *check(table) { yield { message: "found", data: { table: table.name } }; },
  }],
};`;
