import { expect, test } from "vitest";
import { product } from "../../../src/sources/live/product.ts";

test.each([
  ["PostgreSQL 12.22 on x86_64-pc-linux-gnu, compiled by gcc", 120_022],
  ["PostgreSQL 18.4 (Debian 18.4-1.pgdg13+1) on x86_64-pc-linux-gnu", 180_004],
  ["PostgreSQL 19devel on aarch64-apple-darwin", 190_000],
])("10. %s is read", (banner, version) => {
  expect(product(banner, version)).toBe(version);
});

test.each([
  ["PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC, Redshift 1.0.12103", 80_002],
  ["CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu)", 130_000],
  ["PostgreSQL 11.2-YB-2.20.1.0-b0 on x86_64-pc-linux-gnu", 110_002],
  ["PostgreSQL 15.2-YB-2.25.0.0 on x86_64-pc-linux-gnu", 150_002],
  ["PostgreSQL 12.12 (Greenplum Database 7.1.0)", 120_012],
])("11. %s is not PostgreSQL", (banner, version) => {
  expect(() => product(banner, version)).toThrow("This server is not PostgreSQL");
});

test.each([110_022, 90_624, Number.NaN])("10. version %d is too old to read", (version) => {
  expect(() => product("PostgreSQL on x86_64", version)).toThrow("too old");
});
