import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { cli } from "../cli/run-cli.ts";

const root = path.resolve(import.meta.dirname, "../..");
const home = process.cwd();
const folder = mkdtempSync(path.join(tmpdir(), "pgassay-docs-"));
vi.stubEnv("XDG_CACHE_HOME", path.join(folder, ".cache"));
afterAll(() => {
  process.chdir(home);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** The lines of a page's shell blocks that call pgassay. */
function commandsIn(page: string): string[] {
  const text = readFileSync(path.join(root, page), "utf8");
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)]
    .flatMap(([, block = ""]) => block.split("\n"))
    .filter((line) => line.startsWith("pgassay "))
    .map((line) => line.replace(/\s+#.*$/, ""));
}

const pages = ["docs/quick-start.md", "docs/ci.md"];

describe.each(pages)("every command of %s does its job, in order", (page) => {
  beforeAll(() => {
    const here = mkdtempSync(path.join(folder, "page-"));
    process.chdir(here);
    copyFileSync(path.join(root, "fixtures/finance/schema.sql"), "schema.sql");
    copyFileSync(path.join(root, "fixtures/finance/workload.log"), "postgresql.log");
    writeFileSync(".git", "");
  });

  test.each(commandsIn(page))("%s", async (line) => {
    const { code, stderr } = await cli(line.split(/\s+/).slice(1));
    expect({ code, stderr: code === 2 ? stderr : "" }).toEqual({
      code: expect.toSatisfy((it: number) => it === 0 || it === 1),
      stderr: "",
    });
  });
});

test("the pages have commands", () => {
  for (const page of pages) expect(commandsIn(page).length).toBeGreaterThan(2);
});
