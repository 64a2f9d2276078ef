import { describe, expect, test } from "vitest";
import expired from "../../rules/gate/expired-suppression.ts";
import unused from "../../rules/gate/unused-suppression.ts";
import { type AuditOptions, audit } from "../../src/audit.ts";
import { defineRule, z } from "../../src/contract/index.ts";
import type { SnapshotData } from "../../src/model/snapshot.ts";
import { column, schema, snapshot, table } from "../catalog-data.ts";

const rule = (id: string) =>
  defineRule({
    id,
    on: "column",
    needs: [],
    category: "types",
    severity: "warning",
    confidence: "certain",
    recommended: true,
    fixable: "never",
    status: { is: "stable", since: "0.1.0" },
    docs: { summary: "s", why: "w", remedy: "r", ignoreWhen: "i", links: [] },
    options: z.object({}),
    messages: { found: "{column}" },
    *check(subject) {
      yield { message: "found", data: { column: subject.path.join(".") } };
    },
  });
const columns = rule("every-column");
const others = rule("other-rule");

const data = (parts: Partial<SnapshotData> = {}, comment: string | null = null) =>
  snapshot(
    {
      schemas: [
        schema("public", {
          tables: [table("a", [column("id", "int4"), column("b", "int4", { comment })]), table("z", [column("id", "int4")])],
        }),
      ],
    },
    {
      locations: [
        { object: { kind: "table", path: ["public", "a"] }, at: { file: "s.sql", line: 3 } },
        { object: { kind: "column", path: ["public", "a", "b"] }, at: { file: "s.sql", line: 5 } },
        { object: { kind: "table", path: ["public", "z"] }, at: { file: "s.sql", line: 9 } },
      ],
      ...parts,
    },
  );

const none = { ignores: [], baseline: null, earlier: null, today: "2026-06-15", known: new Set(["every-column", "other-rule"]) };

function run(
  snapshotData: SnapshotData,
  acceptance: Partial<NonNullable<AuditOptions["acceptance"]>> = {},
  rules = [columns, unused, expired],
) {
  const report = audit(snapshotData, { rules, toolVersion: "1", acceptance: { ...none, ...acceptance } });
  return {
    found: report.findings.map((finding) => finding.message),
    accepted: report.suppressed.map((finding) => [finding.message, finding.suppressed?.by, finding.suppressed?.reason]),
    report,
  };
}

const note = { rules: ["every-column"], reason: "old", until: null, file: "s.sql", line: 4, from: 5, to: 5 };

