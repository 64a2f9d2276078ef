import { setTimeout as pause } from "node:timers/promises";
import { type Backend, inTransaction } from "./backend.ts";
import { accountId, daysAgo, transactionId } from "./size.ts";

/** What goes wrong on an ordinary day: a second import, a typo, a report without an end, and two jobs in each other's way. */
export async function mishaps(one: Backend, other: Backend): Promise<void> {
  for (const n of [10, 11, 12]) {
    await inTransaction(one, async () => {
      await one.ask("INSERT INTO transactions (transaction_id, account_id, amount, date) VALUES ($1, $2, $3, $4)", [
        transactionId(n),
        accountId(n),
        -5,
        daysAgo(0),
      ]);
    });
  }
  await inTransaction(
    one,
    async () => void (await one.ask("SELECT transactions.merchant FROM transactions WHERE transactions.id = $1", [7])),
  );
  await inTransaction(one, async () => {
    await one.ask("SET LOCAL statement_timeout = '150ms'");
    await one.ask(
      `SELECT a.user_id, count(*) AS pairs FROM transactions AS a JOIN transactions AS b ON a.amount = -b.amount AND a.date < b.date GROUP BY a.user_id`,
    );
  });
  // The log of a server that was never asked for everything is the shortest of all.
  for (const n of [1, 2]) await one.ask("SELECT transactions.id, transactions.amount, transactions.date FROM transactions", [n]);
  const touch = (backend: Backend, n: number) =>
    backend.ask("UPDATE accounts SET updated_at=$1 WHERE accounts.account_id = $2", [`${daysAgo(0)} 12:00:00`, accountId(n)]);
  await Promise.all([
    inTransaction(one, async () => {
      await touch(one, 1);
      await pause(300);
      await touch(one, 2);
    }),
    inTransaction(other, async () => {
      await touch(other, 2);
      await pause(300);
      await touch(other, 1);
    }),
  ]);
}
