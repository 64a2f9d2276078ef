import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding, Report } from "../../src/contract/index.ts";
import { type Paint, UNPAINTED } from "../../src/reporters/paint.ts";
import { type TextOptions, text } from "../../src/reporters/text/text.ts";
import { widthOf } from "../../src/reporters/text/width.ts";
import { unseenIn } from "../unseen.ts";
import { findingOf, fixOf, many, reportOf, ruleNamed, sqlStep } from "./report-builder.ts";

const OPTIONS: TextOptions = {
  paint: UNPAINTED,
  width: 80,
  again: "schema.sql",
  limits: { minSeverity: "info", findings: 100, perRule: 20 },
};

function render(report: Report, options: Partial<TextOptions> = {}): string {
  return [...text.render(report, { ...OPTIONS, ...options })].join("");
}

describe("the text report", () => {
  test("shows a finding with its place, evidence and the worst of its fix", () => {
    const steps = [sqlStep(), sqlStep({ phase: "switch", locks: [] })] as const;
    expect(render(reportOf([findingOf({ fix: fixOf({ steps }) })]))).toContain(
      [
        "public.account",
        "  ✖ error    float-money  balance                                  schema.sql:12",
        "             Column public.account.balance holds money as double precision,",
        "             which cannot hold 0.10 exactly.",
        "             type: double precision (pg_attribute.atttypid)",
        "             fix: Change balance to numeric(14,2)",
        "                  safe · expand → switch · ACCESS EXCLUSIVE, instant",
        "",
      ].join("\n"),
    );
  });

  test("a name that has no room beside its rule stands below it", () => {
    const index = findingOf({ rule: "foreign-key-without-index", object: { kind: "index", path: ["public", "account", "n".repeat(50)] } });
    expect(render(reportOf([index]))).toContain(
      `  ✖ error    foreign-key-without-index\n             ${"n".repeat(50)}    schema.sql:12\n             Column`,
    );
  });

  test("ends where there is nothing to do next", () => {
    expect(render(reportOf([]))).toMatch(/[^\n]\n$/);
  });

  test("puts everything of one table together, under the first of its findings", () => {
    const on = (table: string, severity: Finding["severity"], column: string) =>
      findingOf({ severity, object: { kind: "column", path: ["public", table, column] } });
    const report = render(reportOf([on("b", "error", "x"), on("a", "warning", "y"), on("b", "warning", "z")]));
    const titles = report.split("\n").filter((line) => /^public\./.test(line));
    expect(titles).toEqual(["public.b", "public.a"]);
    expect(report.indexOf("float-money  z")).toBeLessThan(report.indexOf("\npublic.a\n"));
  });

  test("puts statements together, each with the beginning of its fingerprint", () => {
    const on = (fingerprint: string) =>
      findingOf({ rule: "hot-statement", object: { kind: "statement", path: [fingerprint] }, source: null });
    const report = render(reportOf([on("457082b32c66fb97"), on("40726271ffe34897")]));
    expect(report.match(/^statements$/gm)).toHaveLength(1);
    expect(report).toContain("hot-statement  statement 457082b32c66\n");
    expect(report).toContain("hot-statement  statement 40726271ffe3\n");
  });

  test("counts the fixes of a long report without writing all of them", () => {
    let written = 0;
    const counted = (finding: Finding): Finding => ({
      ...finding,
      get fix() {
        written += 1;
        return fixOf();
      },
    });
    const report = render(reportOf(many(5_000).map(counted)), { width: 120 });
    expect(report).toContain("fixes       generated SQL for at least 1,000 of them");
    expect(report).toContain("SQL that repairs at least 1,000 findings");
    expect(written).toBeLessThan(3_000);
    expect(render(reportOf([counted(findingOf())]), { width: 120 })).toContain("SQL that repairs 1 finding\n");
  });

  test("shows numbers in their units", () => {
    const evidence = [
      { label: "size", value: 123_456_789, unit: "bytes", from: "pg_class.relpages" },
      {
        label: "rows",
        value: 1_234_567,
        unit: "rows",
        from: "pg_class.reltuples",
        window: { since: "2026-01-01T00:00:00Z", until: "2026-02-01T00:00:00Z" },
      },
      { label: "scans", value: null, from: "pg_stat_user_indexes.idx_scan" },
    ] as const;
    const report = render(reportOf([findingOf({ evidence })]));
    expect(report).toContain("size: 118 MB (pg_class.relpages)");
    expect(report).toContain("rows: 1,234,567 rows (pg_class.reltuples, since 2026-01-01)");
    expect(report).toContain("scans: unknown (pg_stat_user_indexes.idx_scan)");
  });

  test("no line is wider than the terminal while it has words to break at", () => {
    const report = render(reportOf([findingOf(), ...many(3)]), { width: 60 });
    const wide = report.split("\n").filter((line) => widthOf(line) > 60 && !/^ {2}pgassay |schema\.sql:12$/.test(line));
    expect(wide).toEqual([]);
  });

  test("a thousand findings stay readable, and none is hidden in silence", () => {
    const report = render(reportOf([findingOf(), ...many(1_000), ...many(5, "missing-primary-key")]));
    const shown = report.split("\n").filter((line) => line.includes("▲ warning")).length;
    expect(shown).toBe(25);
    expect(report).toContain("1,006 findings: 1 error, 1,005 warnings.");
    expect(report).toContain("not shown   980 findings: foreign-key-without-index 980");
    expect(report).toContain("pgassay audit schema.sql --max-findings 0");
  });

  test("all of them when asked", () => {
    const limits = { minSeverity: "info", findings: null, perRule: null } as const;
    const report = render(reportOf(many(300)), { limits });
    expect(report.split("\n").filter((line) => line.includes("▲ warning"))).toHaveLength(300);
    expect(report).not.toContain("not shown");
  });

  test("says what a severity limit hides, and counts it all the same", () => {
    const limits = { minSeverity: "error", findings: 100, perRule: 20 } as const;
    const report = render(reportOf([findingOf(), ...many(4)]), { limits });
    expect(report).not.toContain("▲ warning");
    expect(report).toContain("5 findings: 1 error, 4 warnings.");
    expect(report).toContain("4 findings below --min-severity");
  });

  test("says what was not read, not run and left out", () => {
    const report = render(
      reportOf([], {
        gaps: [
          {
            what: "statement",
            subject: "CREATE EXTENSION postgis",
            reason: "not available",
            at: { file: "a.sql", line: 3 },
            affects: ["public.place"],
          },
        ],
        rules: [
          { rule: ruleNamed("unused-index"), status: "skipped", reason: "needs stats", subjects: 0, findings: 0, ms: 0 },
          { rule: ruleNamed("broken"), status: "crashed", reason: "at public.t: boom", subjects: 1, findings: 0, ms: 0 },
        ],
        excluded: [{ path: ["public", "schema_migrations"], by: "migration tool" }],
      }),
    );
    expect(report).toContain("No findings.");
    expect(report).toContain("skipped: unused-index: needs stats");
    expect(report).toContain("broken at public.t: boom");
    expect(report).toContain("1 statement");
    expect(report.replace(/\s+/g, " ")).toContain("a.sql:3 CREATE EXTENSION postgis: not available (and with it public.place)");
    expect(report).toContain("public.schema_migrations (migration tool)");
  });

  test("names some of many rules that miss the same thing", () => {
    const skipped = (ids: readonly string[]) =>
      reportOf([], {
        rules: ids.map((id) => ({ rule: ruleNamed(id), status: "skipped", reason: "needs stats", subjects: 0, findings: 0, ms: 0 })),
      });
    expect(render(skipped(["a", "b", "c", "d", "e"]))).toContain("skipped: a, b, c, d, e: needs stats");
    expect(render(skipped(["a", "b", "c", "d", "e", "f"]))).toContain("skipped: a, b and 4 more: needs stats");
  });

  test("31. no name, message or reason reaches the terminal unescaped", () => {
    const hostile = fc.string({ unit: "binary", minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(hostile, hostile, (name, words) => {
        const object = { kind: "column", path: [name, words, name] } as const;
        const finding = findingOf({
          object,
          message: words,
          evidence: [{ label: name, value: words, from: name }],
          source: { file: name, line: 1 },
          fix: fixOf({ title: words }),
        });
        const report = reportOf([finding], {
          source: { kind: "sql", name, statements: 1 },
          gaps: [{ what: "object", subject: name, reason: words, at: { file: words, line: 1 }, affects: [name] }],
          excluded: [{ path: [name, words], by: name }],
          rules: [{ rule: ruleNamed("r"), status: "crashed", reason: words, subjects: 0, findings: 0, ms: 0 }],
        });
        expect(unseenIn(render(report).replaceAll("\n", ""))).toEqual([]);
      }),
    );
  });

  test("colours carry no words of their own", () => {
    const mark = (text: string) => `<${text}>`;
    const paint: Paint = { bold: mark, dim: mark, red: mark, yellow: mark, blue: mark, green: mark };
    const report = reportOf([findingOf(), ...many(2)]);
    expect(render(report, { paint }).replace(/[<>]/g, "")).toBe(render(report));
  });
});
