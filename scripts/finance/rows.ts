import {
  ACCOUNTS,
  CATEGORIES,
  DAYS,
  GROUPS,
  HISTORY_DAYS,
  INVESTMENT_ACCOUNTS,
  INVESTMENT_TRANSACTIONS,
  ITEMS,
  META_EVERY,
  SECURITIES,
  TODAY,
  TRANSACTIONS,
  USERS,
  WEBHOOKS,
} from "./size.ts";

/** `pick(i, seed, n)`: a repeatable choice from 0 up to n; the same on every server. */
const PICK = `
create function pg_temp.pick(i bigint, seed bigint, n bigint) returns bigint language sql immutable
as $$ select (pg_catalog.hashint8extended(i, seed) & 9223372036854775807) % n $$`;

const MERCHANTS =
  "array['Corner Coffee','Green Grocer','City Transit','Book Barn','Pizza Palace','Night Cinema','Fuel Stop','Power and Light','Phone Co','Gym Club']";
const user = (n: string) => `'usr_' || lpad((${n})::text, 6, '0')`;
const account = (n: string) => `'acc_' || lpad((${n})::text, 6, '0')`;
const security = (n: string) => `'sec_' || lpad((${n})::text, 6, '0')`;
const item = (n: string) => `'item_' || lpad((${n})::text, 6, '0')`;
const uuid = (kind: string, n: string) => `md5('${kind}' || ${n})::uuid::text`;
const series = (n: number) => `generate_series(0, ${n - 1}) as i`;
const start = `timestamp '${TODAY}' - interval '${DAYS} days'`;

