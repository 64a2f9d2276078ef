import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { cli, folderOf } from "./run-cli.ts";

const CANARY = "canary7Kq2vXw9";

/** In every place of a schema file where somebody keeps what is not for others. */
const SCHEMA = `
CREATE ROLE app LOGIN PASSWORD '${CANARY}';
CREATE TABLE account (id bigint, token text DEFAULT '${CANARY}', amount double precision, at timestamp, note text CHECK (note <> '${CANARY}'));
COMMENT ON TABLE account IS '${CANARY}';
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN PERFORM '${CANARY}'; RETURN NEW; END $$;
CREATE TRIGGER t BEFORE UPDATE ON account FOR EACH ROW WHEN (NEW.note = '${CANARY}') EXECUTE FUNCTION f();
CREATE VIEW v AS SELECT id, '${CANARY}'::text AS a FROM account;
CREATE POLICY p ON account USING (note = '${CANARY}');
CREATE INDEX i ON account (id) WHERE note = '${CANARY}';
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host '${CANARY}');
CREATE USER MAPPING FOR postgres SERVER s OPTIONS (user 'u', password '${CANARY}');
CREATE SUBSCRIPTION sub CONNECTION 'password=${CANARY}' PUBLICATION p WITH (connect = false);
COPY account (id, note) FROM stdin;
1	${CANARY}
\\.
INSERT INTO account (id, note) VALUES (2, '${CANARY}');
ALTER TABLE account ADD COLUMN broken int DEFAULT '${CANARY}';
SELEC '${CANARY}';
DO $$ BEGIN RAISE EXCEPTION '${CANARY}'; END $$;
SELECT U&'${CANARY}' UESCAPE '!', '${CANARY}'::int; -- ${CANARY}
COPY account TO PROGRAM 'curl -u ${CANARY}';
`;

const LOG = [
  `statement: SELECT note FROM account WHERE token = '${CANARY}' /* ${CANARY} */`,
  `statement: SELEC '${CANARY}`,
  `execute <unnamed>: UPDATE account SET note = $1 -- ${CANARY}`,
]
  .map((said) => `2026-03-04 10:00:00.000 UTC [7] LOG:  duration: 900.000 ms  ${said}\n`)
  .join("")
  .concat(`2026-03-04 10:00:01.000 UTC [7] DETAIL:  parameters: $1 = '${CANARY}'\n`)
  .concat(`2026-03-04 10:00:02.000 UTC [7] ERROR:  duplicate key value violates unique constraint "account_key"\n`)
  .concat(`2026-03-04 10:00:02.000 UTC [7] DETAIL:  Key (email)=(${CANARY}) already exists.\n`)
  .concat(`2026-03-04 10:00:02.000 UTC [7] STATEMENT:  INSERT INTO account (note) VALUES ('${CANARY}')\n`);

const files = folderOf({ "schema.sql": SCHEMA, "server.log": LOG });
const cache = mkdtempSync(path.join(tmpdir(), "pgassay-cache-"));
vi.stubEnv("XDG_CACHE_HOME", cache);
afterAll(() => {
  vi.unstubAllEnvs();
  files.remove();
  rmSync(cache, { recursive: true, force: true });
});

const FORMATS = ["text", "compact", "json", "jsonl", "csv", "sarif", "github", "gitlab", "junit", "markdown", "html"];
const schema = files.path("schema.sql");

describe("what nobody else may read", () => {
  test("39. is in no report, whatever its format, nor in what is said beside it", async () => {
    const outputs = FORMATS.flatMap((format) => ["-f", `${format}=${files.path(`report.${format}`)}`]);
    const { code, stdout, stderr } = await cli([
      "audit",
      schema,
      "--logs",
      files.path("server.log"),
      ...outputs,
      "-v",
      "--max-findings",
      "0",
    ]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).not.toContain(CANARY.slice(0, 8));
    for (const format of FORMATS) {
      const report = readFileSync(files.path(`report.${format}`), "utf8");
      expect(report).toContain("account");
      expect(report).not.toContain(CANARY.slice(0, 8));
    }
  });

  test("39, 40. is in no report about statements, whose text is dropped when it cannot be read", async () => {
    const { stdout, stderr } = await cli(["workload", files.path("server.log"), "-f", "json", "-v"]);
    expect(JSON.parse(stdout)).toMatchObject({ coverage: { unparsable: 1 } });
    expect(stdout).toContain("account");
    expect(stdout + stderr).not.toContain(CANARY.slice(0, 8));
  });

  test("39. is in no failure, whatever is wrong with the file", async () => {
    const broken = folderOf({ "broken.sql": `SELEC '${CANARY}';\nALTER ROLE x PASSWORD '${CANARY}';\n` });
    const { code, stdout, stderr } = await cli(["audit", broken.path("broken.sql"), "-v", "-f", "json"]);
    broken.remove();
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).not.toContain(CANARY);
  });

  test("42. is in a snapshot where it defines the structure, and then for its owner alone", async () => {
    const file = files.path("snapshot.json");
    expect((await cli(["snapshot", schema, "-o", file])).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { catalog, ...rest } = JSON.parse(readFileSync(file, "utf8"));
    // Definitions are what rules read; rows, passwords, options and texts that failed are not kept.
    expect(JSON.stringify(catalog).split(CANARY).length - 1).toBe(8);
    expect(JSON.stringify(rest)).not.toContain(CANARY);
  });
});
