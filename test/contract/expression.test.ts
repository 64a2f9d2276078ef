import { expect, test } from "vitest";
import { renameColumnIn, retypeConstants } from "../../src/contract/steps/expression.ts";

test.each([
  ["(amount > (0)::double precision)", "amount", "(amount_new > (0)::double precision)"],
  ["(lower(amount) = 'amount'::text)", "amount", "(lower(amount_new) = 'amount'::text)"],
  ["(amount(amount) > 0)", "amount", "(amount(amount_new) > 0)"],
  ["((x)::amount > amount)", "amount", "((x)::amount > amount_new)"],
  ["(t.amount > amount)", "amount", "(t.amount > amount_new)"],
  ["(total_amount > amount)", "amount", "(total_amount > amount_new)"],
  ["(note ~~ E'it''s \\\\ amount'::text)", "amount", "(note ~~ E'it''s \\\\ amount'::text)"],
  ['("Amount" > amount)', "Amount", '("Amount_new" > amount)'],
  ['("a""b" IS NOT NULL)', 'a"b', '("a""b_new" IS NOT NULL)'],
])("%s: %s by another name", (expression, column, expected) => {
  expect(renameColumnIn(expression, column, `${column}_new`)).toBe(expected);
});

test("constants take the new type, columns and other casts do not", () => {
  expect(retypeConstants("((a >= (0)::double precision) AND (a < '-1.5'::double precision))", ["double precision"], "numeric")).toBe(
    "((a >= (0)::numeric) AND (a < '-1.5'::numeric))",
  );
  expect(retypeConstants("((a)::double precision > (0)::real)", ["double precision"], "numeric")).toBe(
    "((a)::double precision > (0)::real)",
  );
  expect(retypeConstants("('{1}'::double precision[])", ["double precision"], "numeric")).toBe("('{1}'::double precision[])");
});
