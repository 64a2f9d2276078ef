import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dollarQuoted, ident, literal } from "../../src/facts/identifier.ts";
import { comment, commentLines } from "../../src/fixes/sql/comment.ts";
import { HOSTILE_NAMES } from "../hostile-names.ts";

import { MAJORS, type NativeServer, startServer } from "./servers.ts";

/** What PostgreSQL can hold: any text without NUL and lone surrogates. */
const texts = fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }), { minLength: 200, maxLength: 200 });
const SAMPLES = [
  ...HOSTILE_NAMES,
  ...fc
    .sample(texts, { numRuns: 5, seed: 27 })
    .flat()
    .map((text) => text.replaceAll("\0", "")),
].filter((text) => text !== "");

describe.each(MAJORS)("names and texts on PostgreSQL %i", (major) => {
  let server: NativeServer;
  let client: pg.Client;
  beforeAll(async () => {
    server = await startServer(major);
    client = new pg.Client({ connectionString: await server.createDatabase() });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await server.stop();
  });

  test("27. a quoted name is the server's own quoted name", async () => {
    const { rows } = await client.query("SELECT name, pg_catalog.quote_ident(name) AS quoted FROM unnest($1::text[]) AS name", [SAMPLES]);
    expect(rows.length).toBeGreaterThan(900);
    expect(rows.filter(({ name, quoted }) => ident(name) !== quoted)).toEqual([]);
  });

  test("28. every word that the server quotes is quoted", async () => {
    const { rows } = await client.query("SELECT word, pg_catalog.quote_ident(word) AS quoted FROM pg_catalog.pg_get_keywords()");
    expect(rows.length).toBeGreaterThan(400);
    // A word that only a later version reserves may be quoted here already.
    expect(rows.filter(({ word, quoted }) => quoted !== word && ident(word) !== quoted)).toEqual([]);
  });

  test.each(["on", "off"])("29. a literal means its text with standard_conforming_strings %s", async (setting) => {
    await client.query(`SET standard_conforming_strings = ${setting}`);
    const read = async (write: (text: string) => string) => {
      const { rows } = await client.query(`SELECT unnest(ARRAY[${SAMPLES.map(write).join(",")}]) AS text`);
      return rows.map(({ text }) => text);
    };
    expect(await read(literal)).toEqual(SAMPLES);
    expect(await read(dollarQuoted)).toEqual(SAMPLES);
  });

  test("30. no text leaves the comment that it is in", async () => {
    const sql = SAMPLES.map((text) => comment(text) + commentLines(`${text}\n${text}`, "  ")).join("");
    const { rows } = await client.query(`${sql}SELECT 1 AS one`);
    expect(rows).toEqual([{ one: 1 }]);
    expect(sql.split("\n").filter((line) => line !== "" && !line.startsWith("--"))).toEqual([]);
  });
});
