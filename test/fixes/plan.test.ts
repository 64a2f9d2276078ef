import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/contract/finding.ts";
import type { FixStep, ManualStep, SqlStep } from "../../src/contract/fix.ts";
import { joinAlters } from "../../src/fixes/alter.ts";
import { followedBy, planFixes } from "../../src/fixes/plan.ts";
import type { Plan } from "../../src/fixes/planned.ts";
import { findingOf, fixOf, sqlStep } from "../reporters/report-builder.ts";

const gate: ManualStep = { is: "manual", phase: "switch", why: "w", instruction: "i", hazards: ["needs deploy"] };

function finding(rule: string, changes: readonly string[], steps: readonly FixStep[]): Finding {
  const refs = changes.map((name) => ({ kind: "constraint" as const, path: ["public", "t", name] }));
  const object = { kind: "table" as const, path: ["public", "t"] };
  return findingOf({ rule, object, key: rule, fix: fixOf({ title: rule, changes: refs, steps: steps as [FixStep, ...FixStep[]] }) });
}

const lock = (
  table: string,
  mode: SqlStep["locks"][number]["mode"] = "ACCESS EXCLUSIVE",
  held: SqlStep["locks"][number]["held"] = "instant",
) => ({
  on: { kind: "table" as const, path: ["public", table] },
  mode,
  held,
});
const add = (table: string, column: string, parts: Partial<SqlStep> = {}) =>
  sqlStep({
    statements: [`ALTER TABLE public.${table} ADD COLUMN ${column} text`],
    undo: [`ALTER TABLE public.${table} DROP COLUMN ${column}`],
    locks: [lock(table)],
    ...parts,
  });
const validate = (table: string, name: string, parts: Partial<SqlStep> = {}) =>
  sqlStep({
    phase: "validate",
    statements: [`ALTER TABLE public.${table} VALIDATE CONSTRAINT ${name}`],
    undo: [],
    locks: [lock(table, "SHARE UPDATE EXCLUSIVE", "scan")],
    ...parts,
  });

const stepsOf = (plan: Plan) => plan.stages.flatMap((stage) => stage.steps);
const statementsOf = (plan: Plan) => stepsOf(plan).map(({ step }) => step.statements);

describe("which fixes are run together", () => {
  test("the order of the findings is kept, and those without a fix are listed", () => {
    const plan = planFixes([
      finding("a", ["x"], [add("t", "x")]),
      findingOf({ rule: "b", fix: null }),
      finding("c", ["y"], [add("u", "y")]),
    ]);
    expect(plan.fixes.map((planned) => planned.finding.rule)).toEqual(["a", "c"]);
    expect(plan.withoutFix.map((one) => one.rule)).toEqual(["b"]);
    expect(plan.deferred).toEqual([]);
  });

  test("of two that change one object, the smaller waits", () => {
    const plan = planFixes([finding("small", ["fk"], [add("t", "x")]), finding("large", ["fk", "column"], [add("t", "y"), add("t", "z")])]);
    expect(plan.fixes.map((planned) => planned.finding.rule)).toEqual(["large"]);
    expect(plan.deferred).toMatchObject([{ finding: { rule: "small" }, because: "changes what the fix of large on public.t changes" }]);
  });

  test.each([
    [
      "an index that the other one builds on",
      "index",
      ["DROP INDEX CONCURRENTLY IF EXISTS public.i"],
      "SELECT pg_catalog.to_regclass('public.i') IS NOT NULL",
    ],
    [
      "a column that the other one builds on",
      "column",
      ["ALTER TABLE public.t RENAME COLUMN i TO i_old"],
      "SELECT NOT EXISTS (SELECT FROM public.t WHERE i IS NULL)",
    ],
  ] as const)("of two of which one takes away %s, one waits", (_, kind, statements, sql) => {
    const taker = finding("taker", [], [sqlStep({ statements: [...statements] as [string], locks: [lock("t")] }), gate]);
    const fix = { ...(taker.fix as NonNullable<typeof taker.fix>), changes: [{ kind, path: ["public", "t", "i"] }] };
    const user = finding("user", ["c"], [add("t", "x", { requires: { sql, because: "b" } })]);
    for (const findings of [
      [{ ...taker, fix }, user],
      [user, { ...taker, fix }],
    ]) {
      const plan = planFixes(findings);
      expect(plan.fixes.map((planned) => planned.finding.rule)).toEqual(["taker"]);
      expect(plan.deferred).toMatchObject([{ finding: { rule: "user" }, because: "uses what the fix of taker on public.t changes" }]);
    }
  });

  test("of two that take one name for what they make, one waits", () => {
    const make = (rule: string, changes: string) =>
      finding(rule, [changes], [sqlStep({ statements: ["CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS ''"], locks: [] })]);
    const plan = planFixes([make("a", "x"), make("b", "y")]);
    expect([plan.fixes.length, plan.deferred.length]).toEqual([1, 1]);
  });

  test("a longer name that holds the shorter one is another name", () => {
    const taker = finding("taker", [], [sqlStep({ statements: ["ALTER TABLE public.t DROP COLUMN i"], locks: [lock("t")] }), gate]);
    const fix = { ...(taker.fix as NonNullable<typeof taker.fix>), changes: [{ kind: "column" as const, path: ["public", "t", "i"] }] };
    expect(planFixes([{ ...taker, fix }, finding("user", ["c"], [add("t", "i_2")])]).deferred).toEqual([]);
  });
});

