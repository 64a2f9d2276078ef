import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import floatMoney from "../../rules/money/float-money.ts";
import { audit } from "../../src/audit.ts";
import type { SqlStep } from "../../src/contract/fix.ts";
import { runStep, StepFailed } from "../../src/testing/apply.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";

let db: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const SCALE = 4;

/** Decimal digits of a finite number's shortest text, as an integer of 10^-400: no arithmetic of floats is in it. */
function exact(text: string): bigint {
  const [, sign = "", whole = "0", fraction = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text) ?? [];
  const shift = 400 + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  return (sign === "-" ? -1n : 1n) * (shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift));
}

/** The shortest decimal text of a double, rounded to the scale as numeric rounds: half away from zero. */
function rounded(text: string): bigint {
  const value = exact(text);
  const unit = 10n ** BigInt(400 - SCALE);
  const size = value < 0n ? -value : value;
  const steps = (size + unit / 2n) / unit;
  return (value < 0n ? -steps : steps) * unit;
}

const amounts = fc.oneof(
  fc.double(),
  fc.double({ min: -1e12, max: 1e12 }),
  fc.constantFrom(
    5e-324,
    -5e-324,
    2.2250738585072014e-308,
    0.1 + 0.2,
    1.005,
    123456.78,
    99999999999999.98,
    9007199254740992,
    999999999999999.9,
    -0,
    Number.NaN,
    Infinity,
    -Infinity,
  ),
  // 15 to 17 significant digits, cents and fractions of them.
  fc
    .tuple(fc.bigInt({ min: 10n ** 14n, max: 10n ** 17n - 1n }), fc.integer({ min: 0, max: 12 }))
    .map(([digits, scale]) => Number(`${digits}e-${scale}`)),
  fc.integer({ min: -10_000_000, max: 10_000_000 }).map((cents) => cents / 100),
);

test.each([
  ["by a second column", null],
  ["in place", 2],
])(
  "money is its shortest decimal text, rounded, or the precheck stops: %s",
  async (_, rows) => {
    await db.reset();
    await db.run("CREATE TABLE payment (id bigint PRIMARY KEY, amount double precision)");
    const snapshot = await db.snapshot();
    const table = {
      schema: "public",
      name: "payment",
      rows,
      bytes: 8_192,
      deadRows: null,
      seqScans: null,
      writes: null,
      columns: [],
      indexes: [],
    };
    const stats =
      rows === null ? null : { window: { since: null, until: snapshot.takenAt }, standbysIncluded: true, tables: [table], sequences: [] };
    const { findings } = audit({ ...snapshot, stats }, { rules: [floatMoney], toolVersion: "test" });
    const steps = (findings[0]?.fix?.steps ?? []).flatMap((step): SqlStep[] => (step.is === "sql" ? [step] : []));
    const lookAt = steps.some(({ batches }) => batches !== undefined)
      ? steps.filter(({ phase }) => phase === "expand" || phase === "backfill")
      : steps;
    let [stopped, kept] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(amounts, { minLength: 1, maxLength: 4 }), async (values) => {
        await db.run(
          "DROP TABLE payment CASCADE; DROP FUNCTION IF EXISTS amount_sync_x(); CREATE TABLE payment (id bigint PRIMARY KEY, amount double precision)",
        );
        for (const { proname } of (await db.rows("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace")) as {
          proname: string;
        }[])
          await db.run(`DROP FUNCTION public."${proname}"() CASCADE`);
        const texts = values.map((value) => (Object.is(value, -0) ? "-0" : String(value)));
        await db.run(`INSERT INTO payment VALUES ${texts.map((text, id) => `(${id}, '${text}')`).join(", ")}`);
        try {
          for (const step of lookAt) await runStep(db, step);
        } catch (error) {
          expect(error).toBeInstanceOf(StepFailed);
          stopped += 1;
          expect(await db.rows("SELECT count(*) AS n FROM payment WHERE amount IS NOT NULL")).toEqual([{ n: values.length }]);
          return;
        }
        kept += 1;
        const name = lookAt === steps ? "amount" : "amount_new";
        const now = (await db.rows(`SELECT ${name}::text AS text FROM payment ORDER BY id`)) as { text: string }[];
        expect(now.map(({ text }) => exact(text))).toEqual(texts.map((text) => rounded(text.replace(/^-0$/, "0"))));
      }),
      { numRuns: 120 },
    );
    expect(stopped).toBeGreaterThan(5);
    expect(kept).toBeGreaterThan(5);
  },
  120_000,
);
