import { closeSync, existsSync, openSync, renameSync, writeSync } from "node:fs";

export type LogKind = "stderr" | "csv" | "json";

/** As the stderr log is written below. */
export const PREFIX = "%m [%p] %q%u@%d %a ";

/** Statements as applications send them: `#` is a number and `@` a word, which differ from call to call. */
const SIMPLE = [
  "SELECT accounts.id, accounts.user_id, accounts.name, accounts.balance, accounts.created_at FROM accounts WHERE accounts.id = # LIMIT 1",
  `SELECT "users".* FROM "users" WHERE "users"."email" = '@@example.org' AND "users"."deleted_at" IS NULL LIMIT 1`,
  "UPDATE accounts SET balance = balance - #, updated_at = now() WHERE id = #",
  "INSERT INTO entries (account_id, amount, currency, memo, created_at) VALUES (#, #.25, 'EUR', '@ @ @', '2026-03-#T10:00:00Z') RETURNING id",
  "SELECT o.id, o.state, o.total, i.product_id, i.quantity\nFROM orders o\n  JOIN order_items i ON i.order_id = o.id\nWHERE o.customer_id = #\n  AND o.state IN ('@', '@', '@')\nORDER BY o.created_at DESC\nLIMIT 50",
  'SELECT count(*) FROM events WHERE payload @> \'{"kind": "@", "n": #}\' AND at >= now() - interval \'# days\'',
  "BEGIN",
  "COMMIT",
];
const EXTENDED = [
  ["SELECT id, name, price, stock FROM products WHERE id = $1", "$1 = '#'"],
  [
    "INSERT INTO audit_log (actor, action, subject, at, detail) VALUES ($1, $2, $3, $4, $5)",
    "$1 = '#', $2 = '@', $3 = '#', $4 = '2026-03-04 10:11:12.345+00', $5 = '{\"@\": \"@\"}'",
  ],
  [
    "SELECT s.id, s.token, s.expires_at, u.id AS user_id, u.email FROM sessions AS s LEFT OUTER JOIN users AS u ON u.id = s.user_id WHERE s.token = $1 AND s.expires_at > $2",
    "$1 = '@@@', $2 = '2026-03-04 10:11:12+00'",
  ],
  [
    "UPDATE carts SET items = $1, total = $2 WHERE id = $3 AND version = $4",
    "$1 = '[{\"id\": #, \"n\": #}]', $2 = '#.99', $3 = '#', $4 = '#'",
  ],
] as const;

/** Writes a log of at least `bytes` as a busy server would, the same one each time. An existing file is kept. */
export function writeLog(path: string, kind: LogKind, bytes: number): void {
  if (existsSync(path)) return;
  const file = openSync(`${path}.part`, "w");
  const random = randomNumbers(42);
  let written = 0;
  let time = Date.UTC(2026, 2, 4, 10, 11, 12);
  for (let line = 1; written < bytes; ) {
    let text = "";
    for (let count = 0; count < 5000; count += 1) {
      time += random() % 3;
      const process = 4000 + (random() % 40);
      const duration = `${random() % 40}.${String(random() % 1000).padStart(3, "0")}`;
      const log = (message: string, detail?: string) => {
        text += RECORDS[kind]({ time: new Date(time), process, line, message, detail });
        line += 1;
      };
      if (random() % 3 > 0) log(`duration: ${duration} ms  statement: ${filled(SIMPLE[random() % SIMPLE.length] as string, random)}`);
      else {
        const [sql, parameters] = EXTENDED[random() % EXTENDED.length] as (typeof EXTENDED)[number];
        const detail = `parameters: ${filled(parameters, random)}`;
        log(`duration: 0.0${10 + (random() % 90)} ms  bind <unnamed>: ${sql}`, detail);
        log(`duration: ${duration} ms  execute <unnamed>: ${sql}`, detail);
      }
    }
    written += writeSync(file, text);
  }
  closeSync(file);
  renameSync(`${path}.part`, path);
}

interface Record {
  readonly time: Date;
  readonly process: number;
  readonly line: number;
  readonly message: string;
  readonly detail: string | undefined;
}

const RECORDS: { readonly [kind in LogKind]: (record: Record) => string } = {
  stderr: ({ time, process, message, detail }) => {
    const prefix = `${stamp(time)} [${process}] shop_api@shop_prod gunicorn worker `;
    const record = `${prefix}LOG:  ${message.replaceAll("\n", "\n\t")}\n`;
    return detail === undefined ? record : `${record}${prefix}DETAIL:  ${detail}\n`;
  },
  csv: ({ time, process, line, message, detail }) =>
    `${stamp(time)},"shop_api","shop_prod",${process},"10.1.2.3:51234",69a7f0f0.${process.toString(16)},${line},"SELECT",2026-03-04 10:00:00 UTC,12/${line},0,LOG,00000,${quoted(message)},${detail === undefined ? "" : quoted(detail)},,,,,,,,"gunicorn worker","client backend",,-5183962418377126981\n`,
  json: ({ time, process, line, message, detail }) =>
    `${JSON.stringify({
      timestamp: stamp(time),
      user: "shop_api",
      dbname: "shop_prod",
      pid: process,
      remote_host: "10.1.2.3",
      remote_port: 51234,
      session_id: `69a7f0f0.${process.toString(16)}`,
      line_num: line,
      ps: "SELECT",
      session_start: "2026-03-04 10:00:00 UTC",
      vxid: `12/${line}`,
      txid: 0,
      error_severity: "LOG",
      message,
      detail,
      application_name: "gunicorn worker",
      backend_type: "client backend",
      query_id: 5183962418377126,
    })}\n`,
};

function stamp(time: Date): string {
  return `${time.toISOString().replace("T", " ").replace("Z", "")} UTC`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function filled(template: string, random: () => number): string {
  return template.replace(/#|@(?!>)/g, (sign) => (sign === "#" ? String(random() % 100_000) : (WORDS[random() % WORDS.length] as string)));
}

const WORDS = ["alder", "birch", "cedar", "elm", "fir", "hazel", "juniper", "larch", "maple", "oak", "pine", "rowan", "spruce", "willow"];

/** Not random at all: the same numbers each time, on every machine. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}
