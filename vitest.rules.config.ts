import { defineConfig } from "vitest/config";

/** Tests besides the cases, by the category of the rules that they are about. */
const besides: Readonly<Record<string, readonly string[]>> = {
  security: ["test/rules/plaintext-secret.test.ts"],
  gate: ["test/engine/suppressions.test.ts"],
  classifiers: ["test/facts/{money,secret,secret-content}.test.ts"],
};
const category = process.env.PGASSAY_RULES;

/** Rules and classifiers without a server, for coverage and mutants; see test/rules/cases.pure.ts. */
export default defineConfig({
  test: {
    include: ["test/rules/cases.pure.ts", ...(category === undefined ? Object.values(besides).flat() : (besides[category] ?? []))],
    reporters: ["default"],
    maxWorkers: 2,
    coverage: {
      include: ["rules/*/*.ts"],
      reporter: ["text", "json"],
      reportOnFailure: true,
      reportsDirectory: ".tmp/coverage",
      thresholds: { branches: 100, functions: 100, lines: 100, statements: 100 },
    },
  },
});
