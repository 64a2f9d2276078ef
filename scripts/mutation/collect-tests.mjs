import { chai, JestAsymmetricMatchers, JestChaiExpect } from "@vitest/expect";

chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

/** As much of vitest as the tests of rules and classifiers use; what they declare is kept by name, and run by who asks. */
export function collectTests() {
  const tests = new Map();
  let suite = "";
  const describe = (name, declare) => {
    const outer = suite;
    suite = `${outer}${name} > `;
    declare();
    suite = outer;
  };
  const test = (name, run) => void tests.set(`${suite}${name} (${tests.size})`, run);
  const each = (declare) => (rows) => (name, run) => {
    for (const row of rows) {
      const given = Array.isArray(row) ? row : [row];
      declare(`${name} ${String(given[0])}`, () => run(...given));
    }
  };
  describe.each = each(describe);
  test.each = each(test);
  return { tests, vitest: { describe, test, expect: chai.expect } };
}
