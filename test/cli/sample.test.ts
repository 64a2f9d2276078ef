import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { cli, folderOf } from "./run-cli.ts";

const files = folderOf({ "schema.sql": "CREATE TABLE t (id bigint PRIMARY KEY, api_key text);" });
beforeAll(() => vi.stubEnv("XDG_CACHE_HOME", files.path("cache")));
afterAll(() => {
  vi.unstubAllEnvs();
  files.remove();
});

describe("--sample", () => {
  test.each(["audit", "fix", "snapshot"])("%s refuses it for a file, and says what to do", async (command) => {
    const { code, stdout, stderr } = await cli([command, files.path("schema.sql"), "--sample"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^pgassay: --sample with .*schema\.sql: it has no rows.* Name the live database/);
  });

  test("is refused for a snapshot that was taken without it", async () => {
    const file = files.path("plain.json");
    expect((await cli(["snapshot", files.path("schema.sql"), "-o", file])).code).toBe(0);
    const { code, stderr } = await cli(["audit", file, "--sample"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("the snapshot was taken without --sample")]);
    expect((await cli(["audit", file])).code).toBe(0);
  });

  test("a snapshot from before there were samples is one without", async () => {
    const file = files.path("old.json");
    await cli(["snapshot", files.path("schema.sql"), "-o", file]);
    const { sample, ...old } = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify(old));
    expect([sample, (await cli(["audit", file])).code]).toEqual([null, 0]);
  });

  test("takes a number of rows, and not the source for one", async () => {
    for (const wrong of ["many", "1000001", "-5", "1.5"]) {
      const { code, stderr } = await cli(["audit", files.path("schema.sql"), `--sample=${wrong}`]);
      expect([code, stderr]).toEqual([2, expect.stringContaining("It takes up to 1000000 rows")]);
    }
    const { code, stderr } = await cli(["audit", "--sample", files.path("schema.sql")]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("without a number it stands after the source")]);
  });

  test("can come from the environment, and 0 is without", async () => {
    const codes: number[] = [];
    for (const rows of ["1", "0"]) {
      vi.stubEnv("PGASSAY_SAMPLE", rows);
      codes.push((await cli(["audit", files.path("schema.sql")])).code);
    }
    vi.stubEnv("PGASSAY_SAMPLE", undefined);
    expect(codes).toEqual([2, 0]);
  });

  test("is not an option of doctor", async () => {
    expect((await cli(["doctor", files.path("schema.sql"), "--sample"])).code).toBe(2);
  });
});
