import type { Backend } from "./backend.ts";
import type { Random } from "./random.ts";
import { ACCOUNTS, accountId, CATEGORIES, daysAgo, TRANSACTIONS, transactionId, USERS, userId } from "./size.ts";

/** One kind of request to the web application, and how often it comes. */
export interface Request {
  readonly weight: number;
  run(backend: Backend, random: Random): Promise<void>;
}

const COLUMNS = `transactions.id, transactions.transaction_id, transactions.account_id, transactions.amount, transactions.date,
       transactions.description, transactions.merchant_name, transactions.category_id, transactions.pending`;

/** SQLAlchemy's commenter adds such a tag. */
const tag = (route: string) => ` /*controller='transactions',framework='flask',route='${route}'*/`;

/** Every request asks first whose groups to show. */
async function preferences(backend: Backend, user: string): Promise<void> {
  await backend.ask(
    "SELECT account_group_preferences.active_group_id FROM account_group_preferences WHERE account_group_preferences.user_id = $1",
    [user],
  );
}

async function visibleAccounts(backend: Backend, user: string): Promise<string[]> {
  const rows = await backend.ask(
    `SELECT accounts.id, accounts.account_id, accounts.name, accounts.type, accounts.balance FROM accounts
     WHERE accounts.user_id = $1 AND accounts.is_hidden IS false ORDER BY accounts.name`,
    [user],
  );
  return rows.map((row) => String(row.account_id));
}

/** The accounts, and then the newest balance of each by itself. */
const dashboard: Request = {
  weight: 16,
  async run(backend, random) {
    const user = userId(random.below(USERS));
    await preferences(backend, user);
    for (const account of await visibleAccounts(backend, user)) {
      await backend.ask(
        "SELECT account_history.balance, account_history.date FROM account_history WHERE account_history.account_id = $1 ORDER BY account_history.date DESC LIMIT 1",
        [account],
      );
    }
    await backend.ask(
      `SELECT recurring_transactions.description, recurring_transactions.amount, recurring_transactions.next_due_date FROM recurring_transactions
       WHERE recurring_transactions.user_id = $1 AND recurring_transactions.next_due_date <= $2 ORDER BY recurring_transactions.next_due_date`,
      [user, "2026-04-07"],
    );
  },
};

const accountTransactions: Request = {
  weight: 22,
  async run(backend, random) {
    const n = random.below(ACCOUNTS);
    const page = random.pick([0, 0, 0, 0, 1, 1, 2, 3]);
    await preferences(backend, userId(n % USERS));
    const where = "FROM transactions WHERE transactions.account_id = $1";
    await backend.ask(
      `SELECT ${COLUMNS} ${where} ORDER BY transactions.date DESC LIMIT 25 OFFSET $2${tag("/api/accounts/<id>/transactions")}`,
      [accountId(n), page * 25],
    );
    await backend.ask(`SELECT count(*) AS count_1 ${where}`, [accountId(n)]);
  },
};

const userTransactions: Request = {
  weight: 18,
  async run(backend, random) {
    const user = userId(random.below(USERS));
    await preferences(backend, user);
    await backend.ask(
      `SELECT ${COLUMNS} FROM transactions WHERE transactions.user_id = $1 ORDER BY transactions.date DESC LIMIT 50${tag("/api/transactions")}`,
      [user],
    );
  },
};

const categoryTransactions: Request = {
  weight: 10,
  async run(backend, random) {
    await backend.ask(
      `SELECT ${COLUMNS} FROM transactions
       WHERE transactions.category_id = $1 AND transactions.date >= $2 ORDER BY transactions.date`,
      [random.below(CATEGORIES) + 1, daysAgo(random.pick([30, 90, 365]))],
    );
  },
};

/** Spending of one day and of one month: the column is a timestamp, the question is about days. */
const spending: Request = {
  weight: 8,
  async run(backend, random) {
    const user = userId(random.below(USERS));
    await backend.ask(
      `SELECT date(transactions.date) AS day, sum(transactions.amount) AS spent FROM transactions
       WHERE transactions.user_id = $1 AND date(transactions.date) BETWEEN $2 AND $3 AND transactions.is_internal IS NOT true
       GROUP BY date(transactions.date) ORDER BY date(transactions.date)`,
      [user, daysAgo(60), daysAgo(30)],
    );
    await backend.ask(
      `SELECT transactions.category_id, sum(transactions.amount) AS spent FROM transactions
       WHERE transactions.user_id = $1 AND transactions.date >= CAST($2 AS DATE) AND transactions.pending IS false GROUP BY transactions.category_id`,
      [user, daysAgo(30)],
    );
  },
};

