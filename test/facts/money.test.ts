import { describe, expect, test } from "vitest";
import { classifyMoney, type MoneyQuestion, namesCrypto, namesCurrency } from "../../src/facts/money/classify.ts";

const ask = (column: string, more: Partial<MoneyQuestion> = {}) =>
  classifyMoney({ column, table: "t", siblings: [column], comment: null, checks: [], ...more });

const lines = (text: string) => text.trim().split(/\s+/);

describe("money by its name alone", () => {
  test.each(
    lines(`
      amount balance current_balance price unit_price unitPrice unitprice total_amount cost fees total_fee tax salaries cost_basis costbasis
      institution_value hourly_rate amount_usd price_eur usd_amount shipping_cost cost_per_mile price_per_kg discount_amount tax_rate_amount
      betrag gesamtbetrag preis verkaufspreis Gebühr montant prix importe precio valor saldo kwota prezzo kosten cena bedrag belopp
      credit_limit market_cap net_worth price_min priceHigh fAmount dblPrice tx_amount taxAmt grand_total lineTotal subTotal refundAmount
      price_change_24h revenue_q1 unrealized_pnl loan_amount order_amount unit_amount request_amount user_balance monthly_rent cash profit
    `),
  )("%s", (name) => {
    expect(ask(name).signs).not.toEqual([]);
    expect(ask(name).money).toBe(true);
  });
});

describe("look-alikes", () => {
  test.each(
    lines(`
      price_elasticity total_count total_seconds interest_rate balance_factor exchange_rate usd_rate eur_usd tax_rate discount_percent
      discount percent_discount rate ratio score latitude longitude weight total_weight weight_total distance duration quantity qty shares
      units temperature probability fee_percent fee_ppm price_score cost_index pe_ratio price_to_earnings debt_to_income loan_to_value value
      total limit sum_of_squares number_of_payments count_of_fees rate_of_return end_of_day_rate profit_margin white_balance leave_balance
      work_life_balance path_cost query_cost miles_per_dollar state_of_charge total_calories total_bytes tokens_total budget_hours
      income_level value_score apr volatility salary_range loan_term taxonomy rent_days accounting_period price_id cost_center_code
      gross_weight credit_score tip_angle opening_balance_date market_value_rank total_users feedback freedom user_total precision
    `),
  )("%s", (name) => {
    expect(ask(name).money).toBe(false);
  });
});

describe("the neighbourhood decides an ambiguous word", () => {
  test.each<[string, string, readonly string[], boolean]>([
    ["orders", "total", [], true],
    ["games", "total", [], false],
    ["ingredients", "amount", [], false],
    ["items", "amount", ["unit"], false],
    ["items", "amount", ["unit_id", "currency_code"], true],
    ["recipes", "cost", ["unit"], true],
    ["sensor_readings", "value", [], false],
    ["accounts", "limit", [], true],
    ["stock_prices", "close", ["open"], true],
    ["things", "value", ["currency"], true],
    ["order_details", "discount", ["unit_price"], false],
    ["medications", "amount", ["dosage"], false],
  ])("%s.%s beside %j", (table, column, siblings, money) => {
    expect(ask(column, { table, siblings: [column, ...siblings] }).money).toBe(money);
  });

  test("a CHECK with an upper bound of one or a hundred says share", () => {
    expect(ask("amount", { checks: ["CHECK (((amount >= (0)::double precision) AND (amount <= (1)::double precision)))"] }).money).toBe(
      false,
    );
    expect(ask("fee", { checks: ["CHECK ((fee <= 100))"] }).money).toBe(false);
    expect(ask("amount", { checks: ["CHECK ((amount <= 1000))"] }).money).toBe(true);
  });

  test("a comment speaks too", () => {
    expect(ask("value", { comment: "Paid, in USD" }).money).toBe(true);
    expect(ask("amount", { comment: "Litres per hour, as a ratio" }).money).toBe(false);
  });

  test("options add and take away words", () => {
    expect(ask("bakshish").money).toBe(false);
    expect(ask("bakshish", { extraWords: ["bakshish"] }).money).toBe(true);
    expect(ask("amount", { ignoredWords: ["Amount"] }).money).toBe(false);
  });
});

