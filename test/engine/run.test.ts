import { describe, expect, test } from "vitest";
import { audit } from "../../src/audit.ts";
import { defineRule, z } from "../../src/contract/index.ts";
import type { AnyRule } from "../../src/contract/rule.ts";
import { column, schema, snapshot, table } from "../catalog-data.ts";

const docs = { summary: "s", why: "w", remedy: "r", ignoreWhen: "i", links: [] };
const base = {
  category: "types",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  fixable: "never",
  status: { is: "stable", since: "0.1.0" },
  docs,
} as const;

const every = defineRule({
  ...base,
  id: "every-column",
  on: "column",
  needs: [],
  options: z.object({ name: z.string().default("id") }),
  messages: { found: "Column {column} of {table}." },
  *check(subject, { options }) {
    if (subject.name === options.name) yield { message: "found", data: { column: subject.name, table: subject.table.name } };
  },
});

const data = snapshot({
  schemas: [
    schema("public", {
      tables: [
        table("b", [column("id", "int4")]),
        table("a", [column("id", "int4"), column("other", "int4")]),
        table("part", [column("id", "int4")], { partitionBound: "DEFAULT" }),
        table("alembic_version", [column("id", "int4")]),
        table("ext", [column("id", "int4")], { origin: "extension" }),
        table("temp", [column("id", "int4")], { persistence: "temporary" }),
        table("heir", [column("id", "int4", { local: false })]),
      ],
    }),
  ],
});

const run = (rules: readonly AnyRule[], parts = {}) => audit(data, { rules, toolVersion: "1.2.3", ...parts });

