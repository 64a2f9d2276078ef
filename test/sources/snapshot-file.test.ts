import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PgassayError } from "../../src/model/failure.ts";
import type { SnapshotData } from "../../src/model/snapshot.ts";
import { replaySource } from "../../src/sources/replay/replay-source.ts";
import { readSnapshot, snapshotSource, writeSnapshot } from "../../src/sources/snapshot-file.ts";

let folder = "";
let snapshot: SnapshotData;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "pgassay-"));
  const file = join(folder, "schema.sql");
  writeFileSync(
    file,
    `CREATE TYPE mood AS ENUM ('a', 'b'); CREATE DOMAIN d AS numeric(10,2) CHECK (VALUE > 0); CREATE TYPE pair AS (a int, b d[]);
     CREATE TYPE span AS RANGE (subtype = float8);
     CREATE TABLE parent (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, m mood, x d, twice numeric GENERATED ALWAYS AS (x * 2) STORED) PARTITION BY RANGE (id);
     CREATE TABLE part PARTITION OF parent FOR VALUES FROM (1) TO (2);
     CREATE TABLE child (p bigint REFERENCES parent ON DELETE CASCADE, EXCLUDE USING btree (p WITH =));
     CREATE INDEX ON child (lower(p::text)) INCLUDE (p) WHERE p > 1; CREATE STATISTICS s ON p, (p + 1) FROM child;
     CREATE VIEW v AS SELECT id FROM parent; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
     CREATE TRIGGER t BEFORE UPDATE OF p ON child FOR EACH ROW EXECUTE FUNCTION f(); CREATE POLICY pol ON child USING (p = 1);
     CREATE SEQUENCE free; ALTER TABLE gone ADD COLUMN a int;`,
  );
  snapshot = await replaySource(file, { cache: false }).load({ stats: false, schemas: null }, AbortSignal.timeout(100_000));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function path(name: string): string {
  return join(folder, name);
}

test("42. what is written is read back, by its owner alone", async () => {
  const stats = {
    window: { since: null, until: "2026-01-01T00:00:00Z" },
    standbysIncluded: false,
    tables: [
      {
        schema: "public",
        name: "child",
        rows: null,
        bytes: 0,
        deadRows: 1,
        seqScans: 1,
        writes: null,
        columns: [{ name: "p", nullFraction: 0.5, distinct: -1, correlation: null, width: 8 }],
        indexes: [{ name: "i", bytes: 8192, scans: 0 }],
      },
    ],
    sequences: [{ schema: "public", name: "free", last: "9223372036854775807" }],
  };
  const whole = { ...snapshot, stats };
  writeSnapshot(path("a.json"), whole);
  expect(statSync(path("a.json")).mode & 0o777).toBe(0o600);
  expect(await readSnapshot(path("a.json"))).toEqual(whole);
  expect((await snapshotSource(path("a.json")).load()).source).toMatchObject({ kind: "snapshot", name: path("a.json") });
});

test("51. a link is not written through", () => {
  writeFileSync(path("target"), "mine");
  symlinkSync(path("target"), path("link.json"));
  expect(() => writeSnapshot(path("link.json"), snapshot)).toThrow(PgassayError);
  expect(readFileSync(path("target"), "utf8")).toBe("mine");
});

test("51. nothing half written is left behind", () => {
  expect(() => writeSnapshot(folder, snapshot)).toThrow(PgassayError);
  expect(existsSync(`${folder}.tmp`)).toBe(false);
});

test.each([
  ["no JSON", "{", "It is not JSON"],
  ["no snapshot", "{}", "pgassaySnapshot is missing"],
  ["another version", '{"pgassaySnapshot": 2}', "version 2"],
  ["a part missing", '{"pgassaySnapshot": 1, "takenAt": "x"}', "At source"],
])("%s is refused", async (_, content, why) => {
  writeFileSync(path("b.json"), content);
  await expect(readSnapshot(path("b.json"))).rejects.toMatchObject({ name: "PgassayError", why: expect.stringContaining(why) });
});

test("the first wrong place is named", async () => {
  const text = JSON.stringify({ pgassaySnapshot: 1, ...snapshot }).replace('"rls":"off"', '"rls":"maybe"');
  writeFileSync(path("c.json"), text);
  await expect(readSnapshot(path("c.json"))).rejects.toMatchObject({
    why: expect.stringMatching(/^At catalog\.schemas\[0\]\.tables\[0\]\.rls: /),
  });
});
