import { describe, expect, test } from "vitest";
import { mergeWorkloads } from "../../../src/workload/merge.ts";
import { normalise } from "../../../src/workload/normalise.ts";
import { grammar, readText } from "./read-text.ts";

const CANARY = "canary7Kq2vXw9";

/** Every place of a statement that holds what its author did not mean for others. */
const STATEMENTS = [
  `SELECT * FROM t WHERE a = '${CANARY}'`,
  `SELECT E'\\'${CANARY}', U&'${CANARY}', N'${CANARY}', B'1', X'ff', $$${CANARY}$$, $x$ ${CANARY} $x$, 'a' '${CANARY}'`,
  `SELECT 'a'\n'${CANARY}'`,
  `SELECT 1 -- ${CANARY}`,
  `/* ${CANARY} /* nested ${CANARY} */ */ SELECT 1`,
  `/*route='${CANARY}'*/ SELECT 1`,
  `SELECT a -> '${CANARY}' ->> '${CANARY}', a #> '{${CANARY}}', a @? '$.${CANARY}' FROM t`,
  `INSERT INTO t (a) VALUES ('${CANARY}'), ('${CANARY}')`,
  `SELECT * FROM t WHERE a IN ('${CANARY}', '${CANARY}') AND b = ANY ('{${CANARY}}') AND c LIKE '%${CANARY}%' ESCAPE '!'`,
  `UPDATE t SET a = '${CANARY}' WHERE b = interval '${CANARY}' AND c = date '${CANARY}'`,
  `COPY t FROM '/tmp/${CANARY}'`,
  `COPY t TO PROGRAM 'curl -u ${CANARY}' WITH (DELIMITER '|', NULL '${CANARY}')`,
  `COPY (SELECT '${CANARY}') TO STDOUT`,
  `ALTER ROLE app PASSWORD '${CANARY}'`,
  `CREATE ROLE app LOGIN ENCRYPTED PASSWORD '${CANARY}' VALID UNTIL '${CANARY}'`,
  `CREATE USER app IN ROLE x PASSWORD '${CANARY}'`,
  `CREATE USER MAPPING FOR app SERVER s OPTIONS (user 'u', password '${CANARY}')`,
  `CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host '${CANARY}')`,
  `CREATE SUBSCRIPTION s CONNECTION 'password=${CANARY}' PUBLICATION p`,
  `ALTER SUBSCRIPTION s CONNECTION 'password=${CANARY}'`,
  `COMMENT ON TABLE t IS '${CANARY}'`,
  `SECURITY LABEL ON TABLE t IS '${CANARY}'`,
  `DO $$ BEGIN PERFORM '${CANARY}'; END $$`,
  `DO LANGUAGE plpgsql '${CANARY}'`,
  `CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $f$ SELECT '${CANARY}' $f$`,
  `CREATE FUNCTION f() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT '${CANARY}'; END`,
  `CREATE VIEW v AS SELECT '${CANARY}'::text AS a`,
  `CREATE TABLE t (a text DEFAULT '${CANARY}' CHECK (a <> '${CANARY}'))`,
  `CREATE TYPE e AS ENUM ('${CANARY}')`,
  `SET my.secret = '${CANARY}'`,
  `SET TIME ZONE '${CANARY}'`,
  `ALTER SYSTEM SET a.b = '${CANARY}'`,
  `ALTER DATABASE d SET a.b TO '${CANARY}'`,
  `PREPARE p AS SELECT '${CANARY}'`,
  `EXECUTE p('${CANARY}')`,
  `PREPARE TRANSACTION '${CANARY}'`,
  `NOTIFY c, '${CANARY}'`,
  `DECLARE c CURSOR FOR SELECT '${CANARY}'`,
  `EXPLAIN (FORMAT text) SELECT '${CANARY}'`,
  `CALL f('${CANARY}')`,
  `MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET b = '${CANARY}'`,
  `SELECT '${CANARY}`,
  `SELECT $$${CANARY}`,
  `SELECT /* ${CANARY}`,
  `SELECT 'a'; SELECT '${CANARY}'; SELEC '${CANARY}'`,
  `SELECT 12${CANARY}`,
  `SELECT '\\' , '${CANARY}'`,
];

/** Messages that repeat values, each with a DETAIL, HINT, CONTEXT and STATEMENT of its own. */
const MESSAGES = [
  `duplicate key value violates unique constraint "t_a_key"`,
  `invalid input syntax for type integer: "${CANARY}"`,
  `value "${CANARY}" is out of range for type integer`,
  `new row for relation "t" violates check constraint "t_check"`,
  `password authentication failed for user "${CANARY}"`,
  `syntax error at or near "'${CANARY}'" at character 8`,
  `unterminated quoted string at or near "'${CANARY}" at character 8`,
  `date/time field value out of range: "${CANARY}"`,
  `unrecognized configuration parameter "${CANARY}"`,
  `column "${CANARY}" does not exist`,
  `function f("${CANARY}") does not exist`,
  `canceling statement due to statement timeout`,
  `deadlock detected`,
  `invalid input syntax for type integer: "a constraint "${CANARY}" of relation "${CANARY}" does not exist"`,
  `${CANARY} violates unique constraint "${CANARY}"`,
];

