import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { placesOf } from "../../src/cli/places.ts";
import type { Report } from "../../src/contract/report.ts";

const cwd = mkdtempSync(path.join(tmpdir(), "pgassay-places-"));
writeFileSync(path.join(cwd, "pgassay.config.ts"), "");
writeFileSync(path.join(cwd, "strict.config.json"), "{}");
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const source: Report["source"] = { kind: "live", name: "app@db", statements: null };
const anchorOf = async (config?: string | boolean, env: Readonly<Record<string, string>> = {}) =>
  (await placesOf({ source }, config === undefined ? {} : { config }, { cwd, env })).anchor;

test("the configuration that a run has stands in for objects that no file declares", async () => {
  expect(await anchorOf()).toBe("pgassay.config.ts");
  expect(await anchorOf("strict.config.json")).toBe("strict.config.json");
  expect(await anchorOf(undefined, { PGASSAY_CONFIG: "strict.config.json" })).toBe("strict.config.json");
  expect(await anchorOf(undefined, { GITHUB_WORKSPACE: path.dirname(cwd) })).toBe(`${path.basename(cwd)}/pgassay.config.ts`);
});

test("without a configuration, the name that one would have", async () => {
  expect(await anchorOf(false)).toBe("pgassay.config.json");
  expect(await anchorOf(false, { PGASSAY_CONFIG: "strict.config.json" })).toBe("pgassay.config.json");
});
