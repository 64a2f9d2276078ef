/**
 * Mutants of one category of rules, or of the classifiers; scripts/mutation.ts runs it. The tests need no server, and
 * scripts/mutation/runner.mjs runs them, so that a mutant costs a few milliseconds.
 */
const slice = process.env.PGASSAY_RULES;

/** Tests besides the cases, by the category of the rules that they are about. */
const besides = {
  security: ["test/rules/plaintext-secret.test.ts"],
  gate: ["test/engine/suppressions.test.ts"],
};
const facts = ["money", "money-column", "secret", "secret-content"].map((name) => `test/facts/${name}.test.ts`);

export default {
  testRunner: "bundle",
  tests: [...(slice === undefined ? [...facts, ...besides.security] : (besides[slice] ?? [])), "test/rules/cases.pure.ts"],
  coverageAnalysis: "perTest",
  plugins: ["./scripts/mutation/runner.mjs", "./scripts/mutation/ignore-docs.mjs"],
  ignorers: ["docs"],
  mutate: slice === undefined ? ["src/facts/{money,secret}/*.ts"] : [`rules/${slice}/*.ts`],
  ignorePatterns: ["bench", "dist", "docs", "test/native"],
  concurrency: 1,
  timeoutMS: 10_000,
  tempDirName: ".tmp/stryker",
  cleanTempDir: "always",
  reporters: ["json"],
  jsonReporter: { fileName: `.tmp/mutation/${slice ?? "classifiers"}.json` },
  allowConsoleColors: false,
  warnings: { unknownOptions: false, slow: false },
};
