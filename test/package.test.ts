import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packed } from "./packed.ts";

const root = path.resolve(import.meta.dirname, "..");
const modules = path.join(root, "node_modules");
const folder = mkdtempSync(path.join(tmpdir(), "pgassay-package-"));
/** Where the packed package is installed, and a project of somebody else's beside it. */
const project = path.join(folder, "project");
let tarball = "";

const run = (command: string, args: readonly string[], cwd: string) =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: "pipe",
    env: { ...process.env, XDG_CACHE_HOME: path.join(folder, "cache") },
  });

beforeAll(() => {
  tarball = packed(folder);
  mkdirSync(path.join(project, "node_modules"), { recursive: true });
  run("tar", ["-xzf", tarball, "-C", path.join(project, "node_modules")], folder);
  cpSync(path.join(project, "node_modules/package"), path.join(project, "node_modules/pgassay"), { recursive: true });
  rmSync(path.join(project, "node_modules/package"), { recursive: true });
  // What npm would install beside it.
  symlinkSync(modules, path.join(project, "node_modules/pgassay/node_modules"));
  cpSync(path.join(root, "test/pack"), project, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package", () => {
  test("holds what it needs and nothing else", () => {
    const files = run("tar", ["-tzf", tarball], folder).trim().split("\n");
    expect(
      files.filter((file) => !/^package\/(dist\/|docs\/schema\/[\w.-]+\.json$|package\.json$|README\.md$|LICENSE$)/.test(file)),
    ).toEqual([]);
    expect(files).toContain("package/dist/cli/main.js");
    const { scripts = {}, dependencies } = JSON.parse(readFileSync(path.join(project, "node_modules/pgassay/package.json"), "utf8"));
    expect(Object.keys(scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
    expect(Object.values(dependencies as Record<string, string>).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test("none of its dependencies runs a script at install", () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { dependencies: Record<string, string> };
    const seen = new Set<string>();
    const visit = (name: string) => {
      if (seen.has(name)) return;
      seen.add(name);
      const manifest = JSON.parse(readFileSync(path.join(modules, name, "package.json"), "utf8"));
      expect([name, ...["preinstall", "install", "postinstall"].filter((script) => manifest.scripts?.[script] !== undefined)]).toEqual([
        name,
      ]);
      for (const next of Object.keys(manifest.dependencies ?? {})) visit(next);
    };
    for (const name of Object.keys(dependencies)) visit(name);
    expect(seen.size).toBeGreaterThan(Object.keys(dependencies).length);
  });

  test("is what publint and arethetypeswrong want", () => {
    expect(run(path.join(modules, ".bin/publint"), ["run", "--strict", tarball], folder)).toContain("All good");
    // It ends with 1 when something is wrong for those who import.
    expect(run(path.join(modules, ".bin/attw"), ["--profile", "esm-only", "--no-emoji", tarball], folder)).toContain("pgassay");
  });

  test("runs from where it is installed", () => {
    writeFileSync(path.join(project, "schema.sql"), "CREATE TABLE account (id bigint PRIMARY KEY, note text);\n");
    const main = path.join(project, "node_modules/pgassay/dist/cli/main.js");
    expect(run(process.execPath, [main, "--version"], project)).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(run(process.execPath, [main, "audit", "schema.sql", "--no-config"], project)).toContain("No findings.");
  });
});

describe("a rule pack of somebody else's", () => {
  test("compiles against the public exports alone, under strict settings", () => {
    expect(run(path.join(modules, ".bin/tsc"), ["-p", "."], project)).toBe("");
  });

  test("passes its own rule tests through pgassay/testing", () => {
    expect(run(process.execPath, ["house-rules.test.mjs"], project)).toBe("3 cases, 0 problems\n");
  });

  test("is brought in by a configuration, with its options and its fix", () => {
    writeFileSync(path.join(project, "house.sql"), "CREATE TABLE account (id bigint PRIMARY KEY, col_note text, fld_note text);\n");
    const main = path.join(project, "node_modules/pgassay/dist/cli/main.js");
    const report = JSON.parse(run(process.execPath, [main, "audit", "house.sql", "--format", "json", "--exit-zero"], project));
    expect(report.findings).toMatchObject([{ rule: "house-column-prefix", severity: "error", fix: { title: "Rename col_note to note" } }]);
  });

  test("the library audits a source as the command line does", () => {
    expect(run(process.execPath, ["library.mjs"], project)).toBe(
      "house-column-prefix public.account.col_note\nALTER TABLE public.account RENAME COLUMN col_note TO note\n",
    );
  });
});
