import type { Request } from "./api-requests.ts";
import {
  ACCOUNTS,
  accountId,
  CATEGORIES,
  daysAgo,
  INVESTMENT_ACCOUNTS,
  INVESTMENT_TRANSACTIONS,
  ITEMS,
  investmentTransactionId,
  itemId,
  SECURITIES,
  securityId,
  TRANSACTIONS,
  transactionId,
  USERS,
  userId,
} from "./size.ts";

/** A provider says that there is something new: look for each transaction, and write it when it is not there. */
const syncTransactions: Request = {
  weight: 10,
  async run(backend, random) {
    const n = random.below(ACCOUNTS);
    const at = `${daysAgo(0)} 12:00:00`;
    await backend.ask(
      `SELECT plaid_accounts.account_id, plaid_items.user_id FROM plaid_accounts JOIN plaid_items ON plaid_items.item_id = plaid_accounts.item_id
       WHERE plaid_items.item_id = $1 AND plaid_accounts.is_active IS true`,
      [itemId(n % ITEMS)],
    );
    for (let k = 0; k < 5; k += 1) {
      const id = transactionId(random.below(TRANSACTIONS) + (random.below(3) === 0 ? 0 : TRANSACTIONS));
      const known = await backend.ask("SELECT transactions.id FROM transactions WHERE transactions.transaction_id = $1", [id]);
      if (known.length > 0) {
        await backend.ask("UPDATE transactions SET pending=$1, updated_at=$2 WHERE transactions.transaction_id = $3", [false, at, id]);
      } else {
        await backend.ask(
          `INSERT INTO transactions (transaction_id, user_id, account_id, amount, date, description, provider, pending, category_id, is_internal, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
          [id, userId(n % USERS), accountId(n), -12.5, at, "Purchase", "plaid", true, random.below(CATEGORIES) + 1, false, at],
        );
      }
    }
    await backend.ask(
      `INSERT INTO account_history (account_id, user_id, date, balance, is_hidden, created_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (account_id, date) DO UPDATE SET balance = excluded.balance`,
      [accountId(n), userId(n % USERS), `${daysAgo(0)} 00:00:00`, random.below(90_000) / 100, false, at],
    );
    await backend.ask("UPDATE accounts SET balance=$1, last_refreshed=$2, updated_at=$2 WHERE accounts.account_id = $3", [
      random.below(90_000) / 100,
      at,
      accountId(n),
    ]);
  },
};

/** The same for investments, whose tables have nothing unique to look for. */
const syncInvestments: Request = {
  weight: 6,
  async run(backend, random) {
    const account = accountId(random.below(INVESTMENT_ACCOUNTS));
    const at = `${daysAgo(0)} 12:00:00`;
    for (let k = 0; k < 4; k += 1) {
      const security = securityId(random.below(SECURITIES));
      await backend.ask(
        `INSERT INTO securities (security_id, name, institution_price, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (security_id) DO UPDATE SET institution_price = excluded.institution_price`,
        [security, `Example ${security}`, random.below(90_000) / 100, at],
      );
      const held = await backend.ask(
        "SELECT investment_holdings.id FROM investment_holdings WHERE investment_holdings.account_id = $1 AND investment_holdings.security_id = $2",
        [account, security],
      );
      if (held.length > 0) {
        await backend.ask("UPDATE investment_holdings SET quantity=$1, updated_at=$2 WHERE investment_holdings.id = $3", [
          4,
          at,
          Number(held[0]?.id),
        ]);
      } else {
        await backend.ask(
          "INSERT INTO investment_holdings (account_id, security_id, quantity, as_of, created_at) VALUES ($1, $2, $3, $4, $5)",
          [account, security, 4, at, at],
        );
      }
      const id = investmentTransactionId(random.below(INVESTMENT_TRANSACTIONS * 2));
      const known = await backend.ask(
        "SELECT investment_transactions.id FROM investment_transactions WHERE investment_transactions.investment_transaction_id = $1",
        [id],
      );
      if (known.length > 0) continue;
      await backend.ask(
        `INSERT INTO investment_transactions (investment_transaction_id, account_id, security_id, date, amount, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [id, account, security, at, 50, at],
      );
    }
  },
};

/** Transfers between accounts of one user are few; they are looked for again and again. */
const matchTransfers: Request = {
  weight: 6,
  async run(backend, random) {
    await backend.ask(
      `SELECT transactions.id, transactions.account_id, transactions.amount FROM transactions
       WHERE transactions.is_internal IS true AND transactions.date >= $1 ORDER BY transactions.date DESC`,
      [daysAgo(random.below(20) + 5)],
    );
  },
};

const webhook: Request = {
  weight: 8,
  async run(backend, random) {
    const item = itemId(random.below(ITEMS));
    await backend.ask(
      "INSERT INTO plaid_webhook_logs (event_type, webhook_type, webhook_code, item_id, payload, received_at) VALUES ($1, $2, $3, $4, $5, $6)",
      ["webhook", "TRANSACTIONS", "DEFAULT_UPDATE", item, JSON.stringify({ webhook_code: "DEFAULT_UPDATE" }), `${daysAgo(0)} 12:00:00`],
    );
    await backend.ask(
      `SELECT plaid_webhook_logs.id, plaid_webhook_logs.received_at FROM plaid_webhook_logs
       WHERE (plaid_webhook_logs.payload ->> 'webhook_code') = $1 AND plaid_webhook_logs.received_at > $2 ORDER BY plaid_webhook_logs.received_at DESC LIMIT 50`,
      ["ITEM_ERROR", daysAgo(3)],
    );
  },
};

/** An export reads page after page, and counts its way to each of them. */
const exportPages: Request = {
  weight: 3,
  async run(backend, random) {
    const from = random.below(30) * 5_000;
    for (let page = 0; page < 4; page += 1) {
      await backend.ask(
        `SELECT transactions.id, transactions.date, transactions.amount FROM transactions
         ORDER BY transactions.date DESC, transactions.id DESC LIMIT $1 OFFSET $2`,
        [500, from + page * 500],
      );
    }
  },
};

const groups: Request = {
  weight: 3,
  async run(backend, random) {
    const [group] = await backend.ask(
      "SELECT account_groups.id FROM account_groups WHERE account_groups.user_id = $1 ORDER BY account_groups.position",
      [userId(random.below(USERS))],
    );
    const account = accountId(random.below(ACCOUNTS));
    const member = await backend.ask(
      "SELECT account_group_memberships.position FROM account_group_memberships WHERE account_group_memberships.group_id = $1 AND account_group_memberships.account_id = $2",
      [String(group?.id), account],
    );
    if (member.length > 0) return;
    await backend.ask("INSERT INTO account_group_memberships (group_id, account_id, position) VALUES ($1, $2, $3)", [
      String(group?.id),
      account,
      9,
    ]);
  },
};

const bills: Request = {
  weight: 3,
  async run(backend, random) {
    await backend.ask(
      `SELECT planned_bills.name, planned_bills.amount, planned_bills.due_date FROM planned_bills
       JOIN planning_scenarios ON planning_scenarios.id = planned_bills.scenario_id
       WHERE planning_scenarios.user_id = $1 AND planning_scenarios.is_active IS true ORDER BY planned_bills.due_date`,
      [userId(random.below(USERS))],
    );
  },
};

export const JOBS: readonly Request[] = [syncTransactions, syncInvestments, matchTransfers, webhook, exportPages, groups, bills];
