import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundary } from "../../../src/workload/log/boundary.ts";
import type { LogFormat } from "../../../src/workload/log/format.ts";
import { readAs } from "./read-text.ts";

const FORMATS: readonly LogFormat[] = [{ is: "stderr", prefix: "%m [%p] %q%u@%d %e " }, { is: "csv" }, { is: "json" }];

interface Said {
  readonly process: number;
  readonly severity: string;
  readonly message: string;
  readonly detail: string | null;
}

const message = fc.constantFrom(
  "duration: 1.250 ms  statement: SELECT a FROM t WHERE b = 'x'",
  "duration: 0.010 ms  bind <unnamed>: SELECT a FROM t WHERE b = $1",
  "duration: 3.000 ms  execute <unnamed>: SELECT a\n  FROM t\n WHERE b = $1",
  "statement: INSERT INTO t VALUES (1, 'two\n\n\tlines, \"q\"')",
  "execute S_1: UPDATE t SET a = $1",
  "duration: 7.125 ms",
  "statement: BEGIN",
  "statement: COMMIT; ROLLBACK",
  "duration: 2.000 ms  plan:\nQuery Text: SELECT a\n  FROM t\n WHERE b = $1\nSeq Scan on t  (cost=0.00..1.00 rows=1 width=4)\n  Filter: (b = 'secret')",
  'duplicate key value violates unique constraint "t_a_key"',
  'temporary file: path "base/pgsql_tmp/pgsql_tmp1.0", size 1234',
  "connection received: host=[local]",
  "disconnection: session time: 0:00:00.007 user=u database=d host=[local]",
  "",
);
const said: fc.Arbitrary<Said> = fc.record({
  process: fc.integer({ min: 1, max: 3 }),
  severity: fc.constantFrom("LOG", "LOG", "LOG", "ERROR", "STATEMENT"),
  message,
  detail: fc.constantFrom(null, null, "parameters: $1 = 'x', $2 = 'a\nb'", "Parameters: $1 = 'x'", "prepare: PREPARE p AS SELECT 1"),
});

function written(format: LogFormat, records: readonly Said[]): string {
  return records
    .map(({ process, severity, message, detail }, at) => {
      const time = `2026-03-04 10:00:${String(Math.floor(at / 3) % 60).padStart(2, "0")}.00${at % 10} UTC`;
      const parts =
        severity === "STATEMENT" ? { severity: "ERROR", message: "division by zero", query: message } : { severity, message, query: "" };
      if (format.is === "json") {
        const { query, ...rest } = parts;
        return `${JSON.stringify({ timestamp: time, pid: process, session_id: `69a80020.${process}`, error_severity: rest.severity, state_code: "22012", message: rest.message, detail: detail ?? undefined, statement: query || undefined })}\n`;
      }
      if (format.is === "csv") {
        const quoted = (text: string) => (text === "" ? "" : `"${text.replaceAll('"', '""')}"`);
        return `${time},"u","d",${process},"[local]",69a80020.${process},1,"SELECT",${time},3/1,0,${parts.severity},22012,${quoted(parts.message) || '""'},${quoted(detail ?? "")},,,,,${quoted(parts.query)},,,"psql","client backend",,0\n`;
      }
      const line = (word: string, text: string) => `${time} [${process}] u@d 22012 ${word}:  ${text.replaceAll("\n", "\n\t")}\n`;
      return `${line(parts.severity, parts.message)}${detail === null ? "" : line("DETAIL", detail)}${parts.query === "" ? "" : line("STATEMENT", parts.query)}`;
    })
    .join("");
}

describe.each(FORMATS)("pieces of $is", (format) => {
  test("49. where the log is cut makes no difference", () => {
    fc.assert(
      fc.property(
        fc.array(said, { maxLength: 25 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 }),
        (records, pieces) => {
          const bytes = Buffer.from(written(format, records));
          const whole = readAs(bytes, format);
          expect(whole.counts.unknown).toBe(0);
          expect(readAs(bytes, format, [], pieces)).toEqual(whole);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("a log can be cut where a record ends, and nowhere else", () => {
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 8 }), fc.nat(), (records, length) => {
        const bytes = Buffer.from(written(format, records));
        const head = bytes.subarray(0, length % (bytes.length + 1));
        const cut = boundary(head, format);
        const apart = [bytes.subarray(0, cut), bytes.subarray(cut)].map((it) => readAs(it, format).counts);
        const whole = readAs(bytes, format).counts;
        expect(cut).toBeLessThanOrEqual(head.length);
        for (const key of ["lines", "records", "continued", "unknown"] as const) {
          expect((apart[0]?.[key] ?? 0) + (apart[1]?.[key] ?? 0)).toBe(whole[key]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("49. damaged logs are read, and every line is counted", () => {
    const damage = fc.record({ at: fc.nat(), bytes: fc.uint8Array({ maxLength: 12 }), removed: fc.nat(80) });
    fc.assert(
      fc.property(
        fc.array(said, { maxLength: 12 }),
        fc.array(damage, { maxLength: 6 }),
        fc.integer({ min: 1, max: 300 }),
        (records, damages, piece) => {
          let bytes = Buffer.from(written(format, records));
          for (const it of damages) {
            const at = it.at % (bytes.length + 1);
            bytes = Buffer.concat([bytes.subarray(0, at), it.bytes, bytes.subarray(at + it.removed)]);
          }
          const whole = readAs(bytes, format);
          const { counts } = whole;
          const lines = bytes.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0) + (bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0);
          expect(counts.lines).toBe(lines);
          expect(counts.records + counts.continued + counts.unknown).toBe(lines);
          expect(readAs(bytes, format, [], [piece])).toEqual(whole);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("random bytes are no statements", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        const { counts } = readAs(Buffer.from(bytes), format);
        expect(counts.records + counts.continued + counts.unknown).toBe(counts.lines);
      }),
    );
  });
});
