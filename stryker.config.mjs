/**
 * Mutants of one category of rules, or of the classifiers; scripts/mutation.ts runs it. The tests are those of
 * vitest.rules.config.ts, which need no server, so that a mutant costs less than a second.
 */
const slice = process.env.PGASSAY_RULES;

export default {
  testRunner: "vitest",
  vitest: { configFile: "vitest.rules.config.ts", related: false },
  coverageAnalysis: "perTest",
  plugins: ["@stryker-mutator/vitest-runner", "./scripts/mutation/ignore-docs.mjs"],
  ignorers: ["docs"],
  mutate: slice === undefined ? ["src/facts/{money,secret}/*.ts"] : [`rules/${slice}/*.ts`],
  ignorePatterns: ["bench", "dist", "docs", "test/native"],
  concurrency: 2,
  timeoutMS: 10_000,
  tempDirName: ".tmp/stryker",
  cleanTempDir: "always",
  reporters: ["json"],
  jsonReporter: { fileName: `.tmp/mutation/${slice ?? "classifiers"}.json` },
  allowConsoleColors: false,
};
