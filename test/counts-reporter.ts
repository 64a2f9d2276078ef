import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with `N passed, N failed` alone on a line, and leaves it in the file that PGASSAY_TEST_COUNTS names. */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandled.length;
    for (const module of modules) {
      // A file that does not load has no tests that could fail.
      if (module.errors().length > 0) failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") passed += 1;
        else if (state === "failed") failed += 1;
      }
    }
    const line = `${passed} passed, ${failed} failed\n`;
    process.stdout.write(`\n${line}`);
    const file = process.env.PGASSAY_TEST_COUNTS;
    if (file !== undefined && file !== "") writeFileSync(file, line);
  }
}