describe("the engine", () => {
  test("shows each subject once and orders the findings by object", () => {
    const report = run([every]);
    expect(report.findings.map((finding) => finding.message)).toEqual(["Column id of a.", "Column id of b."]);
    expect(report.rules).toMatchObject([{ status: "ran", subjects: 3, findings: 2, reason: null }]);
    expect(report.excluded).toEqual([{ path: ["public", "alembic_version"], by: "migration tool" }]);
  });

  test("shows every table of many once, and a rule that throws no more of them", () => {
    const names = Array.from({ length: 150 }, (_, n) => `t${String(n).padStart(3, "0")}`);
    const large = snapshot({ schemas: [schema("public", { tables: names.map((name) => table(name, [column("id", "int4")])) })] });
    const seen: string[] = [];
    const throwing = defineRule({
      ...base,
      id: "throwing",
      on: "table",
      needs: [],
      options: z.object({}),
      messages: { found: "Table {table}." },
      *check({ name }) {
        seen.push(name);
        if (name === "t100") throw new Error("no further");
        yield { message: "found", data: { table: name } };
      },
    });
    const report = audit(large, { rules: [throwing, every], toolVersion: "1.2.3" });
    expect(report.findings.filter(({ rule }) => rule === "every-column").map(({ object }) => object.path[1])).toEqual(names);
    expect(seen).toEqual(names.slice(0, 101));
    expect(report.rules).toMatchObject([
      { status: "crashed", subjects: 101, findings: 100, reason: "at public.t100: no further" },
      { status: "ran", subjects: 150, findings: 150 },
    ]);
  });

  test("writes a fix on demand once, and again for nobody", () => {
    let written = 0;
    const fixing = defineRule({
      ...every,
      fixable: "always",
      fix: () => {
        written += 1;
        return undefined;
      },
    });
    const [first, ...others] = run([fixing], { fixes: "on demand" }).findings;
    expect(written).toBe(0);
    expect([first?.fix, first?.fix, JSON.parse(JSON.stringify(first)).fix]).toEqual([null, null, null]);
    expect(written).toBe(1);
    expect(others.map(({ fix }) => fix)).toEqual([null]);
    expect(written).toBe(2);
  });

  test("tells rules on other subjects which tables are shown", () => {
    const listing = defineRule({
      ...base,
      id: "listing",
      on: "schema",
      needs: [],
      options: z.object({}),
      messages: { found: "{tables}" },
      *check(schema, { isShown }) {
        yield {
          message: "found",
          data: {
            tables: schema.tables
              .filter(isShown)
              .map(({ name }) => name)
              .join(" "),
          },
        };
      },
    });
    expect(run([listing]).findings.map((finding) => finding.message)).toEqual(["b a heir"]);
  });

  test("gives fingerprints that depend on names alone", () => {
    const [first, second] = run([every]).findings;
    expect(first?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(first?.fingerprint).not.toBe(second?.fingerprint);
    const worded = { ...every, messages: { found: "{column}, {table}: reworded" } };
    expect(run([worded]).findings[0]?.fingerprint).toBe(first?.fingerprint);
  });

  test("takes severity and options from the settings", () => {
    const settings = new Map([["every-column", { severity: "error" as const, options: { name: "other" } }]]);
    expect(run([every], { settings }).findings).toMatchObject([{ severity: "error", object: { path: ["public", "a", "other"] } }]);
    expect(run([every], { settings: new Map([["every-column", { severity: "off" as const }]]) }).rules[0]?.status).toBe("off");
  });

  test("reports a rule that throws, keeps the others, and names the subject", () => {
    const broken: AnyRule = {
      ...every,
      id: "broken",
      // biome-ignore lint/correctness/useYield: it never gets that far.
      *check() {
        throw new Error("boom");
      },
    };
    const report = run([broken, every]);
    expect(report.rules[0]).toMatchObject({ status: "crashed", reason: "at public.b.id: boom" });
    expect(report.findings).toHaveLength(2);
  });

  test("reports a message without its data as a crash", () => {
    const holes: AnyRule = { ...every, messages: { found: "Column {column} of {tabel}." } };
    expect(run([holes]).rules[0]?.reason).toContain("{tabel}");
  });

  test("refuses two findings with one identity", () => {
    const twice: AnyRule = {
      ...every,
      *check(subject) {
        yield { message: "found", data: { column: subject.name, table: "x" } };
        yield { message: "found", data: { column: subject.name, table: "y" } };
      },
    };
    expect(run([twice]).rules[0]?.reason).toContain("same object and key");
  });

  test("skips a rule whose evidence or version is missing, and says why", () => {
    expect(run([{ ...every, needs: ["stats"] } as AnyRule]).rules[0]).toMatchObject({
      status: "skipped",
      reason: "needs stats, which this source does not have: audit the live database or a snapshot of it",
    });
    expect(run([{ ...every, needs: ["workload", "stats"] } as AnyRule]).rules[0]?.reason).toBe(
      "needs workload and stats, which this source does not have: audit the live database or a snapshot of it, and name the server's logs with --logs",
    );
    expect(run([{ ...every, needs: ["workload"] } as AnyRule]).rules[0]).toMatchObject({
      status: "skipped",
      reason: "needs workload, which this source does not have: name the server's logs with --logs",
    });
    expect(run([{ ...every, postgres: { max: 17 } }]).rules[0]).toMatchObject({
      status: "skipped",
      reason: "applies up to PostgreSQL 17; this is 18",
    });
    expect(run([{ ...every, postgres: { min: 19 } }]).rules[0]).toMatchObject({
      status: "skipped",
      reason: "applies from PostgreSQL 19; this is 18",
    });
  });

  test("keeps to the scope", () => {
    const paths = (include: string[], exclude: string[]) =>
      run([every], { scope: { include, exclude } }).findings.map((finding) => finding.object.path[1]);
    expect(paths(["a"], [])).toEqual(["a"]);
    expect(paths(["public.*"], ["*.a"])).toEqual(["b"]);
    expect(paths([], ["?"])).toEqual([]);
  });

  test("locates a finding at its object, or at its table", () => {
    const at = { file: "schema.sql", line: 3 };
    const locations = [{ object: { kind: "table" as const, path: ["public", "a"] }, at }];
    const report = audit({ ...data, locations }, { rules: [every], toolVersion: "1" });
    expect(report.findings.map((finding) => finding.source)).toEqual([at, null]);
  });
});
