import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Report } from "../../src/contract/index.ts";
import { json } from "../../src/reporters/json/json.ts";
import { reportSchema } from "../../src/reporters/json/report-schema.ts";
import type { Limits } from "../../src/reporters/selection.ts";
import { unseenIn } from "../unseen.ts";
import { findingOf, fixOf, many, reportOf, sqlStep } from "./report-builder.ts";

const ALL: Limits = { minSeverity: "info", findings: null, perRule: null };

function render(report: Report, limits: Limits = ALL): string {
  return [...json.render(report, { limits })].join("");
}

const FULL = reportOf(
  [
    findingOf({
      key: "k",
      related: [{ kind: "index", path: ["public", "account", "i"] }],
      evidence: [
        { label: "rows", value: 3, unit: "rows", from: "pg_class.reltuples", window: { since: null, until: "2026-01-01T00:00:00Z" } },
      ],
      fix: fixOf({
        steps: [
          sqlStep({ requires: { sql: "SELECT true", because: "b" }, verify: "SELECT true", undo: null, hazards: ["rewrites table"] }),
          { is: "manual", phase: "switch", why: "w", instruction: "i", hazards: ["needs deploy"] },
        ],
      }),
    }),
    ...many(3),
  ],
  {
    gaps: [{ what: "file", subject: "x.sql", reason: "empty", at: null, affects: [] }],
    excluded: [{ path: ["public", "schema_migrations"], by: "migration tool" }],
  },
);

describe("the JSON report", () => {
  test.each([
    ["with everything in it", FULL],
    ["without findings", reportOf([])],
  ])("keeps its published shape, %s", (_, report) => {
    const parsed = JSON.parse(render(report));
    expect(reportSchema.strict().parse(parsed)).toEqual(parsed);
  });

  test("38. has every field in a fixed order", () => {
    const parsed = JSON.parse(render(FULL));
    expect(Object.keys(parsed)).toEqual([
      "schemaVersion",
      "tool",
      "takenAt",
      "source",
      "server",
      "catalog",
      "coverage",
      "workload",
      "findings",
      "suppressed",
      "summary",
    ]);
    const reordered = { ...FULL, findings: FULL.findings.map((finding) => Object.fromEntries(Object.entries(finding).reverse())) };
    expect(render(reordered as unknown as Report)).toBe(render(FULL));
  });

  test("a limit on what is shown leaves the summary whole", () => {
    const parsed = JSON.parse(render(FULL, { ...ALL, findings: 2 }));
    expect(parsed.findings).toHaveLength(2);
    expect(parsed.summary).toEqual({ findings: 4, shown: 2, errors: 1, warnings: 3, infos: 0, fixable: 1 });
  });

  test("38. is the same value for any text, and nothing in it reaches a terminal unescaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (name) => {
        const text = render(reportOf([findingOf({ object: { kind: "table", path: [name] }, message: name })]));
        expect(unseenIn(text.replaceAll("\n", ""))).toEqual([]);
        const { findings } = JSON.parse(text);
        expect(findings[0].object.path).toEqual([name]);
        expect(findings[0].message).toBe(name);
      }),
    );
  });

  test.each(["\ud800", "\u2028", "\u0000", "😀\u200d"])("%j survives", (name) => {
    const text = render(reportOf([findingOf({ message: name })]));
    expect(JSON.parse(text).findings[0].message).toBe(name);
    expect(Buffer.from(text).toString()).toBe(text);
  });
});
