import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Generated } from "../../scripts/generate/files.ts";
import { reportFiles } from "../../scripts/generate/report-files.ts";
import { FOUND_IN } from "./validators.ts";

const root = path.join(import.meta.dirname, "../..");
let files: readonly Generated[];
beforeAll(async () => {
  files = await reportFiles(root);
});

describe("fixtures/reports", () => {
  test("is what the formats make of their schemas today", () => {
    const stale = files.filter(({ file, text }) => readFileSync(path.join(root, file), "utf8") !== text);
    expect(stale.map(({ file }) => file)).toEqual([]);
  });

  test("every format has the same findings", () => {
    for (const name of ["hostile", "finance"]) {
      const own = files.filter(({ file }) => path.basename(file).startsWith(`${name}.`));
      const found = own.map(({ file, text }) => [file, FOUND_IN[path.basename(file).slice(name.length + 1)]?.(text)]);
      expect(own).toHaveLength(Object.keys(FOUND_IN).length);
      expect(new Set(found.map(([, n]) => n)).size, JSON.stringify(found)).toBe(1);
    }
  });
});
