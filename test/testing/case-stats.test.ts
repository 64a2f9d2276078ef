import { expect, test } from "vitest";
import { withStats } from "../../src/testing/case-stats.ts";
import { readCases } from "../../src/testing/fixture.ts";
import { snapshot } from "../catalog-data.ts";

const empty = snapshot({ schemas: [] });

test("a case without statistics leaves the snapshot as it is", () => {
  expect(withStats(empty, { stats: [] })).toBe(empty);
});

test("states rows, columns and indexes of tables, over thirty days", () => {
  const [one] = readCases(
    "-- case: a\n-- finds: nothing\n-- because: b\n-- stats: t rows=10 writes=3\n-- stats: t.c nulls=0.5 distinct=-1\n-- stats: t.i scans=0 bytes=8192\n",
  );
  expect(withStats(empty, one as NonNullable<typeof one>).stats).toEqual({
    window: { since: "2025-12-02T00:00:00.000Z", until: "2026-01-01T00:00:00.000Z" },
    standbysIncluded: false,
    tables: [
      {
        schema: "public",
        name: "t",
        rows: 10,
        bytes: 0,
        deadRows: null,
        seqScans: null,
        writes: 3,
        columns: [{ name: "c", nullFraction: 0.5, distinct: -1, correlation: null, width: 0 }],
        indexes: [{ name: "i", bytes: 8192, scans: 0 }],
      },
    ],
    sequences: [],
  });
});

test("a window may be short, or unknown", () => {
  expect(withStats(empty, { stats: ["window days=1 standbys=true"] }).stats).toMatchObject({
    window: { since: "2025-12-31T00:00:00.000Z" },
    standbysIncluded: true,
  });
  expect(withStats(empty, { stats: ["window"] }).stats?.window.since).toBeNull();
});

test("states the last number of a sequence, which is no table", () => {
  const { stats } = withStats(empty, { stats: ["t_id_seq last=9223372036854775807"] });
  expect(stats?.sequences).toEqual([{ schema: "public", name: "t_id_seq", last: "9223372036854775807" }]);
  expect(stats?.tables).toEqual([]);
});

test("refuses what is not a number", () => {
  expect(() => withStats(empty, { stats: ["t rows=many"] })).toThrow('"rows=many" is not a number');
});
