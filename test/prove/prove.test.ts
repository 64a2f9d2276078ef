import { afterAll, beforeAll, describe, expect, test } from "vitest";
import rules from "../../rules/index.ts";
import { audit } from "../../src/audit.ts";
import type { Finding } from "../../src/contract/finding.ts";
import type { SqlStep } from "../../src/contract/fix.ts";
import type { CatalogData } from "../../src/model/data.ts";
import { LocalCopy } from "../../src/prove/local-copy.ts";
import { type Proof, prove } from "../../src/prove/prove.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";
import { findingOf, fixOf, sqlStep } from "../reporters/report-builder.ts";

let db: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const fixable = (findings: readonly Finding[]) => findings.filter(({ fix }) => fix !== null);

/** All fixes of all rules for a schema, tried together. */
async function proofOf(sql: string, findings?: readonly Finding[], rows: string | null = null): Promise<Proof> {
  await db.reset();
  await db.run(sql);
  const snapshot = await db.snapshot();
  const look = (catalog: CatalogData) => audit({ ...snapshot, catalog }, { rules, toolVersion: "test" }).findings;
  return prove(new LocalCopy(db), {
    catalog: snapshot.catalog,
    extensions: snapshot.server.extensions,
    findings: findings ?? fixable(look(snapshot.catalog)),
    look: async (catalog) => (findings === undefined ? look(catalog) : []),
    speaks: (id) => rules.some((rule) => rule.id === id && rule.recommended),
    wanted: () => true,
    rows,
    neverNull: [],
    say: () => {},
  });
}

const table = { kind: "table", path: ["public", "t"] } as const;
const made = (steps: readonly SqlStep[]) => [
  findingOf({ rule: "made-up", object: table, fix: fixOf({ changes: [table], steps: steps as [SqlStep] }) }),
];
const alter = (statement: string, undo: readonly string[] | null, parts: Partial<SqlStep> = {}) =>
  sqlStep({ statements: [statement], undo, locks: [{ on: table, mode: "ACCESS EXCLUSIVE", held: "instant" }], ...parts });

describe("fixes of one table, together", () => {
  test("float money, a missing index, naive timestamps, and a reference by text", async () => {
    const proof = await proofOf(`
      CREATE TABLE accounts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_no varchar(64) NOT NULL UNIQUE, created_at timestamptz NOT NULL DEFAULT now());
      CREATE TABLE payments (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_no varchar(64) NOT NULL REFERENCES accounts (account_no),
        amount double precision NOT NULL, fee double precision, paid_at timestamp, raw json);
      CREATE INDEX a ON payments (amount); CREATE INDEX b ON payments (amount)`);
    expect(proof.fixes.filter(({ status }) => status !== "proven")).toEqual([]);
    expect(proof.deferred).toEqual([]);
    expect(new Set(proof.fixes.map(({ rule }) => rule))).toContain("float-money");
    expect(proof.rounds.length).toBeGreaterThan(1);
    const [money] = proof.fixes.filter(({ rule }) => rule === "float-money");
    expect(money?.steps.some(({ locks }) => locks?.some(({ mode }) => mode === "ACCESS EXCLUSIVE"))).toBe(true);
  }, 120_000);

  test("rows of the user's own decide about a precheck", async () => {
    const sql = "CREATE TABLE payments (id bigint PRIMARY KEY, amount double precision)";
    const proven = await proofOf(sql, undefined, "INSERT INTO payments VALUES (1, 0.1::float8 + 0.2::float8), (2, 99999999999.5)");
    expect(proven.fixes.find(({ rule }) => rule === "float-money")?.status).toBe("proven");
    const refused = await proofOf(sql, undefined, "INSERT INTO payments VALUES (1, 'NaN')");
    expect(refused.fixes.find(({ rule }) => rule === "float-money")).toMatchObject({
      status: "refused",
      reason: expect.stringContaining("precheck"),
    });
    await expect(proofOf(sql, undefined, "INSERT INTO payments VALUES ('secret')")).rejects.toMatchObject({
      why: "the server refused a statement (SQLSTATE 22P02)",
    });
  }, 60_000);
});