const balanceOnDay: Request = {
  weight: 6,
  async run(backend, random) {
    await backend.ask(
      `SELECT account_history.account_id, account_history.balance FROM account_history
       WHERE account_history.user_id = $1 AND CAST(account_history.date AS DATE) = $2`,
      [userId(random.below(USERS)), daysAgo(random.below(90) + 1)],
    );
  },
};

/** The balance after each transaction, added up anew whenever somebody looks. */
const runningBalance: Request = {
  weight: 6,
  async run(backend, random) {
    await backend.ask(
      `SELECT transactions.date, transactions.amount,
              sum(transactions.amount) OVER (PARTITION BY transactions.account_id ORDER BY transactions.date, transactions.id) AS balance
       FROM transactions WHERE transactions.account_id = $1 ORDER BY transactions.date`,
      [accountId(random.below(ACCOUNTS))],
    );
  },
};

const budgets: Request = {
  weight: 6,
  async run(backend, random) {
    const user = userId(random.below(USERS));
    const rows = await backend.ask(
      "SELECT budgets.id, budgets.category_id, budgets.monthly_limit FROM budgets WHERE budgets.user_id = $1 AND budgets.period_start = $2",
      [user, "2026-03-01"],
    );
    for (const { category_id } of rows) {
      await backend.ask(
        `SELECT sum(transactions.amount) AS sum_1 FROM transactions
         WHERE transactions.user_id = $1 AND transactions.category_id = $2 AND transactions.date >= $3`,
        [user, Number(category_id), "2026-03-01"],
      );
    }
  },
};

const search: Request = {
  weight: 5,
  async run(backend, random) {
    const user = userId(random.below(USERS));
    await backend.ask(
      `SELECT ${COLUMNS} FROM transactions WHERE transactions.user_id = $1 AND lower(transactions.merchant_name) LIKE lower($2)
       ORDER BY transactions.date DESC LIMIT 20`,
      [user, `%${random.pick(["coffee", "cinema", "fuel"])}%`],
    );
  },
};

/** Questions about the provider's payload, which is kept as json. */
const payloads: Request = {
  weight: 8,
  async run(backend, random) {
    await backend.ask(
      `SELECT plaid_transaction_meta.transaction_id, plaid_transaction_meta.merchant_name FROM plaid_transaction_meta
       WHERE (plaid_transaction_meta.location ->> 'city') = $1 LIMIT 100`,
      [`City ${random.below(200)}`],
    );
    await backend.ask(
      `SELECT transactions.id, transactions.amount FROM transactions
       WHERE (transactions.personal_finance_category ->> 'primary') = $1 AND transactions.user_id = $2`,
      [random.pick(["TRAVEL", "FOOD_AND_DRINK"]), userId(random.below(USERS))],
    );
    await backend.ask(
      "SELECT count(*) AS count_1 FROM plaid_transaction_meta WHERE CAST(plaid_transaction_meta.raw AS JSONB) @> CAST($1 AS JSONB)",
      [JSON.stringify({ transaction_id: transactionId(random.below(TRANSACTIONS)) })],
    );
  },
};

const editTransaction: Request = {
  weight: 6,
  async run(backend, random) {
    const id = random.below(TRANSACTIONS) + 1;
    await backend.ask(`SELECT ${COLUMNS} FROM transactions WHERE transactions.id = $1`, [id]);
    await backend.ask("UPDATE transactions SET category_id=$1, user_modified=$2, updated_at=$3 WHERE transactions.id = $4", [
      random.below(CATEGORIES) + 1,
      true,
      `${daysAgo(0)} 12:00:00`,
      id,
    ]);
  },
};

export const API_REQUESTS: readonly Request[] = [
  dashboard,
  accountTransactions,
  userTransactions,
  categoryTransactions,
  spending,
  balanceOnDay,
  runningBalance,
  budgets,
  search,
  payloads,
  editTransaction,
];
