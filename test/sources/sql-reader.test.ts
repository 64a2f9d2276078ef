import { expect, test } from "vitest";
import { loadGrammar } from "../../src/sources/sql-reader.ts";
import { normalise } from "../../src/workload/normalise.ts";

test.each(["select 0b1122", "select 12abc", "select e'\\u12'", "U&'\\00' uescape 'ab'", "select 'never closed"])(
  "%s does not parse, and what is said of it holds nothing of it",
  async (sql) => {
    const grammar = await loadGrammar();
    expect(() => grammar.fingerprint(sql)).toThrow(/^the text does not parse$/);
    for (const statement of normalise(sql, grammar)) expect(statement.fingerprint).toMatch(/^([0-9a-f]{16}|<unparsable>)$/);
  },
);