/** Made-up rows of all tables that the workload touches: values follow from row numbers. */
export const ROWS: readonly string[] = [
  PICK,
  `insert into institutions (institution_id, name, provider, url, created_at, updated_at)
   select 'ins_' || i, 'Example Bank ' || i, case when i % 3 = 0 then 'teller' else 'plaid' end, 'https://bank' || i || '.example', ${start}, ${start}
   from ${series(25)}`,
  `insert into categories (plaid_category_id, primary_category, detailed_category, display_name, parent_id, created_at)
   select (10000000 + i)::text, (array['FOOD_AND_DRINK','TRAVEL','TRANSPORTATION','RENT_AND_UTILITIES','ENTERTAINMENT','MEDICAL','INCOME','TRANSFER_IN'])[i % 8 + 1],
     case when i >= 8 then 'DETAIL_' || i end, 'Category ' || i, case when i >= 8 then i % 8 + 1 end, ${start}
   from ${series(CATEGORIES)}`,
  `insert into accounts (account_id, user_id, name, type, subtype, institution_name, institution_id, status, balance, link_type, is_hidden, last_refreshed, created_at, updated_at)
   select ${account("i")}, ${user(`i % ${USERS}`)}, 'Account ' || i, case when i < ${INVESTMENT_ACCOUNTS} then 'investment' else 'depository' end,
     (array['checking','savings','credit card'])[pg_temp.pick(i, 1, 3) + 1], 'Example Bank ' || i % 25, i % 25 + 1, 'active', pg_temp.pick(i, 2, 900000) / 100.0,
     case when i % 3 = 0 then 'teller' else 'plaid' end, pg_temp.pick(i, 3, 20) = 0, timestamp '${TODAY}', ${start}, timestamp '${TODAY}'
   from ${series(ACCOUNTS)}`,
  `insert into plaid_items (item_id, user_id, access_token, institution_name, product, is_active, created_at)
   select ${item("i")}, ${user(`i % ${USERS}`)}, 'example ' || i, 'Example Bank ' || i % 25, 'transactions', true, ${start} from ${series(ITEMS)}`,
  `insert into plaid_accounts (account_id, access_token, item_id, product, is_active, created_at)
   select ${account("i")}, 'example ' || i, ${item(`i % ${ITEMS}`)}, 'transactions', true, ${start} from ${series(ACCOUNTS)}`,
  `insert into transactions (transaction_id, user_id, account_id, amount, date, description, provider, merchant_name, merchant_type, pending, category_id, category,
     personal_finance_category, is_internal, user_modified, updated_by_rule, created_at, updated_at)
   select 'txn_' || lpad(i::text, 8, '0'), ${user(`(i % ${ACCOUNTS}) % ${USERS}`)}, ${account(`i % ${ACCOUNTS}`)}, pg_temp.pick(i, 4, 30000) / 100.0 - 100, d,
     'Purchase ' || pg_temp.pick(i, 5, 5000), 'plaid', (${MERCHANTS})[pg_temp.pick(i, 6, 10) + 1], 'store', i > ${TRANSACTIONS} - 900, c + 1, 'Category ' || c,
     json_build_object('primary', (array['FOOD_AND_DRINK','TRAVEL','TRANSPORTATION','RENT_AND_UTILITIES'])[pg_temp.pick(i, 8, 4) + 1], 'confidence', 'HIGH'),
     case when pg_temp.pick(i, 9, 20) = 0 then null else pg_temp.pick(i, 10, 40) = 0 end, false, false, d, d
   from ${series(TRANSACTIONS)},
     lateral (select ${start} + i::double precision / ${TRANSACTIONS} * interval '${DAYS} days' as d, pg_temp.pick(i, 7, ${CATEGORIES}) as c) as facts`,
  `insert into plaid_transaction_meta (transaction_id, plaid_account_id, authorized_date, category, iso_currency_code, location, merchant_name, name, payment_channel, payment_meta, raw, is_active, created_at)
   select transaction_id, account_id, date, json_build_array('Shops', 'Kind ' || id % 30), 'USD',
     json_build_object('city', 'City ' || pg_temp.pick(id, 11, 200), 'region', 'R' || pg_temp.pick(id, 12, 20)), merchant_name, description, 'online',
     json_build_object('payee', merchant_name), json_build_object('transaction_id', transaction_id, 'account_owner', null, 'amount', amount), true, date
   from transactions where id % ${META_EVERY} = 0`,
  `insert into account_history (account_id, user_id, date, balance, is_hidden, created_at)
   select ${account("i")}, ${user(`i % ${USERS}`)}, timestamp '${TODAY}' - interval '1 day' * day + interval '6 hours', pg_temp.pick(i * 1000 + day, 13, 900000) / 100.0, false, timestamp '${TODAY}'
   from ${series(ACCOUNTS)}, generate_series(1, ${HISTORY_DAYS}) as day`,
  `insert into securities (security_id, name, ticker_symbol, type, is_cash_equivalent, institution_price, iso_currency_code, created_at)
   select ${security("i")}, 'Example Fund ' || i, 'EX' || i, 'etf', false, pg_temp.pick(i, 14, 50000) / 100.0, 'USD', ${start} from ${series(SECURITIES)}`,
  `insert into investment_holdings (account_id, security_id, user_id, quantity, cost_basis, institution_value, as_of, raw, created_at)
   select ${account("i")}, ${security(`(i * 7 + k * 31) % ${SECURITIES}`)}, ${user(`i % ${USERS}`)}, pg_temp.pick(i + k, 15, 500), 100, 120, timestamp '${TODAY}', '{"source": "plaid"}', ${start}
   from ${series(INVESTMENT_ACCOUNTS)}, generate_series(0, 9) as k`,
  `insert into investment_transactions (investment_transaction_id, account_id, security_id, user_id, date, amount, price, quantity, fees, type, subtype, iso_currency_code, created_at)
   select 'ivt_' || lpad(i::text, 8, '0'), ${account(`i % ${INVESTMENT_ACCOUNTS}`)}, ${security(`pg_temp.pick(i, 16, ${SECURITIES})`)}, ${user(`i % ${INVESTMENT_ACCOUNTS}`)},
     ${start} + i::double precision / ${INVESTMENT_TRANSACTIONS} * interval '${DAYS} days', 50, 10, 5, 0, 'buy', 'buy', 'USD', ${start}
   from ${series(INVESTMENT_TRANSACTIONS)}`,
  `insert into plaid_webhook_logs (event_type, webhook_type, webhook_code, item_id, payload, received_at, created_at)
   select 'webhook', 'TRANSACTIONS', code, ${item(`i % ${ITEMS}`)}, json_build_object('webhook_code', code, 'new_transactions', i % 9), at, at
   from ${series(WEBHOOKS)}, lateral (select (array['SYNC_UPDATES_AVAILABLE','DEFAULT_UPDATE','ITEM_ERROR'])[pg_temp.pick(i, 17, 3) + 1] as code,
     ${start} + i::double precision / ${WEBHOOKS} * interval '${DAYS} days' as at) as facts`,
  `insert into recurring_transactions (transaction_id, account_id, user_id, description, amount, frequency, next_due_date, created_at)
   select 'txn_' || lpad((i * 97)::text, 8, '0'), ${account(`i * 97 % ${ACCOUNTS}`)}, ${user(`i * 97 % ${USERS}`)}, 'Subscription ' || i, 9.99, 'monthly', date '${TODAY}' + i % 30, ${start}
   from ${series(2_400)}`,
  `insert into budgets (user_id, category_id, category, period_start, monthly_limit, created)
   select ${user(`i % ${USERS}`)}, i / ${USERS} + 1, 'Category ' || i / ${USERS}, date '2026-03-01', 400, ${start} from ${series(USERS * 8)}`,
  `insert into financial_goals (user_id, account_id, name, target_amount, current_amount, due_date, created_at)
   select ${user(`i % ${USERS}`)}, ${account("i")}, 'Goal ' || i, 5000, 1200, timestamp '${TODAY}' + interval '1 day' * i, ${start} from ${series(600)}`,
  `insert into account_groups (id, user_id, name, position, created_at, updated_at)
   select ${uuid("group", "i")}, ${user("i")}, 'Group ' || i, 1, ${start}, ${start} from ${series(GROUPS)}`,
  `insert into account_group_memberships (group_id, account_id, position, created_at)
   select ${uuid("group", `i % ${GROUPS}`)}, ${account("i")}, i / ${GROUPS}, ${start} from ${series(ACCOUNTS)}`,
  `insert into account_group_preferences (user_id, active_group_id, updated_at)
   select ${user("i")}, ${uuid("group", "i")}, ${start} from ${series(GROUPS)}`,
  `insert into planning_scenarios (id, user_id, name, is_active, created_on)
   select ${uuid("scenario", "i")}, ${user("i")}, 'Scenario ' || i, true, ${start} from ${series(USERS)}`,
  `insert into planned_bills (id, scenario_id, account_id, name, amount, due_date, frequency, category, predicted, date_created)
   select ${uuid("bill", "i")}, ${uuid("scenario", `i % ${USERS}`)}, ${account("i")}, 'Bill ' || i, 80, to_char(date '${TODAY}' + i % 28, 'YYYY-MM-DD'), 'monthly', 'Category 3', false, date '${TODAY}'
   from ${series(ACCOUNTS)}`,
  `insert into scenario_allocations (scenario_id, target, kind, percent, inserted_at)
   select ${uuid("scenario", `i % ${USERS}`)}, 'savings', 'percent', 10, ${start} from ${series(USERS * 3)}`,
  // A tenth of what ANALYZE keeps by default: the statistics are written into the repository.
  "set default_statistics_target = 10",
  "vacuum analyze",
];