test("a rewrite on the way heals an index that was invalid, and shows a scale that was not there", async () => {
  const { fixes } = await proofOf(
    `CREATE TABLE payments (id bigint PRIMARY KEY, a text NOT NULL, n numeric);
    CREATE INDEX broken ON payments (a);
    UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken'::regclass`,
    [
      findingOf({
        rule: "made-up",
        object: { kind: "table", path: ["public", "payments"] },
        fix: fixOf({
          changes: [{ kind: "table", path: ["public", "payments"] }],
          steps: [
            sqlStep({
              statements: ["ALTER TABLE public.payments ALTER COLUMN n TYPE numeric(12, 6)"],
              undo: ["ALTER TABLE public.payments ALTER COLUMN n TYPE numeric"],
              locks: [{ on: { kind: "table", path: ["public", "payments"] }, mode: "ACCESS EXCLUSIVE", held: "rewrite" }],
            }),
          ],
        }),
      }),
    ],
  );
  expect(fixes).toMatchObject([{ status: "proven" }]);
});

describe("triggers of the schema", () => {
  const sql = (body: string) => `
    CREATE TABLE journal (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, what text NOT NULL);
    CREATE TABLE payments (id bigint PRIMARY KEY, amount double precision, updated_at timestamptz NOT NULL DEFAULT now());
    CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} RETURN NEW; END $$;
    CREATE TRIGGER noted BEFORE UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION noted()`;
  test.each([
    [
      "that keep a journal or a time let a backfill through",
      "INSERT INTO journal (what) VALUES ('x'); NEW.updated_at := clock_timestamp();",
      "proven",
    ],
    ["that refuse updates refuse it", "RAISE EXCEPTION 'rows never change';", "refused"],
  ])("%s", async (_, body, status) => {
    const { fixes } = await proofOf(sql(body));
    expect(fixes.find(({ rule }) => rule === "float-money")?.status).toBe(status);
  });

  test("what they delete is lost all the same", async () => {
    const { fixes } = await proofOf(sql("INSERT INTO journal (what) VALUES ('x'); DELETE FROM journal WHERE id < 3;"));
    expect(fixes.find(({ rule }) => rule === "float-money")?.status).toBe("failed");
  });
});

describe("what a fix must not do", () => {
  const SCHEMA = "CREATE TABLE t (id bigint PRIMARY KEY, a text NOT NULL, n integer)";
  test.each([
    [
      "a way back that is none",
      [alter("ALTER TABLE public.t ADD COLUMN b text", [])],
      /does not lead to the first structure: table public\.t$/,
    ],
    [
      "a weaker lock than it takes",
      [
        alter("ALTER TABLE public.t ADD COLUMN b text", ["ALTER TABLE public.t DROP COLUMN b"], {
          locks: [{ on: table, mode: "SHARE", held: "instant" }],
        }),
      ],
      /declares SHARE .* takes ACCESS EXCLUSIVE/,
    ],
    [
      "a rewrite that it does not say",
      [alter("ALTER TABLE public.t ALTER COLUMN n TYPE bigint", ["ALTER TABLE public.t ALTER COLUMN n TYPE integer"])],
      /the file was replaced$/,
    ],
    [
      "changed values",
      [alter("UPDATE public.t SET a = a || 'x'", null, { locks: [{ on: table, mode: "ROW EXCLUSIVE", held: "scan" }] })],
      /values changed/,
    ],
    [
      "lost rows",
      [alter("DELETE FROM public.t WHERE id = 1", null, { locks: [{ on: table, mode: "ROW EXCLUSIVE", held: "scan" }] })],
      /6 rows became 5/,
    ],
    ["a statement that fails", [alter("ALTER TABLE public.t ADD COLUMN a text", [])], /SQLSTATE 42701/],
    [
      "a promise that it does not keep",
      [alter("ALTER TABLE public.t ADD COLUMN b text", ["ALTER TABLE public.t DROP COLUMN b"], { verify: "SELECT false" })],
      /did not do what it verifies/,
    ],
    ["a new defect", [alter("ALTER TABLE public.t DROP CONSTRAINT t_pkey", null)], /new after the fix: missing-primary-key/],
  ] as const)("%s", async (_, steps, reason) => {
    const findings = made(steps);
    await db.reset();
    const proof = await (steps[0].statements[0].includes("t_pkey") ? provedWithRules(SCHEMA, findings) : proofOf(SCHEMA, findings));
    expect(proof.fixes).toMatchObject([{ status: "failed", reason: expect.stringMatching(reason) }]);
    expect(proof.rounds).toEqual([]);
  });
});

