// Written by npm run generate, from the first cases of fixtures/rules.
export interface RuleExample {
  readonly bad: string | null;
  readonly good: { readonly sql: string; readonly because: string | null } | null;
}

export const examples: Readonly<Record<string, RuleExample>> = {
  "foreign-key-without-index": {
    bad: "CREATE TABLE customers (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers ON DELETE SET NULL, note text);",
    good: {
      sql: "CREATE TABLE parents (a bigint, b bigint, id bigint UNIQUE, PRIMARY KEY (a, b));\nCREATE TABLE swapped (id bigint PRIMARY KEY, a bigint, b bigint, FOREIGN KEY (a, b) REFERENCES parents ON DELETE CASCADE);\nCREATE INDEX ON swapped (b DESC NULLS LAST, a);\nCREATE TABLE longer (id bigint PRIMARY KEY, a bigint, b bigint, c bigint, FOREIGN KEY (a, b) REFERENCES parents ON DELETE CASCADE);\nCREATE INDEX ON longer (b, a, c);\nCREATE TABLE one_each (id bigint PRIMARY KEY, parent_id bigint UNIQUE REFERENCES parents (id) ON DELETE CASCADE);\nCREATE TABLE extension (parent_id bigint PRIMARY KEY REFERENCES parents (id) ON DELETE CASCADE);\nCREATE TABLE first_of_key (parent_id bigint REFERENCES parents (id) ON DELETE CASCADE, number integer, PRIMARY KEY (parent_id, number));",
      because: "the key's columns are the first keys of a valid B-tree, in whatever order and direction",
    },
  },
  "redundant-index": {
    bad: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b bigint);\nCREATE INDEX ON t (a);\nCREATE INDEX ON t (a, b);\nCOMMENT ON INDEX t_a_idx IS 'by hand';",
    good: {
      sql: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b bigint);\nCREATE UNIQUE INDEX ON t (a);\nCREATE INDEX ON t (a, b);\nCREATE UNIQUE INDEX ON t (a, id, b);",
      because: "a longer key, unique or not, lets duplicates of the shorter one pass",
    },
  },
  "foreign-key-without-on-delete": {
    bad: "CREATE TABLE people (id bigint PRIMARY KEY);\nCREATE TABLE tasks (id bigint PRIMARY KEY, assignee_id bigint REFERENCES people ON UPDATE CASCADE);\nCREATE INDEX ON tasks (assignee_id);\nCOMMENT ON CONSTRAINT tasks_assignee_id_fkey ON tasks IS 'who''s on it';",
    good: {
      sql: "CREATE TABLE parents (id bigint PRIMARY KEY);\nCREATE TABLE children (\n  id bigint PRIMARY KEY,\n  a bigint REFERENCES parents ON DELETE CASCADE,\n  b bigint REFERENCES parents ON DELETE SET NULL,\n  c bigint REFERENCES parents ON DELETE RESTRICT,\n  d bigint DEFAULT 0 REFERENCES parents ON DELETE SET DEFAULT\n);",
      because: "each of them says what deleting the referenced row does",
    },
  },
  "missing-primary-key": {
    bad: "CREATE TABLE readings (sensor text, value double precision, at timestamptz);\nGRANT INSERT, SELECT ON readings TO PUBLIC;",
    good: {
      sql: "CREATE TABLE schema_migrations (version text NOT NULL);\nCREATE TEMPORARY TABLE work (a integer);\nCREATE FOREIGN DATA WRAPPER nowhere;\nCREATE SERVER elsewhere FOREIGN DATA WRAPPER nowhere;\nCREATE FOREIGN TABLE remote (a integer) SERVER elsewhere;",
      because: "a migration tool's table is its own, a foreign table has no rows here, and a temporary one is nobody's design",
    },
  },
  "string-keyed-foreign-key": {
    bad: "CREATE TABLE accounts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id text NOT NULL UNIQUE);\nCREATE TABLE transactions (\n  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n  account_id text NOT NULL REFERENCES accounts (account_id),\n  amount numeric(12, 2)\n);\nCREATE INDEX ON transactions (account_id);",
    good: {
      sql: "CREATE TABLE currencies (code char(3) PRIMARY KEY);\nCREATE TABLE kinds (id bigint PRIMARY KEY, code varchar(8) NOT NULL UNIQUE);\nCREATE TABLE countries (id bigint PRIMARY KEY, country_code text NOT NULL UNIQUE);\nCREATE TABLE prices (\n  id bigint PRIMARY KEY,\n  currency char(3) REFERENCES currencies ON DELETE RESTRICT,\n  kind varchar(8) REFERENCES kinds (code) ON DELETE RESTRICT,\n  country text REFERENCES countries (country_code) ON DELETE RESTRICT\n);",
      because: "a text that is the primary key, a short code and a standard one are fine references",
    },
  },
  "float-money": {
    bad: "create table accounts (\n  id bigint generated always as identity primary key,\n  name text not null,\n  balance double precision not null default 0,\n  constraint balance_in_range check (balance > -1000000000000)\n);\ncreate table transactions (\n  id bigint generated always as identity primary key,\n  amount double precision,\n  pending boolean not null default false\n);\ncomment on column accounts.balance is 'As the bank''s last statement said.';\ncreate index accounts_balance_idx on accounts (balance desc nulls last) where balance > 0;",
    good: {
      sql: "create table holdings (\n  id bigint primary key,\n  quantity double precision,\n  exchange_rate double precision,\n  interest_rate real,\n  tax_rate double precision,\n  discount_percent real,\n  price_elasticity double precision,\n  cost_index double precision,\n  total_seconds double precision,\n  total_count double precision,\n  balance_factor real,\n  profit_margin real,\n  latitude double precision,\n  net_weight double precision,\n  cost_basis numeric(19, 4)\n);",
      because: "none of these is added up as money, although the tables hold money elsewhere",
    },
  },
  "money-type": {
    bad: "create table tickets (\n  id bigint generated always as identity primary key,\n  seat text not null,\n  price money not null default 25\n);\ncreate index tickets_price_idx on tickets (price);",
    good: {
      sql: "create table tickets (id bigint primary key, price numeric(19, 4) not null, fee_cents integer not null);",
      because: "their decimals do not follow the session's lc_monetary",
    },
  },
  "plaintext-secret": {
    bad: "create table plaid_items (\n  id bigint generated always as identity primary key,\n  item_id text not null unique,\n  access_token text not null,\n  created_at timestamptz not null default now()\n);\ncreate table teller_accounts (\n  id bigint generated always as identity primary key,\n  enrollment text not null,\n  access_token text unique\n);",
    good: {
      sql: "create table accounts (id bigint primary key, email text, password_hash text, encrypted_password text, reset_token_digest bytea);\ncreate table robots (id bigint primary key, secret text, salt text);\ncreate table links (id bigint primary key, access_token bytea, key_id text, nonce bytea);\ncreate table invites (id bigint primary key, token text check (token ~ '^[0-9a-f]{64}$'));",
      because: "the names, the neighbours or a CHECK say that the value is protected",
    },
  },
  "naive-timestamp": {
    bad: "create table orders (\n  id bigint generated always as identity primary key,\n  note text,\n  created_at timestamp not null default now(),\n  updated_at timestamp(3) default (now() at time zone 'utc'),\n  valid_from timestamp default '2020-01-01 00:00:00',\n  shipped_on date,\n  paid_at timestamptz\n);",
    good: {
      sql: "create table flights (\n  id bigint primary key,\n  created_at timestamptz not null,\n  flight_date date not null,\n  departure_local timestamp not null,\n  arrival_wall_clock timestamp not null\n);",
      because: "a timestamptz is a moment, a date is a day, and the others say that they are local",
    },
  },
};
