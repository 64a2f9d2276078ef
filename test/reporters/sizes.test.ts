import { describe, expect, test } from "vitest";
import { generatedReport } from "./generated-report.ts";
import { chunksOf, FORMATS } from "./renderers.ts";
import { FOUND_IN } from "./validators.ts";

/** What is left of all findings where a format has a limit of its own. */
const MOST: Readonly<Record<string, number>> = { sarif: 5_000, txt: 100 };

/** The longest text that is held at once, whatever the number of findings. */
const CHUNK = 1_500_000;

describe.each([0, 1, 5_001, 25_000])("%i findings", (n) => {
  const report = generatedReport(n);

  test.each(FORMATS)(
    "are all accounted for in %s, piece by piece",
    (format) => {
      const chunks = [...chunksOf(format, report)];
      expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(CHUNK);
      const found = FOUND_IN[format]?.(chunks.join(""));
      expect(found).toBe(Math.min(n, MOST[format] ?? n));
    },
    300_000,
  );
});