async function provedWithRules(sql: string, findings: readonly Finding[]): Promise<Proof> {
  await db.run(sql);
  const snapshot = await db.snapshot();
  return prove(new LocalCopy(db), {
    catalog: snapshot.catalog,
    extensions: {},
    findings,
    look: async (catalog) =>
      audit({ ...snapshot, catalog }, { rules, toolVersion: "test" }).findings.map((finding) => ({ ...finding, fix: null })),
    speaks: (id) => rules.some((rule) => rule.id === id && rule.recommended),
    wanted: () => true,
    rows: null,
    neverNull: [],
    say: () => {},
  });
}

describe("generated rows keep every constraint", () => {
  test("keys, checks, lists, domains, partitions and circles", async () => {
    await db.reset();
    await db.run(`
      CREATE TYPE mood AS ENUM ('sad', 'glad');
      CREATE DOMAIN code AS text CHECK (value ~ '^[A-Z]{3}$');
      CREATE TABLE tenant (id int PRIMARY KEY, parent int REFERENCES tenant, CHECK (id > 0));
      CREATE TABLE person (tenant int REFERENCES tenant, no int, name varchar(3) NOT NULL UNIQUE, mood mood NOT NULL, currency code NOT NULL, PRIMARY KEY (tenant, no));
      CREATE TABLE note (id uuid PRIMARY KEY, tenant int NOT NULL, person int NOT NULL, state text NOT NULL CHECK (state IN ('new', 'done')),
        share numeric(3,2) CHECK (share BETWEEN 0 AND 1), FOREIGN KEY (tenant, person) REFERENCES person, CHECK (share IS NOT NULL OR state = 'new'));
      CREATE TABLE log (at date NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, what jsonb) PARTITION BY RANGE (at);
      CREATE TABLE log_2024 PARTITION OF log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      CREATE TABLE chicken (id int PRIMARY KEY, egg int NOT NULL);
      CREATE TABLE egg (id int PRIMARY KEY, chicken int REFERENCES chicken);
      ALTER TABLE chicken ADD FOREIGN KEY (egg) REFERENCES egg`);
    const { catalog } = await db.snapshot();
    const built = await new LocalCopy(db).build({ catalog, extensions: {}, rows: null, neverNull: [["public", "note", "share"]] });
    expect(built.lost).toEqual([]);
    const counts = await db.rows(
      "SELECT (SELECT count(*) FROM person) AS person, (SELECT count(*) FROM note) AS note, (SELECT count(*) FROM log_2024) AS log, (SELECT count(*) FROM note WHERE share IS NULL) AS nulls",
    );
    expect(counts).toEqual([{ person: 6, note: 6, log: 6, nulls: 0 }]);
    const broken = await db.rows(
      "SELECT count(*) AS n FROM egg AS e WHERE chicken IS NOT NULL AND NOT EXISTS (SELECT FROM chicken AS c WHERE c.id = e.chicken)",
    );
    expect(broken).toEqual([{ n: 0 }]);
  });
});
