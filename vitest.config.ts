import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "./test/counts-reporter.ts"],
    globalSetup: "test/global-setup.ts",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Each embedded or native PostgreSQL wants a core of its own.
    maxWorkers: 2,
    // As the program does: see src/cli/main.ts.
    execArgv: ["--wasm-num-compilation-tasks=1"],
  },
});
