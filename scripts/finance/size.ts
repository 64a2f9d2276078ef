/** How much there is of everything; the requests name rows by these numbers. */
export const USERS = 150;
export const ACCOUNTS = 1_200;
/** Accounts that hold securities come first. */
export const INVESTMENT_ACCOUNTS = 300;
export const SECURITIES = 400;
export const TRANSACTIONS = 240_000;
/** Every fourth transaction came from Plaid and has its payload. */
export const META_EVERY = 4;
export const HISTORY_DAYS = 180;
export const INVESTMENT_TRANSACTIONS = 12_000;
export const WEBHOOKS = 20_000;
export const CATEGORIES = 40;
export const ITEMS = 300;
export const GROUPS = 150;

/** The day on which the application runs, and how far back its data goes. */
export const TODAY = "2026-03-31";
export const DAYS = 730;

export const userId = (n: number) => `usr_${pad(n, 6)}`;
export const accountId = (n: number) => `acc_${pad(n, 6)}`;
export const transactionId = (n: number) => `txn_${pad(n, 8)}`;
export const securityId = (n: number) => `sec_${pad(n, 6)}`;
export const investmentTransactionId = (n: number) => `ivt_${pad(n, 8)}`;
export const itemId = (n: number) => `item_${pad(n, 6)}`;

function pad(n: number, digits: number): string {
  return String(n).padStart(digits, "0");
}

/** A day so many days before today, as `2026-03-31`. */
export function daysAgo(days: number): string {
  return new Date(Date.parse(`${TODAY}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
