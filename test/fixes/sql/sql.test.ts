import fc from "fast-check";
import { loadModule, parseSync } from "libpg-query";
import { beforeAll, describe, expect, test } from "vitest";
import type { Fix, FixStep, ManualStep } from "../../../src/contract/index.ts";
import { ident } from "../../../src/facts/identifier.ts";
import { planFixes } from "../../../src/fixes/plan.ts";
import { emitSql } from "../../../src/fixes/sql/sql.ts";
import { HOSTILE_NAMES } from "../../hostile-names.ts";
import { findingOf, fixOf, many, reportOf, sqlStep } from "../../reporters/report-builder.ts";

beforeAll(() => loadModule());

function emit(...fixes: Fix[]): string {
  const findings = fixes.map((fix, n) =>
    findingOf({
      fix: { ...fix, changes: [{ kind: "table", path: ["public", `t${n}`] }] },
      object: { kind: "table", path: ["public", `t${n}`] },
    }),
  );
  return emitFindings(findings);
}

function emitFindings(findings: ReturnType<typeof findingOf>[]): string {
  return [...emitSql(planFixes(findings), reportOf(findings))].join("");
}

/** Statements as the server would see them: psql's own lines taken out, comments and blank space trimmed. */
function statementsOf(file: string): string[] {
  const sql = Buffer.from(file.replace(/^\\.*$/gm, ""));
  const parsed = parseSync(sql.toString()) as { stmts?: { stmt_location?: number; stmt_len?: number }[] };
  return (parsed.stmts ?? []).map(({ stmt_location: at = 0, stmt_len: length }) => {
    const text = sql.subarray(at, length === undefined ? undefined : at + length).toString();
    return text.replace(/^(\s|--[^\n\r]*(\n|\r|$))+/, "").trim();
  });
}

