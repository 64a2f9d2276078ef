import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import rules from "../rules/index.ts";
import { audit } from "../src/audit.ts";
import type { Report } from "../src/contract/report.ts";
import { ident } from "../src/facts/identifier.ts";
import { planFixes } from "../src/fixes/plan.ts";
import { emitSql } from "../src/fixes/sql/sql.ts";
import { UNSEEN } from "../src/model/plain-text.ts";
import { json } from "../src/reporters/json/json.ts";
import { text } from "../src/reporters/text/text.ts";
import { replaySource } from "../src/sources/replay/replay-source.ts";
import { readSnapshot, writeSnapshot } from "../src/sources/snapshot-file.ts";
import type { TestDatabase } from "../src/testing/database.ts";
import { openTestDatabase } from "../src/testing/embedded-database.ts";
import { type RuleCase, readCases } from "../src/testing/fixture.ts";
import { proveFixes } from "../src/testing/oracle.ts";
import { HOSTILE_NAMES } from "./hostile-names.ts";

/** A case that states nothing beside its schema. */
function plain(): RuleCase {
  return readCases("-- case: plain\n-- finds: nothing\n-- because: nothing is looked for\n")[0] as RuleCase;
}

/** Cut as the server cuts: 63 bytes, at a character. */
function cut(name: string): string {
  let kept = "";
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > 63) break;
    kept += character;
  }
  return kept;
}

/** A schema in which every rule of keys, money and time has something to say about things with this name. */
function schemaOf(name: string): string {
  const n = ident(name);
  const quoted = (suffix: string) => ident(cut(`${suffix} ${name}`));
  return `
    CREATE SCHEMA ${n};
    CREATE TABLE ${n}.${n} (id bigint PRIMARY KEY, ${n} text NOT NULL UNIQUE, ${quoted("amount")} double precision, ${quoted("at")} timestamp);
    CREATE TABLE ${n}.${quoted("child")} (${n} text REFERENCES ${n}.${n} (${n}), ${quoted("parent")} bigint CONSTRAINT ${quoted("fk")} REFERENCES ${n}.${n} (id));
    CREATE INDEX ${quoted("one")} ON ${n}.${quoted("child")} (${n});
    CREATE INDEX ${quoted("two")} ON ${n}.${quoted("child")} (${n});
    COMMENT ON COLUMN ${n}.${n}.${n} IS ${`'${name.replaceAll("'", "''")}'`};
  `;
}

const folder = mkdtempSync(join(tmpdir(), "pgassay-hostile-"));
let db: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await db.close();
});

function rendered(report: Report): { text: string; json: string; sql: string } {
  const paint = Object.fromEntries(["bold", "dim", "red", "yellow", "blue", "green"].map((style) => [style, (value: string) => value]));
  const limits = { minSeverity: "info", findings: null, perRule: null } as const;
  return {
    text: [...text.render(report, { paint: paint as never, width: 80, limits, again: "" })].join(""),
    json: [...json.render(report, { limits })].join(""),
    sql: [...emitSql(planFixes(report.findings), report)].join(""),
  };
}

describe.each(HOSTILE_NAMES.map((name) => [JSON.stringify(name).slice(0, 40), name] as const))("%s", (_, name) => {
  test("27. goes through a file, a snapshot, every report and every fix", async () => {
    const file = join(folder, "schema.sql");
    writeFileSync(file, schemaOf(name));
    const snapshot = await replaySource(file, { cache: false }).load({ stats: false, schemas: null }, new AbortController().signal);
    expect(snapshot.gaps).toEqual([]);
    const table = snapshot.catalog.schemas.find((schema) => schema.name === name)?.tables.find((one) => one.name === name);
    expect(table?.columns.map((column) => column.name)).toEqual(["id", name, cut(`amount ${name}`), cut(`at ${name}`)]);

    const saved = join(folder, "snapshot.json");
    await writeSnapshot(saved, snapshot);
    expect(statSync(saved).mode & 0o777).toBe(0o600);
    expect(await readSnapshot(saved)).toEqual(snapshot);

    const report = audit(snapshot, { rules, toolVersion: "test" });
    const found = new Set(report.findings.map((finding) => finding.rule));
    expect([...found]).toEqual(
      expect.arrayContaining(["naive-timestamp", "missing-primary-key", "redundant-index", "foreign-key-without-on-delete"]),
    );
    const out = rendered(report);
    expect(out.text.replaceAll("\n", "")).not.toMatch(UNSEEN);
    expect(JSON.parse(out.json).findings.length).toBe(report.findings.length);
    expect(out.sql.length).toBeGreaterThan(1000);
  });

  test("every fix does what it says", async () => {
    const sql = `CREATE TABLE victim (id int PRIMARY KEY); INSERT INTO victim VALUES (1); ${schemaOf(name)}`;
    const n = ident(name);
    const rows = `INSERT INTO ${n}.${n} VALUES (1, 'k', 1.25, now()), (2, 'l', NULL, NULL); INSERT INTO ${n}.${ident(cut(`child ${name}`))} VALUES ('k', 1), (NULL, NULL);`;
    await db.reset();
    await db.run(sql);
    const { findings } = audit(await db.snapshot(), { rules, toolVersion: "test" });
    for (const rule of rules) {
      const finds = findings
        .filter((finding) => finding.rule === rule.id && finding.fix !== null)
        .map((finding) => ({ message: finding.messageId, object: finding.object.path.join(".") }));
      const problems = await proveFixes(db, rule, rules, { ...plain(), name, finds, because: null, sql, rows });
      // A fix that asks people for values stops where they gave none.
      expect(problems.filter((problem) => !problem.includes("the precheck stopped the plan"))).toEqual([]);
      expect(await db.rows("SELECT count(*)::int AS count FROM public.victim")).toEqual([{ count: 1 }]);
    }
  });
});

test("27, 30. the file that fix writes runs in psql as it stands, whatever the names", async () => {
  // Every hostile schema in one database: the plan of all of them is one file.
  const file = join(folder, "all.sql");
  writeFileSync(file, HOSTILE_NAMES.map(schemaOf).join("\n"));
  const snapshot = await replaySource(file, { cache: false }).load({ stats: false, schemas: null }, new AbortController().signal);
  const { sql } = rendered(audit(snapshot, { rules, toolVersion: "test" }));
  const plan = join(folder, "fixes.sql");
  writeFileSync(plan, sql);
  const { startServer } = await import("./postgres/servers.ts");
  const server = await startServer(18);
  try {
    const url = await server.createDatabase();
    execFileSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file, url], { stdio: "pipe" });
    execFileSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", plan, url], {
      stdio: "pipe",
      env: { ...process.env, PGOPTIONS: "-c client_min_messages=error" },
    });
  } finally {
    await server.stop();
  }
  const comments = sql.split("\n").filter((line) => line.startsWith("--"));
  expect(comments.length).toBeGreaterThan(HOSTILE_NAMES.length);
  expect(comments.filter((line) => line.match(UNSEEN))).toEqual([]);
}, 120_000);
