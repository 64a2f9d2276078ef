import { afterAll, beforeAll, expect, test } from "vitest";
import { referToSurrogate } from "../../src/contract/steps/surrogate-reference.ts";
import type { Column } from "../../src/model/catalog.ts";
import { link } from "../../src/model/link.ts";
import { applyStep } from "../../src/testing/apply.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";

let db: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  db = await openTestDatabase(["citext"]);
});
afterAll(() => db.close());

/** Applies the plan of the named key up to the step that waits for people. */
async function halfWay(schema: string, key: string): Promise<void> {
  await db.reset();
  await db.run(schema);
  const snapshot = await db.snapshot();
  const found = link(snapshot.catalog)
    .tables.flatMap((table) => table.foreignKeys)
    .find(({ name }) => name === key);
  if (found === undefined) throw new Error("the key was not read");
  const { steps } = referToSurrogate(found, found.target.primaryKey?.columns[0] as Column, snapshot.server);
  for (const step of steps) {
    if (step.is === "manual") return;
    await applyStep(db, step);
  }
}

const rows = async (sql: string) => (await db.rows(sql)).map((row) => Object.values(row));

const SCHEMA = `
  CREATE TABLE accounts (id bigint PRIMARY KEY, account_id text NOT NULL UNIQUE);
  CREATE TABLE entries (id bigint PRIMARY KEY, account_id text CONSTRAINT k REFERENCES accounts (account_id) ON UPDATE CASCADE ON DELETE SET NULL);
  INSERT INTO accounts VALUES (1, 'a'), (2, 'b'), (3, 'c');
  INSERT INTO entries VALUES (1, 'a'), (2, NULL);
`;

test("old and new code may each write their own column while the plan waits", async () => {
  await halfWay(SCHEMA, "k");
  await db.run("INSERT INTO entries (id, account_id) VALUES (3, 'b')");
  await db.run("INSERT INTO entries (id, account_pk) VALUES (4, 2), (5, NULL)");
  await db.run("UPDATE entries SET account_pk = 3 WHERE id = 2");
  await db.run("UPDATE entries SET account_id = 'c' WHERE id = 1");
  expect(await rows("SELECT id::integer, account_id, account_pk::integer FROM entries ORDER BY id")).toEqual([
    [1, "c", 3],
    [2, "c", 3],
    [3, "b", 2],
    [4, "b", 2],
    [5, null, null],
  ]);
  await db.run("UPDATE entries SET account_pk = NULL WHERE id = 3");
  await db.run("UPDATE entries SET account_id = NULL WHERE id = 4");
  expect(await rows("SELECT account_id, account_pk FROM entries WHERE id IN (3, 4)")).toEqual([
    [null, null],
    [null, null],
  ]);
});

test("a business key that changes, and a referenced row that goes, reach both columns", async () => {
  await halfWay(SCHEMA, "k");
  await db.run("INSERT INTO entries (id, account_pk) VALUES (3, 3)");
  await db.run("UPDATE accounts SET account_id = 'renamed' WHERE id = 1");
  await db.run("DELETE FROM accounts WHERE id = 3");
  expect(await rows("SELECT id::integer, account_id, account_pk::integer FROM entries ORDER BY id")).toEqual([
    [1, "renamed", 1],
    [2, null, null],
    [3, null, null],
  ]);
});

test("an unknown business key is still refused by the old foreign key", async () => {
  await halfWay(SCHEMA, "k");
  await expect(db.run("INSERT INTO entries (id, account_id) VALUES (9, 'nobody')")).rejects.toThrow(/violates foreign key/);
  await expect(db.run("INSERT INTO entries (id, account_pk) VALUES (9, 99)")).rejects.toThrow(/violates foreign key/);
});

test("a row may refer to itself", async () => {
  await halfWay(
    `CREATE TABLE nodes (id bigint PRIMARY KEY, key text NOT NULL UNIQUE, parent text CONSTRAINT k REFERENCES nodes (key) ON DELETE SET NULL);
     INSERT INTO nodes VALUES (1, 'root', 'root'), (2, 'leaf', 'root');`,
    "k",
  );
  await db.run("INSERT INTO nodes (id, key, parent) VALUES (3, 'own', 'own')");
  expect(await rows("SELECT id::integer, parent, node_pk::integer FROM nodes ORDER BY id")).toEqual([
    [1, "root", 1],
    [2, "root", 1],
    [3, "own", 3],
  ]);
});

test("a case-insensitive key is compared as the foreign key compares it, and its spelling is left alone", async () => {
  await halfWay(
    `CREATE EXTENSION citext;
     CREATE TABLE accounts (id bigint PRIMARY KEY, email citext NOT NULL UNIQUE);
     CREATE TABLE entries (id bigint PRIMARY KEY, email citext NOT NULL CONSTRAINT k REFERENCES accounts (email) ON DELETE RESTRICT);
     INSERT INTO accounts VALUES (1, 'A@example.org');
     INSERT INTO entries VALUES (1, 'a@EXAMPLE.org');`,
    "k",
  );
  expect(await rows("SELECT email::text, account_pk::integer FROM entries")).toEqual([["a@EXAMPLE.org", 1]]);
});
