import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ObjectKind } from "../../src/model/reference.ts";
import type { SnapshotData } from "../../src/model/snapshot.ts";
import { replaySource } from "../../src/sources/replay/replay-source.ts";

/** `«name»` marks a place and is taken out of the text. */
const MARKED = `-- a comment with an é
«schema»CREATE SCHEMA app;
«table»CREATE TABLE app.orders_old (
  «id»id bigint «pkey»PRIMARY KEY, /* 日本語 */ «name»"näme" text «name_check»CHECK ("näme" <> ''),
  «late_old»late_old int,
  «named»CONSTRAINT total_positive CHECK (late_old > 0),
  «unique»UNIQUE (id, late_old)
);
«ignored»CREATE TABLE IF NOT EXISTS app.orders_old (id int);
ALTER TABLE app.orders_old «added_start»ADD COLUMN «added»added int «added_fk»REFERENCES app.orders_old (id),
  ADD «altered»CONSTRAINT added_positive CHECK (added > 0);
ALTER TABLE app.orders_old RENAME COLUMN late_old TO late;
ALTER TABLE app.orders_old RENAME CONSTRAINT total_positive TO total_checked;
ALTER TABLE app.orders_old RENAME TO orders;
SET search_path = app, public;
«index»CREATE INDEX ON orders (late);
«index2»CREATE INDEX by_added ON orders (added);
ALTER INDEX by_added RENAME TO by_added_now;
«view»CREATE VIEW recent AS SELECT id FROM orders;
«view2»CREATE OR REPLACE VIEW recent AS SELECT id FROM orders WHERE id > 1;
«type»CREATE TYPE mood AS ENUM ('a');
«sequence»CREATE SEQUENCE counter;
«f1»CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
«f2»CREATE FUNCTION f(a int, b numeric(10,2), OUT c int) LANGUAGE sql AS 'SELECT 1';
«tf»CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
«trigger»CREATE TRIGGER stamp BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION tf();
«policy»CREATE POLICY mine ON orders USING (true);
«statistics»CREATE STATISTICS st ON id, late FROM orders;
«matview»CREATE MATERIALIZED VIEW mv AS SELECT id FROM orders;
«mvindex»CREATE UNIQUE INDEX mv_id ON mv (id);
RESET search_path;
«dropped»CREATE TABLE twice (a int);
DROP TABLE twice;
«twice»CREATE TABLE twice (a int);
«moved»CREATE TABLE mover (a int);
ALTER TABLE mover SET SCHEMA app;
`;

const places = new Map<string, { line: number; column: number }>();
const text = MARKED.split("\n")
  .map((line, at) => {
    let plain = "";
    for (const part of line.split(/(«\w+»)/)) {
      const name = /^«(\w+)»$/.exec(part)?.[1];
      if (name === undefined) plain += part;
      else places.set(name, { line: at + 1, column: [...plain].length + 1 });
    }
    return plain;
  })
  .join("\r\n");

let folder = "";
let snapshot: SnapshotData;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "pgassay-"));
  writeFileSync(join(folder, "schema.sql"), `\ufeff${text}`);
  snapshot = await replaySource(join(folder, "schema.sql"), { cache: false }).load(
    { stats: false, schemas: null },
    AbortSignal.timeout(100_000),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("everything was applied", () => {
  expect(snapshot.gaps).toEqual([]);
});

test.each<[ObjectKind, readonly string[], string]>([
  ["schema", ["app"], "schema"],
  ["table", ["app", "orders"], "table"],
  ["column", ["app", "orders", "id"], "id"],
  ["column", ["app", "orders", "näme"], "name"],
  ["column", ["app", "orders", "late"], "late_old"],
  ["column", ["app", "orders", "added"], "added"],
  ["constraint", ["app", "orders", "orders_old_pkey"], "pkey"],
  ["constraint", ["app", "orders", "orders_old_näme_check"], "name_check"],
  ["constraint", ["app", "orders", "total_checked"], "named"],
  ["constraint", ["app", "orders", "orders_old_id_late_old_key"], "unique"],
  ["constraint", ["app", "orders", "orders_old_added_fkey"], "added_fk"],
  ["constraint", ["app", "orders", "added_positive"], "altered"],
  ["index", ["app", "orders", "orders_old_pkey"], "pkey"],
  ["index", ["app", "orders", "orders_late_idx"], "index"],
  ["index", ["app", "orders", "by_added_now"], "index2"],
  ["view", ["app", "recent"], "view2"],
  ["type", ["app", "mood"], "type"],
  ["sequence", ["app", "counter"], "sequence"],
  ["routine", ["app", "f(a integer)"], "f1"],
  ["routine", ["app", "f(a integer, b numeric, OUT c integer)"], "f2"],
  ["trigger", ["app", "orders", "stamp"], "trigger"],
  ["policy", ["app", "orders", "mine"], "policy"],
  ["statistics", ["app", "orders", "st"], "statistics"],
  ["view", ["app", "mv"], "matview"],
  ["index", ["app", "mv", "mv_id"], "mvindex"],
  ["table", ["public", "twice"], "twice"],
  ["table", ["app", "mover"], "moved"],
])("%s %j", (kind, path, place) => {
  const found = snapshot.locations.find((it) => it.object.kind === kind && it.object.path.join("\0") === path.join("\0"));
  expect(found?.at).toMatchObject(places.get(place) ?? {});
});