describe("suppressions", () => {
  test("a comment in the file covers its lines and no others", () => {
    const { found, accepted } = run(data({ suppressions: [note] }));
    expect(found).toEqual(["public.a.id", "public.z.id"]);
    expect(accepted).toEqual([["public.a.b", "comment", "old"]]);
  });

  test("a comment for the rest of the file, or in another file", () => {
    expect(run(data({ suppressions: [{ ...note, to: null }] })).found).toEqual(["public.a.id"]);
    expect(run(data({ suppressions: [{ ...note, file: "t.sql" }] })).found).toEqual([
      "The suppression of every-column in t.sql:4 accepts nothing: what it was written for is gone.",
      "public.a.b",
      "public.a.id",
      "public.z.id",
    ]);
  });

  test("a comment on an object covers it and what belongs to it", () => {
    expect(run(data({}, "@pgassay-ignore every-column: old")).accepted).toEqual([["public.a.b", "comment", "old"]]);
  });

  test.each([
    ["a", ["public.z.id"]],
    ["public.a.b", ["public.a.id", "public.z.id"]],
    ["public.*", []],
    ["*", []],
    ["?", []],
  ])("an ignore of %s", (object, found) => {
    const outcome = run(data(), { ignores: [{ object, rules: ["every-column"], reason: "r", expires: null }] });
    expect(outcome.found).toEqual(found);
    expect(outcome.accepted.every(([, by, reason]) => by === "config" && reason === "r")).toBe(true);
  });

  test("an ignore without rules accepts every rule", () => {
    expect(run(data(), { ignores: [{ object: "*", rules: [], reason: "r", expires: null }] }, [columns, others]).found).toEqual([]);
  });

  test("holds on its last day, and is reported on the next", () => {
    const ignores = [{ object: "*", rules: ["every-column"], reason: "r", expires: "2026-06-15" }];
    expect(run(data(), { ignores }).found).toEqual([]);
    const late = run(data(), { ignores, today: "2026-06-16" });
    expect(late.found).toEqual([
      "The suppression of every-column in ignores[0] (*) held until 2026-06-15.",
      "public.a.b",
      "public.a.id",
      "public.z.id",
    ]);
  });

  test("one for every rule is called so, and one in a file is found in its line", () => {
    const ignores = [{ object: "nowhere", rules: [], reason: "r", expires: null }];
    const gone = { ...note, until: "2026-06-14" };
    const { report } = run(data({ suppressions: [gone] }), {
      ignores: [...ignores, { object: "*", rules: [], reason: "r", expires: "2026-06-01" }],
    });
    expect(report.findings.filter(({ category }) => category === "gate").map(({ message, source }) => [message, source])).toEqual([
      ["The suppression of every rule in ignores[1] (*) held until 2026-06-01.", null],
      ["The suppression of every-column in s.sql:4 held until 2026-06-14.", { file: "s.sql", line: 4 }],
      ["The suppression of every rule in ignores[0] (nowhere) accepts nothing: what it was written for is gone.", null],
    ]);
  });

  test("one of a rule that did not run is not called unused; one of a rule that nobody knows is", () => {
    const of = (id: string) => [{ object: "*", rules: [id], reason: "r", expires: null }];
    expect(run(data(), { ignores: of("other-rule") }).found).not.toContainEqual(expect.stringContaining("accepts nothing"));
    expect(run(data(), { ignores: of("no-such-rule") }).found).toContainEqual(expect.stringContaining("no-such-rule"));
  });

  test("without a reason, or with something that is no rule, it accepts nothing and says so", () => {
    for (const broken of [{ reason: null }, { rules: [] }]) {
      const { found, accepted } = run(data({ suppressions: [{ ...note, ...broken }] }));
      expect(accepted).toEqual([]);
      expect(found).toContain("The suppression in s.sql:4 accepts nothing, because it is not written as `rule: reason`.");
    }
  });

  test("findings about suppressions keep their fingerprint when lines move, and stand at the comment", () => {
    const at = (line: number) =>
      run(data({ suppressions: [{ ...note, reason: null, line }] })).report.findings.find(({ rule }) => rule === "unused-suppression");
    expect(at(4)?.fingerprint).toBe(at(40)?.fingerprint);
    expect(at(40)?.source).toEqual({ file: "s.sql", line: 40 });
    const twice = run(
      data({
        suppressions: [
          { ...note, reason: null },
          { ...note, reason: null, line: 6 },
        ],
      }),
    ).report;
    expect(twice.findings.filter(({ rule }) => rule === "unused-suppression")).toHaveLength(2);
  });
});

describe("the baseline", () => {
  const before = run(data()).report.findings;
  const entries = before.map(({ fingerprint }) => ({ fingerprint, rule: "every-column", object: "o" }));

  test("accepts what it knows, and nothing else of the same rule", () => {
    const { report } = run(data(), { baseline: entries.slice(1) });
    expect(report.findings.map(({ message, baselineState }) => [message, baselineState])).toEqual([["public.a.b", "new"]]);
    expect(report.suppressed.map(({ message, suppressed, baselineState }) => [message, suppressed?.by, baselineState])).toEqual([
      ["public.a.id", "baseline", "unchanged"],
      ["public.z.id", "baseline", "unchanged"],
    ]);
  });

  test("without one, nothing is new or old", () => {
    expect(before.map(({ baselineState }) => baselineState)).toEqual([null, null, null]);
  });
});
