import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planFixes } from "../../../src/fixes/plan.ts";
import { emitSql } from "../../../src/fixes/sql/sql.ts";
import { HOSTILE_NAMES } from "../../hostile-names.ts";
import { type NativeServer, startServer } from "../../postgres/servers.ts";
import { findingOf, fixOf, reportOf, sqlStep } from "../../reporters/report-builder.ts";

let server: NativeServer;
const folder = mkdtempSync(path.join(tmpdir(), "pgassay-psql-"));
beforeAll(async () => {
  server = await startServer(15);
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function psql(url: string, ...argv: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync("psql", ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", ...argv, url], {
    cwd: folder,
    encoding: "utf8",
  });
  return { code: status, said: `${stdout}${stderr}` };
}

const onServer = (findings: ReturnType<typeof findingOf>[]) => {
  const report = reportOf(findings);
  return [...emitSql(planFixes(findings), { ...report, server: { ...report.server, version: 150_018 } })].join("");
};

const create = (name: string) =>
  sqlStep({
    statements: [`CREATE TABLE "${name}" (i integer)`],
    verify: `SELECT pg_catalog.to_regclass('"${name}"') IS NOT NULL`,
    locks: [],
  });

describe("psql runs what is written", () => {
  test("one part at a time", async () => {
    const url = await server.createDatabase();
    const gate = { is: "manual", phase: "switch", why: "w", instruction: "i", hazards: [] } as const;
    writeFileSync(
      path.join(folder, "parts.sql"),
      onServer([findingOf({ fix: fixOf({ steps: [create("a"), gate, create("b"), gate, create("c")] }) })]),
    );
    const tables = () =>
      psql(
        url,
        "-c",
        "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace",
      ).said.trim();
    const seen = [[], ["-v", "part_2=done"], ["-v", "part_3=done"]].map((argv) => {
      const { code } = psql(url, ...argv, "-f", "parts.sql");
      return [code, tables()];
    });
    expect(seen).toEqual([
      [0, "a"],
      [0, "a b"],
      [0, "a b c"],
    ]);
  });

  test.each([
    [
      "what a step requires does not hold",
      { requires: { sql: "SELECT NULL::boolean", because: "50% of it's wrong" } },
      "not run: 50% of it's wrong",
    ],
    ["a step has not worked", { verify: "SELECT false" }, "the step before this check has not worked"],
    ["a statement fails", { statements: ["SELECT 1", "SELECT 1/0"], transaction: "required" }, "division by zero"],
  ] as const)("it stops where %s", async (_, parts, said) => {
    const url = await server.createDatabase();
    const bad = sqlStep({ ...create("first"), verify: "SELECT true", ...(parts as object) });
    writeFileSync(path.join(folder, "stop.sql"), onServer([findingOf({ fix: fixOf({ steps: [bad, create("after")] }) })]));
    const outcome = psql(url, "-f", "stop.sql");
    expect(outcome.code).toBe(3);
    expect(outcome.said).toContain(said);
    expect(psql(url, "-c", `SELECT pg_catalog.to_regclass('after') IS NULL`).said.trim()).toBe("t");
  });

  test("a file for a newer server is refused", async () => {
    const url = await server.createDatabase();
    const findings = [findingOf({ fix: fixOf({ steps: [create("a")] }) })];
    writeFileSync(path.join(folder, "newer.sql"), [...emitSql(planFixes(findings), reportOf(findings))].join(""));
    expect(psql(url, "-f", "newer.sql")).toEqual({ code: 3, said: expect.stringContaining("for PostgreSQL 18 or later") });
  });

  test("names tell it nothing, in a part that is run and in one that is left out", async () => {
    const url = await server.createDatabase("hostile");
    const gate = { is: "manual", phase: "switch", why: "w", instruction: "i", hazards: [] } as const;
    const findings = HOSTILE_NAMES.filter((name) => Buffer.byteLength(name) <= 63).map((name) => {
      const quoted = `"${name.replaceAll('"', '""')}"`;
      const step = sqlStep({ why: name, statements: [`CREATE TABLE ${quoted} (i integer)`], undo: [`DROP TABLE ${quoted}`], locks: [] });
      const object = { kind: "table", path: [name] } as const;
      const later = sqlStep({ ...step, statements: [`DROP TABLE ${quoted}`] });
      return findingOf({ object, fix: fixOf({ title: name, changes: [object], steps: [step, { ...gate, instruction: name }, later] }) });
    });
    writeFileSync(path.join(folder, "hostile.sql"), onServer(findings));
    const count = () => Number(psql(url, "-c", "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace").said);
    expect(psql(url, "-f", "hostile.sql").code).toBe(0);
    expect(count()).toBe(findings.length);
    expect(psql(url, "-v", "part_2=done", "-f", "hostile.sql").code).toBe(0);
    expect(count()).toBe(0);
    expect(
      execFileSync("ls", [folder], { encoding: "utf8" })
        .trim()
        .split("\n")
        .filter((file) => !file.endsWith(".sql")),
    ).toEqual([]);
  });
});