describe("steps", () => {
  test("phases follow each other within a stage, and what only adds comes first", () => {
    const drop = sqlStep({ phase: "contract", statements: ["DROP INDEX public.i"], locks: [lock("a")] });
    const plan = planFixes([finding("a", ["x"], [drop]), finding("b", ["y"], [add("b", "c"), gate, add("b", "d", { phase: "switch" })])]);
    expect(stepsOf(plan).map(({ step }) => step.phase)).toEqual(["expand", "contract", "switch"]);
    expect(plan.stages.map(({ gates }) => gates.length)).toEqual([0, 1]);
  });

  test("momentary changes of one table share a transaction, its checks and its way back", () => {
    const one = add("t", "a", { requires: { sql: "SELECT 1 = 1", because: "one" }, verify: "SELECT true" });
    const two = add("t", "b", { requires: { sql: "SELECT 2 = 2", because: "two" } });
    const [step, ...more] = stepsOf(planFixes([finding("x", ["a"], [one]), finding("y", ["b"], [two])]));
    expect(more).toEqual([]);
    expect(step?.step).toMatchObject({
      transaction: "required",
      statements: [...one.statements, ...two.statements],
      undo: [...(two.undo ?? []), ...(one.undo ?? [])],
      requires: { sql: "SELECT (SELECT 1 = 1) AND (SELECT 2 = 2)", because: "one, or two" },
      verify: "SELECT true",
    });
    expect(step?.of.map(({ planned }) => planned.finding.rule)).toEqual(["x", "y"]);
  });

  test("a validation is never in the transaction that adds the constraint", () => {
    const steps = [add("t", "a"), validate("t", "c")];
    const plan = planFixes([finding("x", ["a"], steps), finding("y", ["b"], [add("t", "b", { phase: "validate" }), validate("t", "d")])]);
    for (const { step } of stepsOf(plan)) expect(new Set(step.statements.map((statement) => statement.includes("VALIDATE"))).size).toBe(1);
  });

  test("validations of one table read it once", () => {
    const plan = planFixes([finding("x", ["a"], [validate("t", "a")]), finding("y", ["b"], [validate("t", "b")])]);
    expect(statementsOf(plan).map((statements) => joinAlters(statements))).toEqual([
      ["ALTER TABLE public.t VALIDATE CONSTRAINT a, VALIDATE CONSTRAINT b"],
    ]);
  });

  test.each([
    ["other tables are locked", add("u", "b"), {}],
    ["one has no way back", add("t", "b", { undo: null }), {}],
    ["one commits by itself", add("t", "b", { transaction: "forbidden" }), {}],
    ["one is not allowed", add("t", "b", { hazards: ["breaks clients"] }), { hazards: [] }],
  ] as const)("nothing is joined where %s", (_, other, options) => {
    expect(stepsOf(planFixes([finding("x", ["a"], [add("t", "a")]), finding("y", ["b"], [other])], options))).toHaveLength(2);
  });

  test("a check of a fix that may ask for its own step before keeps its place", () => {
    const later = add("t", "b", { requires: { sql: "SELECT NOT EXISTS (SELECT FROM public.t WHERE a IS NULL)", because: "b" } });
    expect(stepsOf(planFixes([finding("x", ["a"], [add("t", "a"), later])]))).toHaveLength(2);
  });

  test("a later round goes on where the first one ends, with numbers that go on", () => {
    const first = planFixes([finding("x", ["a"], [add("t", "a"), gate, add("t", "b", { phase: "switch" })])]);
    const both = followedBy(first, [finding("y", ["b"], [add("u", "c"), gate, add("u", "d", { phase: "switch" })])]);
    expect(both.fixes.map(({ number, round }) => [number, round])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(both.stages.map((stage) => stage.steps.map(({ number }) => number))).toEqual([[1], [2, 3], [4]]);
  });
});

describe("limits", () => {
  const steps = [
    add("t", "a"),
    sqlStep({ phase: "validate", statements: ["SELECT 1"], locks: [], hazards: ["blocks writes"] }),
    validate("t", "c"),
  ];

  test("a step with a hazard that is not listed is refused, and so is the rest of its fix", () => {
    const refused = stepsOf(planFixes([finding("x", ["a"], steps)], { hazards: ["deletes data"] })).map((planned) => planned.refused);
    expect(refused).toEqual([null, expect.stringContaining("blocks writes"), "it comes after step 2 of its fix, which is not allowed"]);
  });

  test("a stronger lock than allowed is refused", () => {
    const [first] = stepsOf(planFixes([finding("x", ["a"], steps)], { maxLock: "SHARE UPDATE EXCLUSIVE" }));
    expect(first?.refused).toBe("it takes ACCESS EXCLUSIVE on public.t, and --max-lock is SHARE UPDATE EXCLUSIVE");
  });

  test("only the phases that are asked for", () => {
    const plan = planFixes([finding("x", ["a"], steps)], { phases: ["validate"] });
    expect(stepsOf(plan).map(({ step }) => step.phase)).toEqual(["validate", "validate"]);
  });
});

describe("sizes", () => {
  const tables = (rows: number | null, bytes: number) => [
    {
      schema: "public",
      name: "t",
      rows,
      bytes,
      deadRows: null,
      seqScans: null,
      writes: null,
      columns: [],
      indexes: [{ name: "i", bytes: bytes / 2, scans: null }],
    },
  ];
  const taken = (step: SqlStep, rows: number | null, bytes: number) =>
    stepsOf(planFixes([finding("x", ["a"], [step])], { tables: tables(rows, bytes) }))[0]?.estimate;

  test("a scan takes what the table's bytes take", () => {
    expect([4e6, 4e9, 4e10, 4e12].map((bytes) => taken(validate("t", "c"), 1_000, bytes)?.duration)).toEqual([
      "instant",
      "seconds",
      "minutes",
      "hours",
    ]);
  });

  test("a rewrite needs room for the table and its indexes, a moment needs none", () => {
    expect(taken(add("t", "a", { locks: [lock("t", "ACCESS EXCLUSIVE", "rewrite")] }), 10, 4e9)).toEqual({
      rows: 10,
      bytes: 4e9,
      duration: "minutes",
      disk: 6e9,
    });
    expect(taken(add("t", "a"), 10, 4e9)).toEqual({ rows: 0, bytes: 0, duration: "instant", disk: 0 });
  });

  test("nothing is guessed of a table that was never counted", () => {
    expect(taken(validate("t", "c"), null, 4e9)).toBeNull();
    expect(stepsOf(planFixes([finding("x", ["a"], [validate("t", "c")])]))[0]?.estimate).toBeNull();
  });

  test("a batch has the pages that hold the rows asked for", () => {
    const batches = {
      table: ["public", "t"],
      partitioned: false,
      update: "UPDATE %s AS t SET a = 1 WHERE t.ctid >= %L AND t.ctid < %L",
      blocks: 64,
    };
    const step = sqlStep({
      phase: "backfill",
      statements: ["DO $$ $$"],
      batches,
      transaction: "forbidden",
      timeouts: { lockMs: 2_000, statementMs: 0 },
    });
    const [planned] = stepsOf(
      planFixes([finding("x", ["a"], [step])], { batchRows: 1_000, lockTimeoutMs: 500, tables: tables(100_000, 8_192 * 10_000) }),
    );
    expect(planned?.step.batches?.blocks).toBe(100);
    expect(planned?.step.statements[0]).toContain("'500ms'");
    expect(planned?.step.timeouts.lockMs).toBe(500);
  });
});