const SESSION = /^(SET |RESET |BEGIN$|COMMIT$|DO \$(\$|body\d+\$)\nBEGIN\n {2}IF \()/;

function ofSteps(file: string): string[] {
  return statementsOf(file).filter((statement) => !SESSION.test(statement));
}

const gate = (parts: Partial<ManualStep> = {}): ManualStep => ({
  is: "manual",
  phase: "switch",
  why: "Old code writes the old column.",
  instruction: "Deploy code that writes both.",
  hazards: ["needs deploy"],
  ...parts,
});

describe("the SQL of a plan", () => {
  test("holds exactly the statements of its steps, in order", () => {
    const first = sqlStep({ statements: ["CREATE TABLE a (i int)", "CREATE TABLE b (i int)"], transaction: "required" });
    const second = sqlStep({ statements: ["DROP INDEX CONCURRENTLY i", "CREATE INDEX CONCURRENTLY i ON a (i)"], transaction: "forbidden" });
    const loop = sqlStep({ statements: ["DO $$ BEGIN COMMIT; END $$"], transaction: "forbidden" });
    const file = emit(fixOf({ steps: [first, gate(), second] }), fixOf({ steps: [loop] }));
    expect(ofSteps(file)).toEqual([...first.statements, ...loop.statements, ...second.statements]);
  });

  test("only what needs a transaction has one", () => {
    const together = sqlStep({ statements: ["SELECT 1", "SELECT 2"], transaction: "required" });
    const alone = sqlStep({ statements: ["SELECT 3", "SELECT 4"], transaction: "forbidden" });
    const file = emit(fixOf({ steps: [together, alone] }));
    const order = statementsOf(file).filter((statement) => /^(BEGIN|COMMIT|SELECT)/.test(statement));
    expect(order).toEqual(["BEGIN", "SELECT 1", "SELECT 2", "COMMIT", "SELECT 3", "SELECT 4"]);
  });

  test("an index that is built again says why one is dropped, and that nobody waits for it", () => {
    const drop = "DROP INDEX CONCURRENTLY IF EXISTS i";
    const create = "CREATE UNIQUE INDEX CONCURRENTLY i ON a (i)";
    const timeouts = { lockMs: 0, statementMs: 0 };
    const file = emit(fixOf({ steps: [sqlStep({ statements: [drop, create], transaction: "forbidden", timeouts })] }));
    expect(file).toContain("--   again: may be run again; what a broken-off run left of the index is dropped first\n");
    expect(file).toContain("--   waits: as long as it takes; that stops neither readers nor writers\n");
    const dropped = emit(fixOf({ steps: [sqlStep({ statements: [drop], transaction: "forbidden" })] }));
    expect(dropped).not.toMatch(/^-- {3}(?:again|waits):/m);
  });

  test("what a step does for several rules is said in lines of readable length, each rule once", () => {
    const why = "A reason of several words that goes on. ".repeat(4).trim();
    const two = fixOf({ steps: [sqlStep({ why, statements: ["SELECT 1"] }), sqlStep({ why: `${why} Again.`, statements: ["SELECT 2"] })] });
    const file = emit(two);
    const lines = file.split("\n");
    expect(lines.filter((line) => line.startsWith("-- ") && line.length > 103)).toEqual([]);
    expect(lines).toContain("\\echo 'step 1 of 1: float-money'");
    expect(file.replaceAll("\n-- ", " ")).toContain(`Step 1 of 1, expand: ${why} ${why} Again.`);
    expect(file).toMatch(/^-- {3}for: float-money on public\.t0 \(fix 1, its steps 1, 2 of 2, /m);
  });

  test("timeouts of a step stand right before it, and checks are not hurried", () => {
    const step = sqlStep({
      statements: ["SELECT 1"],
      timeouts: { lockMs: 1_500, statementMs: 9_000 },
      requires: { sql: "SELECT true", because: "it's 100%" },
      verify: "SELECT false",
    });
    const statements = statementsOf(emit(fixOf({ steps: [step] })));
    const at = statements.indexOf("SELECT 1");
    expect(statements.slice(at - 2, at)).toEqual(["SET lock_timeout = 1500", "SET statement_timeout = 9000"]);
    expect(statements[at - 3]).toContain("SELECT true");
    expect(statements[at - 3]).toContain("'not run: it''s 100%'");
    expect(statements.slice(at - 5, at - 3)).toEqual(["SET lock_timeout = 2000", "SET statement_timeout = 0"]);
    expect(statements.slice(at + 1, at + 3)).toEqual(["SET lock_timeout = 2000", "SET statement_timeout = 0"]);
    expect(statements[at + 3]).toContain("SELECT false");
  });

  test("what comes after a deploy gate is another part", () => {
    const file = emit(
      fixOf({ steps: [sqlStep({ statements: ["SELECT 1"] }), gate(), gate({ why: "And more." }), sqlStep({ statements: ["SELECT 2"] })] }),
    );
    expect(file).toContain("-- Part 1 of 2\n\\if :{?part_2}\n");
    const second = file.indexOf("-- Part 2 of 2\n\\if :{?part_2}\n");
    expect(second).toBeGreaterThan(file.indexOf("SELECT 1;"));
    expect(file.indexOf("DEPLOY GATE, switch: And more.")).toBeGreaterThan(second);
    expect(file.indexOf("SELECT 2;")).toBeGreaterThan(second);
    expect(file.match(/^\\if/gm)).toHaveLength(2);
    expect(file.match(/^\\endif/gm)).toHaveLength(2);
  });

  test("manual steps that nothing follows are no gate", () => {
    const file = emit(fixOf({ steps: [gate({ why: "Alone." })] }), fixOf({ steps: [sqlStep(), gate({ why: "At the end." })] }));
    expect(file).not.toContain("DEPLOY GATE");
    expect(file).not.toMatch(/^\\if/m);
    expect(file).toContain("AFTERWARDS, switch: Alone.");
    expect(file).toContain("AFTERWARDS, switch: At the end.");
  });

  test("names what it does not do", () => {
    const same = findingOf({ rule: "string-keyed-foreign-key" });
    const file = emitFindings([findingOf(), same, ...many(1)]);
    expect(file).toContain(
      "-- Left for the next run of pgassay fix:\n--   string-keyed-foreign-key on public.account.balance: changes what",
    );
    expect(file).toContain("--   foreign-key-without-index on public.t0.t0_parent_fkey");
    expect(emitFindings(many(1))).not.toContain("SET ");
  });

  const hostile = fc.oneof(fc.constantFrom(...HOSTILE_NAMES), fc.string({ unit: "binary", minLength: 1, maxLength: 20 }));

  test("no text leaves its comment or its literal", () => {
    const texts = hostile.map((name) => name.replaceAll("\0", "").replace(/[\ud800-\udfff]/g, "x") || "x");
    fc.assert(
      fc.property(texts, texts, (name, words) => {
        const table = `"${name.replaceAll('"', '""')}"`;
        const step = sqlStep({
          why: words,
          statements: [`CREATE TABLE ${table} (i int)`],
          locks: [{ on: { kind: "table", path: [name] }, mode: "SHARE", held: "scan" }],
          undo: [`DROP TABLE ${table}`],
          requires: { sql: `SELECT count(*) = 0 FROM ${table}`, because: words },
          verify: `SELECT count(*) = 0 FROM ${table}`,
        });
        const steps: Fix["steps"] = [step, gate({ why: words, instruction: `${words}\n${name}` }), step as FixStep];
        const finding = findingOf({ object: { kind: "table", path: [name, words] }, fix: fixOf({ title: words, steps }) });
        const report = reportOf([finding, ...many(1)], { source: { kind: "sql", name: words, statements: 1 } });
        const withDatabase = { ...report, server: { ...report.server, database: name } };
        const file = [
          ...emitSql(planFixes([finding, findingOf({ object: { kind: "table", path: [words] }, fix: null })]), withDatabase),
        ].join("");
        const statements = ofSteps(file.replaceAll(table, ident("t")));
        expect(statements).toEqual([`CREATE TABLE ${ident("t")} (i int)`, `CREATE TABLE ${ident("t")} (i int)`]);
      }),
      { numRuns: 300 },
    );
  });

  test("psql is told nothing by a name", () => {
    for (const name of HOSTILE_NAMES) {
      const object = { kind: "table", path: [name] } as const;
      const file = emitFindings([findingOf({ rule: name, object, fix: fixOf({ title: name, steps: [sqlStep({ why: name })] }) })]);
      const commands = file.split("\n").filter((line) => line.trimStart().startsWith("\\"));
      expect(commands.filter((line) => !/^\\(set ON_ERROR_STOP on|echo '[A-Za-z0-9 ,.:()_=-]*')$/.test(line))).toEqual([]);
    }
  });
});
