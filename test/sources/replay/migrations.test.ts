import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { PgassayError } from "../../../src/model/failure.ts";
import { find, read } from "../../../src/sources/files/found.ts";
import { migrationsOf } from "../../../src/sources/replay/migrations.ts";
import type { MigrationTool } from "../../../src/sources/replay/tools.ts";
import { compareVersions, versionOf } from "../../../src/sources/replay/version.ts";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The names in order of application, with what of each file is left once lines without SQL are gone. */
function applied(files: Readonly<Record<string, string>>, tool: MigrationTool | "auto" = "auto"): [string, string][] {
  folder = mkdtempSync(join(tmpdir(), "pgassay-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const found = find(folder, folder);
  return migrationsOf(found.files, read, tool).map(({ text }) => {
    const lines = text.bytes
      .toString()
      .split("\n")
      .map((line) => line.trim());
    return [text.name, lines.filter((line) => line !== "" && !/^(?:--|#)/.test(line)).join(" ")];
  });
}

function names(files: readonly string[]): string[] {
  return applied(Object.fromEntries(files.map((file) => [file, "select 1;"]))).map(([name]) => name);
}

describe("the way up alone", () => {
  test.each([
    ["goose", "-- +goose Up\n-- +goose StatementBegin\nup();\n-- +goose StatementEnd\n-- +goose Down\ndown();\n"],
    ["goose, down first", "-- +goose Down\ndown();\n-- +goose Up\nup();\n"],
    ["goose without transaction", "-- +goose NO TRANSACTION\n-- +goose Up\nup();\n-- +goose Down\ndown();\n"],
    ["sql-migrate", "-- +migrate Up notransaction\nup();\n-- +migrate Down\ndown();\n"],
    ["dbmate", "-- migrate:up transaction:false\nup();\n\n-- migrate:down\ndown();\n"],
    ["node-pg-migrate", "-- Up Migration\nup();\n\n-- Down Migration\ndown();\n"],
    ["play", "# --- !Ups\nup();\n# --- !Downs\ndown();\n"],
    ["mybatis", "-- // first\nup();\n-- //@UNDO\ndown();\n"],
    ["tern", "up();\n---- create above / drop below ----\ndown();\n"],
    ["liquibase", "--liquibase formatted sql\n--changeset me:1\nup();\n--rollback down();\n"],
    ["drizzle", "up();\n--> statement-breakpoint\n"],
    ["no tool at all", "up();\n-- down migrations are for others\n"],
  ])("48. %s", (_, content) => {
    expect(applied({ "1_x.sql": content })).toEqual([["1_x.sql", "up();"]]);
  });

  test("a mask keeps every offset", () => {
    const content = "-- +goose Down\nétat();\r\n-- +goose Up\nup();\n";
    folder = mkdtempSync(join(tmpdir(), "pgassay-"));
    writeFileSync(join(folder, "1.sql"), content);
    const [migration] = migrationsOf(find(folder, folder).files, read, "auto");
    expect(migration?.text.bytes.indexOf("up()")).toBe(Buffer.from(content).indexOf("up()"));
    expect(migration?.text.bytes.toString()).not.toContain("tat");
  });

  test("48. files of the way down are left out", () => {
    expect(names(["1_a.up.sql", "1_a.down.sql", "V2__b.sql", "U2__b.sql", "3_c.undo.sql"])).toEqual(["1_a.up.sql", "V2__b.sql"]);
    expect(names(["sqls/1-a-up.sql", "sqls/1-a-down.sql", "sqls/2-scale-down.sql"])).toEqual(["sqls/1-a-up.sql", "sqls/2-scale-down.sql"]);
    expect(names(["01_a/up.sql", "01_a/down.sql", "down.sql"])).toEqual(["01_a/up.sql", "down.sql"]);
  });

  test("plain takes every file whole", () => {
    const files = { "1_a.up.sql": "up();", "1_a.down.sql": "-- +goose Down\ndown();" };
    expect(applied(files, "plain").map(([, sql]) => sql)).toEqual(["down();", "up();"]);
  });
});

describe("order", () => {
  test.each([
    ["numbers as numbers", ["2_b.sql", "10_c.sql", "1_a.sql"], ["1_a.sql", "2_b.sql", "10_c.sql"]],
    [
      "short numbers before timestamps",
      ["20230101120000_b.sql", "0007_a.sql", "1_z.sql"],
      ["1_z.sql", "0007_a.sql", "20230101120000_b.sql"],
    ],
    ["timestamps of two formats by the moment", ["20240101000000_b.sql", "1672531200_a.sql"], ["1672531200_a.sql", "20240101000000_b.sql"]],
    ["dotted versions", ["V1.10__c.sql", "V1.2__b.sql", "V1__a.sql"], ["V1__a.sql", "V1.2__b.sql", "V1.10__c.sql"]],
    ["underscored versions", ["V1_10__c.sql", "V1_2__b.sql"], ["V1_2__b.sql", "V1_10__c.sql"]],
    ["repeatable ones last", ["R__views.sql", "V2__b.sql", "V1__a.sql"], ["V1__a.sql", "V2__b.sql", "R__views.sql"]],
    [
      "a folder per migration",
      ["20230202000000_b/migration.sql", "20230101000000_a/migration.sql"],
      ["20230101000000_a/migration.sql", "20230202000000_b/migration.sql"],
    ],
    ["a version behind a word", ["step-10.sql", "step-9.sql"], ["step-9.sql", "step-10.sql"]],
    ["names where there is no version", ["b.sql", "a10.sql", "a9.sql", "1.sql"], ["1.sql", "a9.sql", "a10.sql", "b.sql"]],
    [
      "a digit in the description is no version",
      ["001_2fa.sql", "001_1st.sql", "0002_x.sql"],
      ["001_1st.sql", "001_2fa.sql", "0002_x.sql"],
    ],
    ["what is not SQL stays out", ["MANIFEST.tsv", "README.md", "1.sql"], ["1.sql"]],
  ])("48. %s", (_, files, expected) => {
    expect(names(files)).toEqual(expected);
  });

  test("48. two files of one version are refused where the tool refuses them", () => {
    for (const files of [
      ["7_a.up.sql", "7_b.up.sql"],
      ["V01__b.sql", "V1__a.sql"],
    ]) {
      expect(() => names(files)).toThrow(PgassayError);
      expect(() => names(files)).toThrow(new RegExp(`${files[0]}.*and.*${files[1]}|${files[1]}.*and.*${files[0]}`));
      rmSync(folder, { recursive: true, force: true });
    }
    expect(names(["7_a.sql", "7_b.sql"])).toEqual(["7_a.sql", "7_b.sql"]);
    expect(names(["a/7_x.up.sql", "b/7_x.up.sql"])).toEqual(["a/7_x.up.sql", "b/7_x.up.sql"]);
  });

  test("48. migrations in other languages are counted", () => {
    names(["1_a.sql"]);
    writeFileSync(join(folder, "2_b.py"), "");
    writeFileSync(join(folder, "tsconfig.json"), "");
    expect(find(folder, folder).foreign).toEqual(["2_b.py"]);
  });
});

test("versions are a total order", () => {
  const versions = ["1", "2", "10", "1.2", "1.10", "20230101", "20230101120000", "1672531200", "1672531200123"].map(
    (it) => versionOf(it) ?? [],
  );
  for (const a of versions) for (const b of versions) expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) || 0);
});