test("crypto currency is told apart, because no fixed scale holds it", () => {
  expect(namesCrypto("btc_balance")).toBe(true);
  expect(namesCrypto("eth_transfers")).toBe(true);
  expect(namesCrypto("amount")).toBe(false);
});

test("every sign is given with its weight", () => {
  expect(ask("balance", { table: "accounts", siblings: ["balance", "iso_currency_code"] }).signs).toEqual([
    { from: "name", word: "balance", weight: 3 },
    { from: "table", word: "accounts", weight: 1 },
    { from: "sibling", word: "iso_currency_code", weight: 2 },
  ]);
});

const signsOf = (column: string, more: Partial<MoneyQuestion> = {}) =>
  ask(column, more).signs.map(({ from, word, weight }) => `${from}: ${word} ${weight}`);

test.each<[string, string]>([
  ["price_to_earnings", "price to earning -4"],
  ["eur_usd", "two currencies -4"],
  ["balance_factor", "factor -4"],
  ["opening_balance_date", "date -4"],
  ["white_balance", "white -4"],
  ["gross_weight_total", "weight -4"],
  ["count_total", "count -4"],
  ["total_orders_sum", "order -4"],
  ["market_value", "market value 4"],
  ["tax_rate_amount", "tax 4"],
  ["order_amount", "amount 3"],
  ["net_total", "total 2"],
  ["per_unit_price", "price 4"],
  ["cost_by_weight", "cost 4"],
  ["fee_per_mile", "fee 4"],
  ["price_of_weight", "price 4"],
  ["weight_of_silver", "weight -4"],
])("the name %s says %s", (column, sign) => {
  expect(signsOf(column)).toContain(`name: ${sign}`);
});

test("a phrase counts as a whole, and not by one of its words", () => {
  expect(signsOf("market_share_value_price")).toEqual(["name: price 4"]);
  expect(signsOf("value_of_market_rank")).toEqual(["name: rank -4"]);
  expect(signsOf("order_value_position")).toEqual(["name: position -4"]);
});

test("what stands beside and around it, in the words of the schema", () => {
  const around = (column: string, more: Partial<MoneyQuestion>) => signsOf(column, more).slice(1);
  expect(around("amount", { table: "recipe_items" })).toEqual(["table: recipe_items -2"]);
  expect(around("price", { table: "recipe_items" })).toEqual([]);
  expect(around("amount", { siblings: ["amount", "unitId"] })).toEqual(["sibling: unitId -2"]);
  expect(around("amount", { siblings: ["amount", "unit_label"] })).toEqual([]);
  expect(around("fee", { siblings: ["unit", "price"] })).toEqual(["sibling: price 1"]);
  expect(around("total", { siblings: ["amount"] })).toEqual(["sibling: amount 1"]);
  expect(around("total", { siblings: ["sum"] })).toEqual([]);
  expect(around("fee", { comment: "A percentage of the price" })).toEqual(["comment: a measure -2"]);
  expect(around("fee", { comment: "In dollars" })).toEqual(["comment: money 2"]);
  expect(around("fee", { comment: "See the manual" })).toEqual([]);
});

test.each<[string, boolean]>([
  ["CHECK ((fee < 1))", true],
  ["CHECK ((fee <= 1.00))", true],
  ["CHECK ((fee <= (100)::numeric))", true],
  ["CHECK ((fee <= '1'::double precision))", true],
  ["CHECK ((fee <= 10))", false],
  ["CHECK ((fee <= 1.5))", false],
  ["CHECK ((fee >= 1))", false],
])("%s bounds a share: %s", (check, share) => {
  expect(signsOf("fee", { checks: [check] })).toEqual(["name: fee 4", ...(share ? ["check: an upper bound of 1 or 100 -4"] : [])]);
});

test.each([
  ["iso_currency_code", true],
  ["ccy", true],
  ["moneda", true],
  ["current", false],
])("%s names a currency: %s", (name, currency) => {
  expect(namesCurrency(name)).toBe(currency);
});