const T = "2026-03-04 10:00:00.000 UTC";
const PLAN = `plan:\nQuery Text: SELECT '${CANARY}'\nQuery Parameters: $1 = '${CANARY}'\nSeq Scan on t  (cost=0.00..1.00 rows=1 width=4)\n  Filter: (a = '${CANARY}'::text)`;
const JSON_PLAN = `plan:\n${JSON.stringify({ "Query Text": `SELECT '${CANARY}'`, Plan: { Filter: `(a = '${CANARY}')` } }, null, 2)}`;
const XML_PLAN = `plan:\n<explain><Query-Text>SELECT '${CANARY}'</Query-Text></explain>`;
const DETAIL = `Key (a)=(${CANARY}) already exists.`;
const PARAMETERS = `parameters: $1 = '${CANARY}', $2 = NULL`;
const CONTEXT = `COPY t, line 1, column a: "${CANARY}\nwhile updating tuple (0,1) in relation "${CANARY}"`;

interface Said {
  readonly severity: string;
  readonly message: string;
  readonly detail?: string;
  readonly context?: string;
  readonly statement?: string;
}

const SAID: readonly Said[] = [
  ...STATEMENTS.flatMap((sql) => [
    { severity: "LOG", message: `duration: 1.000 ms  statement: ${sql}`, detail: PARAMETERS },
    { severity: "LOG", message: `execute ${"S_1"}: ${sql}`, detail: `prepare: PREPARE p AS ${sql}` },
    { severity: "LOG", message: `duration: 1.000 ms  bind S_1: ${sql}`, detail: PARAMETERS },
    { severity: "LOG", message: `duration: 1.000 ms  plan:\nQuery Text: ${sql}\nResult  (cost=0.00..0.01 rows=1 width=32)` },
  ]),
  ...MESSAGES.map((message) => ({ severity: "ERROR", message, detail: DETAIL, context: CONTEXT, statement: `SELECT '${CANARY}'` })),
  ...[PLAN, JSON_PLAN, XML_PLAN].map((plan) => ({ severity: "LOG", message: `duration: 5.000 ms  ${plan}` })),
  { severity: "LOG", message: `connection authorized: user=u database=d application_name=${CANARY}` },
  { severity: "LOG", message: `temporary file: path "base/pgsql_tmp/${CANARY}", size 5`, statement: `SELECT '${CANARY}'` },
  { severity: "WARNING", message: CANARY, detail: CANARY, context: CANARY },
  { severity: "LOG", message: `${CANARY}: ${CANARY}`, detail: CANARY },
];

const TEXTS: Readonly<Record<string, string>> = {
  stderr: SAID.map(({ severity, message, detail, context, statement }) => {
    const line = (word: string, text: string | undefined) =>
      text === undefined ? "" : `${T} [7] u@d ${CANARY} ${word}:  ${text.replaceAll("\n", "\n\t")}\n`;
    return (
      line(severity, message) + line("DETAIL", detail) + line("HINT", detail) + line("CONTEXT", context) + line("STATEMENT", statement)
    );
  }).join(""),
  csv: SAID.map(({ severity, message, detail, context, statement }) => {
    const quoted = (text = "") => (text === "" ? "" : `"${text.replaceAll('"', '""')}"`);
    return `${T},"${CANARY}","d",7,"${CANARY}",69a80020.7,1,"SELECT",${T},3/1,0,${severity},22012,${quoted(message)},${quoted(detail)},${quoted(detail)},${quoted(statement)},1,${quoted(context)},${quoted(statement)},,"${CANARY}","${CANARY}","client backend",,0\n`;
  }).join(""),
  json: SAID.map(
    ({ severity, message, detail, context, statement }) =>
      `${JSON.stringify({ timestamp: T, user: CANARY, pid: 7, error_severity: severity, message, detail, hint: detail, context, statement, application_name: CANARY })}\n`,
  ).join(""),
  syslog: SAID.map(
    ({ severity, message }, at) =>
      `Mar  4 10:00:00 h postgres[7]: [${at}-1] ${severity}:  ${message.split("\n").join(`\nMar  4 10:00:00 h postgres[7]: [${at}-2] #011`)}\n`,
  ).join(""),
};

describe("what a log must not tell", () => {
  test.each(STATEMENTS)("39. %s", (sql) => {
    const statements = normalise(sql, grammar);
    expect(JSON.stringify(statements)).not.toContain(CANARY);
  });

  test.each(Object.entries(TEXTS))("39. a log as %s", (_, text) => {
    expect(text.split(CANARY).length).toBeGreaterThan(100);
    const { workload } = readText(text);
    expect(workload.statements.length).toBeGreaterThan(30);
    expect(JSON.stringify(workload)).not.toContain(CANARY);
    expect(JSON.stringify(mergeWorkloads([workload, workload]))).not.toContain(CANARY);
  });

  test("comments are kept for the keys that were asked for, and no others", () => {
    const text = `${T} [7] LOG:  duration: 1.000 ms  statement: SELECT 1 /*route='%2Forders',user='${CANARY}'*/\n`;
    const { workload } = readText(text.repeat(2), { keepTags: ["route"] });
    expect(workload.statements[0]?.tags).toEqual([{ key: "route", value: "/orders", calls: 2 }]);
    expect(JSON.stringify(workload)).not.toContain(CANARY);
    expect(readText(text).workload.statements[0]).not.toHaveProperty("tags");
  });
});
