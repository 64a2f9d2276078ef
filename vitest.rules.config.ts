import { defineConfig } from "vitest/config";

/** Rules without a server, for coverage; see test/rules/cases.pure.ts. */
export default defineConfig({
  test: {
    include: ["test/rules/cases.pure.ts", "test/rules/plaintext-secret.test.ts", "test/engine/suppressions.test.ts"],
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
