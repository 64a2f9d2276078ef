// Written by npm run generate, from the first cases of fixtures/rules.
export interface RuleExample {
  readonly bad: string | null;
  readonly good: { readonly sql: string; readonly because: string | null } | null;
}

export const examples: Readonly<Record<string, RuleExample>> = {
  "expired-suppression": {
    bad: "CREATE TABLE account (id bigint PRIMARY KEY, balance double precision NOT NULL);\nCOMMENT ON COLUMN account.balance IS '@pgassay-ignore float-money until 2001-01-31: the ledger moves in January';",
    good: {
      sql: "CREATE TABLE account (id bigint PRIMARY KEY, balance double precision NOT NULL);\nCOMMENT ON COLUMN account.balance IS '@pgassay-ignore float-money until 2999-01-31: the ledger moves in January';",
      because: "it still holds",
    },
  },
  "stale-baseline": {
    bad: "CREATE TABLE account (id bigint PRIMARY KEY, balance numeric(19,4) NOT NULL);",
    good: { sql: "CREATE TABLE account (id bigint PRIMARY KEY, balance numeric(19,4) NOT NULL);", because: "nothing was accepted before" },
  },
  "unused-suppression": {
    bad: "CREATE TABLE account (id bigint PRIMARY KEY, balance numeric(12,2) NOT NULL);\nCOMMENT ON TABLE account IS 'Money that people hold. @pgassay-ignore float-money: kept until the ledger moves';",
    good: {
      sql: "CREATE TABLE account (id bigint PRIMARY KEY);\nCOMMENT ON TABLE account IS 'See the notes on pgassay-ignore in the handbook';",
      because: "a note begins with @pgassay-ignore",
    },
  },
  "foreign-key-without-index": {
    bad: "CREATE TABLE customers (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers ON DELETE SET NULL, note text);",
    good: {
      sql: "CREATE TABLE parents (a bigint, b bigint, id bigint UNIQUE, PRIMARY KEY (a, b));\nCREATE TABLE swapped (id bigint PRIMARY KEY, a bigint, b bigint, FOREIGN KEY (a, b) REFERENCES parents ON DELETE CASCADE);\nCREATE INDEX ON swapped (b DESC NULLS LAST, a);\nCREATE TABLE longer (id bigint PRIMARY KEY, a bigint, b bigint, c bigint, FOREIGN KEY (a, b) REFERENCES parents ON DELETE CASCADE);\nCREATE INDEX ON longer (b, a, c);\nCREATE TABLE one_each (id bigint PRIMARY KEY, parent_id bigint UNIQUE REFERENCES parents (id) ON DELETE CASCADE);\nCREATE TABLE extension (parent_id bigint PRIMARY KEY REFERENCES parents (id) ON DELETE CASCADE);\nCREATE TABLE first_of_key (parent_id bigint REFERENCES parents (id) ON DELETE CASCADE, number integer, PRIMARY KEY (parent_id, number));",
      because: "the key's columns are the first keys of a valid B-tree, in whatever order and direction",
    },
  },
  "invalid-index": {
    bad: "CREATE TABLE orders (id bigint PRIMARY KEY, placed_on date);\nCREATE INDEX ON orders (placed_on);\nCOMMENT ON INDEX orders_placed_on_idx IS 'for the list';\nUPDATE pg_index SET indisvalid = false WHERE indexrelid = 'orders_placed_on_idx'::regclass;",
    good: {
      sql: "CREATE TABLE events (id bigint, day date, kind text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);\nCREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');\nCREATE INDEX ON ONLY events (kind);",
      because: "it becomes valid when the last partition has its part",
    },
  },
  "json-filter-without-gin": {
    bad: "CREATE TABLE events (id bigint PRIMARY KEY, payload jsonb NOT NULL);\n\n-- the workload\n-- find calls=9000 ms=80000: SELECT id FROM events WHERE payload @> $1",
    good: {
      sql: "CREATE TABLE events (id bigint PRIMARY KEY, payload jsonb NOT NULL);\nCREATE INDEX ON events USING gin (payload jsonb_path_ops);\nCREATE INDEX ON events ((payload ->> 'kind'));\n\n-- the workload\n-- find calls=9000 ms=80000: SELECT id FROM events WHERE payload @> $1\n-- kind calls=9000 ms=80000: SELECT id FROM events WHERE payload ->> $1 = $2",
      because: "GIN holds what the documents contain, and the expression index what the path takes out",
    },
  },
  "missing-index-for-workload": {
    bad: "CREATE TABLE customers (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers ON DELETE RESTRICT, created_at timestamptz NOT NULL DEFAULT now());\nCREATE INDEX orders_customer ON orders (customer_id);\n\n-- the workload\n-- mine calls=40000 ms=200000 max=90: SELECT * FROM orders WHERE customer_id = $1 ORDER BY created_at DESC LIMIT $2\n-- count calls=2000 ms=9000: SELECT count(*) FROM orders WHERE customer_id = $1",
    good: {
      sql: "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, created_at timestamptz);\nCREATE INDEX orders_recent ON orders (customer_id, created_at DESC);\n\n-- the workload\n-- mine calls=40000 ms=200000: SELECT * FROM orders WHERE customer_id = $1 ORDER BY created_at DESC",
      because: "advice that was followed is no advice",
    },
  },
  "over-indexed-table": {
    bad: "CREATE TABLE orders (id bigint PRIMARY KEY, a text, b text, c text, d text, e text);\nCREATE INDEX ON orders (a);\nCREATE INDEX ON orders (b);\nCREATE INDEX ON orders (c);\nCREATE INDEX ON orders (d);\nCREATE INDEX ON orders (e);",
    good: {
      sql: "CREATE TABLE orders (id bigint PRIMARY KEY, a text UNIQUE, b text, c text, d text, e bigint REFERENCES orders ON DELETE SET NULL, f text);\nCREATE INDEX ON orders (b);\nCREATE INDEX ON orders (c);\nCREATE INDEX ON orders (d);\nCREATE INDEX ON orders (e);\nCREATE INDEX ON orders (f);",
      because: "constraints and foreign keys need theirs, unknown is not zero, and unused ones are reported one by one",
    },
  },
  "partial-index-candidate": {
    bad: "CREATE TABLE orders (id bigint PRIMARY KEY, refund_id bigint);\nCREATE INDEX orders_refund_id ON orders (refund_id);\n\n-- the workload\n-- refund calls=9000 ms=900: SELECT * FROM orders WHERE refund_id = $1",
    good: {
      sql: "CREATE TABLE a (id bigint PRIMARY KEY, x bigint);\nCREATE INDEX a_x ON a (x);\nCREATE TABLE b (id bigint PRIMARY KEY, y bigint, deleted_at timestamptz);\nCREATE INDEX b_y ON b (y);\nCREATE TABLE c (id bigint PRIMARY KEY, z bigint);\nCREATE INDEX c_z ON c (z);\n\n-- the workload\n-- one calls=9000 ms=900: SELECT * FROM a WHERE x = $1\n-- none calls=9000 ms=900: SELECT * FROM a WHERE x IS NULL\n-- live calls=9000 ms=900: SELECT * FROM b WHERE y = $1 AND deleted_at IS NULL\n-- all calls=9000 ms=900: SELECT * FROM b WHERE y = $1\n-- key calls=9000 ms=900: SELECT * FROM c WHERE z = $1\n-- list calls=9000 ms=900: SELECT * FROM c ORDER BY z LIMIT $1",
      because: "one statement asks for NULL, another leaves the condition out, and a third reads all in the order of the index",
    },
  },
  "redundant-index": {
    bad: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b bigint);\nCREATE INDEX ON t (a);\nCREATE INDEX ON t (a, b);\nCOMMENT ON INDEX t_a_idx IS 'by hand';",
    good: {
      sql: "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b bigint);\nCREATE UNIQUE INDEX ON t (a);\nCREATE INDEX ON t (a, b);\nCREATE UNIQUE INDEX ON t (a, id, b);",
      because: "a longer key, unique or not, lets duplicates of the shorter one pass",
    },
  },
  "unused-index": {
    bad: "CREATE TABLE orders (id bigint PRIMARY KEY, note text, at timestamptz);\nCREATE INDEX ON orders (note);\nCREATE INDEX ON orders (at);",
    good: {
      sql: "CREATE TABLE events (id bigint, note text, kind text, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);\nCREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');\nCREATE TABLE events_later PARTITION OF events DEFAULT;\nCREATE INDEX ON events (note);\nCREATE INDEX ON events (kind);",
      because: "unknown is not zero",
    },
  },
  "disabled-trigger": {
    bad: 'CREATE TABLE orders (id bigint PRIMARY KEY, changed_at timestamptz);\nCREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed_at := now(); RETURN NEW; END $$;\nCREATE TRIGGER "Touch; --" BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();\nCREATE TRIGGER touch_again BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION touch();\nCREATE TRIGGER others BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION touch();\nALTER TABLE orders DISABLE TRIGGER "Touch; --";\nALTER TABLE orders DISABLE TRIGGER touch_again;',
    good: {
      sql: "CREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;\nCREATE TRIGGER plain AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION pass();\nCREATE TRIGGER on_replicas AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION pass();\nCREATE TRIGGER everywhere AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION pass();\nALTER TABLE orders ENABLE REPLICA TRIGGER on_replicas;\nALTER TABLE orders ENABLE ALWAYS TRIGGER everywhere;",
      because: "a trigger for replicas only, or for everything, is not switched off",
    },
  },
  "missing-timestamps": {
    bad: "CREATE TABLE a (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now());\nCREATE TABLE b (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now());\nCREATE TABLE c (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now());\nCREATE TABLE d (id bigint PRIMARY KEY, note text);\nCREATE TABLE e (id bigint, day integer, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);\nCREATE TABLE e_all PARTITION OF e DEFAULT;",
    good: {
      sql: "CREATE TABLE a (id bigint PRIMARY KEY, created_at timestamptz);\nCREATE TABLE b (id bigint PRIMARY KEY, created_at timestamptz);\nCREATE TABLE c (id bigint PRIMARY KEY, created_at timestamptz);\nCREATE TABLE ab (a_id bigint NOT NULL REFERENCES a ON DELETE CASCADE, b_id bigint NOT NULL REFERENCES b ON DELETE CASCADE, PRIMARY KEY (a_id, b_id));\nCREATE TABLE events (id bigint PRIMARY KEY, happened_at timestamptz NOT NULL);\nCREATE SCHEMA half;\nCREATE TABLE half.a (id bigint PRIMARY KEY, created_at timestamptz);\nCREATE TABLE half.b (id bigint PRIMARY KEY, created_at timestamptz);\nCREATE TABLE half.c (id bigint PRIMARY KEY);\nCREATE TABLE half.d (id bigint PRIMARY KEY);\nCREATE SCHEMA few;\nCREATE TABLE few.a (id bigint PRIMARY KEY, created_at timestamptz);\nCREATE TABLE few.b (id bigint PRIMARY KEY);\nCREATE SCHEMA none;\nCREATE TABLE none.a (id bigint PRIMARY KEY);",
      because: "nothing is an exception there, and an event says when it happened",
    },
  },
  "nullable-but-never-null": {
    bad: "CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE, number bigint UNIQUE, status text, created_at timestamptz, note text);\nCREATE INDEX ON orders (user_id);",
    good: {
      sql: "CREATE TABLE few (id bigint PRIMARY KEY, status text);\nCREATE TABLE unknown (id bigint PRIMARY KEY, status text);\nCREATE TABLE other (id bigint PRIMARY KEY, status text);",
      because: "few rows, an unknown number of rows, an unknown share of NULLs",
    },
  },
  "table-without-relations": {
    bad: "CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);\nCREATE TABLE lonely (id bigint PRIMARY KEY);",
    good: {
      sql: "CREATE TABLE nodes (id bigint PRIMARY KEY, parent_id bigint REFERENCES nodes ON DELETE CASCADE);\nCREATE UNLOGGED TABLE cache (id bigint PRIMARY KEY);\nCREATE TABLE parts (id bigint, node_id bigint, PRIMARY KEY (id)) PARTITION BY RANGE (id);\nCREATE TABLE parts_all PARTITION OF parts (FOREIGN KEY (node_id) REFERENCES nodes ON DELETE CASCADE) DEFAULT;\nCREATE SCHEMA other;\nCREATE TABLE other.a (id bigint PRIMARY KEY);",
      because: "unlogged tables and partitions are not looked at, and a table that refers to itself is none",
    },
  },
  "case-sensitive-unique": {
    bad: "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE);\nCREATE INDEX ON users (lower(email));",
    good: {
      sql: "CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, login text UNIQUE CHECK (login = lower(login)));\nCREATE UNIQUE INDEX ON users (lower(email));\nCREATE INDEX ON users (lower(email), id);\nCREATE INDEX ON users (lower(login));",
      because: "one row at most has the address in any spelling",
    },
  },
  "cross-tenant-foreign-key": {
    bad: "CREATE TABLE tenants (id bigint PRIMARY KEY);\nCREATE TABLE projects (id bigint PRIMARY KEY, tenant_id bigint NOT NULL REFERENCES tenants ON DELETE CASCADE);\nCREATE TABLE tasks (\n  id bigint PRIMARY KEY, tenant_id bigint NOT NULL REFERENCES tenants ON DELETE CASCADE,\n  project_id bigint NOT NULL REFERENCES projects ON DELETE CASCADE, parent_id bigint REFERENCES tasks ON DELETE SET NULL\n);",
    good: {
      sql: "CREATE TABLE projects (id bigint PRIMARY KEY, org_id bigint NOT NULL, UNIQUE (org_id, id));\nCREATE TABLE tasks (\n  id bigint PRIMARY KEY, org_id bigint NOT NULL, project_id bigint NOT NULL,\n  FOREIGN KEY (org_id, project_id) REFERENCES projects (org_id, id) ON DELETE CASCADE,\n  FOREIGN KEY (project_id) REFERENCES projects ON DELETE CASCADE\n);",
      because: "this key, or another one along the same reference",
    },
  },
  "dangerous-cascade": {
    bad: "CREATE TABLE customers (id bigint PRIMARY KEY);\nCREATE TABLE payments (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers ON DELETE CASCADE, amount numeric(12, 2) NOT NULL);\nCREATE INDEX ON payments (customer_id);\nCOMMENT ON CONSTRAINT payments_customer_id_fkey ON payments IS 'who paid';",
    good: {
      sql: "CREATE TABLE orders (id bigint PRIMARY KEY, total_amount numeric(12, 2));\nCREATE TABLE order_lines (order_id bigint REFERENCES orders ON DELETE CASCADE, line integer, amount numeric(12, 2), PRIMARY KEY (order_id, line));\nCREATE TABLE charge_plans (id bigint PRIMARY KEY);\nCREATE TABLE charge_plan_runs (id bigint PRIMARY KEY, charge_plan_id bigint NOT NULL REFERENCES charge_plans ON DELETE CASCADE, amount numeric(12, 2));\nCREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE user_settings (user_id bigint PRIMARY KEY REFERENCES users ON DELETE CASCADE, theme text);\nCREATE TABLE balance_snapshots (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE, balance numeric(12, 2));",
      because: "lines are a part of their order, and who deletes the order means them; a snapshot is made again from other rows",
    },
  },
  "duplicate-foreign-key": {
    bad: "CREATE TABLE people (id bigint PRIMARY KEY);\nCREATE TABLE tasks (id bigint PRIMARY KEY, owner_id bigint REFERENCES people ON DELETE CASCADE);\nALTER TABLE tasks ADD FOREIGN KEY (owner_id) REFERENCES people ON DELETE CASCADE;\nCREATE INDEX ON tasks (owner_id);\nCOMMENT ON CONSTRAINT tasks_owner_id_fkey1 ON tasks IS 'once more';",
    good: {
      sql: "CREATE TABLE projects (tenant_id bigint, id bigint UNIQUE, PRIMARY KEY (tenant_id, id));\nCREATE TABLE tasks (\n  id bigint PRIMARY KEY,\n  tenant_id bigint,\n  project_id bigint REFERENCES projects (id),\n  FOREIGN KEY (tenant_id, project_id) REFERENCES projects\n);",
      because: "MATCH SIMPLE checks nothing in a row with one NULL, and the narrower key still does",
    },
  },
  "foreign-key-type-mismatch": {
    bad: "CREATE TABLE people (id bigint PRIMARY KEY);\nCREATE TABLE tasks (id bigint PRIMARY KEY, owner_id integer NOT NULL REFERENCES people ON DELETE RESTRICT, kind text);\nCREATE INDEX ON tasks (owner_id, kind);\nCOMMENT ON CONSTRAINT tasks_owner_id_fkey ON tasks IS 'who does it';",
    good: {
      sql: "CREATE TABLE people (id integer PRIMARY KEY);\nCREATE TABLE kinds (name varchar(10) PRIMARY KEY);\nCREATE TABLE tasks (id bigint PRIMARY KEY, owner_id bigint REFERENCES people ON DELETE CASCADE, kind text REFERENCES kinds ON DELETE CASCADE);",
      because: "it holds every key, and was perhaps widened first",
    },
  },
  "foreign-key-without-on-delete": {
    bad: "CREATE TABLE people (id bigint PRIMARY KEY);\nCREATE TABLE tasks (id bigint PRIMARY KEY, assignee_id bigint REFERENCES people ON UPDATE CASCADE);\nCREATE INDEX ON tasks (assignee_id);\nCOMMENT ON CONSTRAINT tasks_assignee_id_fkey ON tasks IS 'who''s on it';",
    good: {
      sql: "CREATE TABLE parents (id bigint PRIMARY KEY);\nCREATE TABLE children (\n  id bigint PRIMARY KEY,\n  a bigint REFERENCES parents ON DELETE CASCADE,\n  b bigint REFERENCES parents ON DELETE SET NULL,\n  c bigint REFERENCES parents ON DELETE RESTRICT,\n  d bigint DEFAULT 0 REFERENCES parents ON DELETE SET DEFAULT\n);",
      because: "each of them says what deleting the referenced row does",
    },
  },
  "inconsistent-on-delete": {
    bad: "CREATE TABLE people (id bigint PRIMARY KEY);\nCREATE TABLE tasks (id bigint PRIMARY KEY, owner_id bigint REFERENCES people ON DELETE SET NULL);\nCREATE TABLE meetings (id bigint PRIMARY KEY, chair_id bigint REFERENCES people ON DELETE SET NULL);\nCREATE TABLE rooms (id bigint PRIMARY KEY, keeper_id bigint REFERENCES people ON DELETE SET NULL);\nCREATE TABLE cars (id bigint PRIMARY KEY, driver_id bigint REFERENCES people ON DELETE CASCADE);",
    good: {
      sql: "CREATE TABLE people (id bigint PRIMARY KEY);\nCREATE TABLE tasks (id bigint PRIMARY KEY, owner_id bigint REFERENCES people ON DELETE SET NULL, author_id bigint NOT NULL REFERENCES people ON DELETE RESTRICT);\nCREATE TABLE meetings (id bigint PRIMARY KEY, chair_id bigint REFERENCES people ON DELETE SET NULL);\nCREATE TABLE rooms (id bigint PRIMARY KEY, keeper_id bigint REFERENCES people ON DELETE SET NULL);\nCREATE TABLE people_photos (id bigint PRIMARY KEY, person_id bigint NOT NULL REFERENCES people ON DELETE CASCADE);",
      because: "there is one answer for each kind of key",
    },
  },
  "integer-key-exhaustion": {
    bad: "CREATE TABLE orders (id serial PRIMARY KEY, parent_id integer, note text);\nALTER TABLE orders ADD FOREIGN KEY (parent_id) REFERENCES orders ON DELETE SET NULL;\nCREATE INDEX ON orders (parent_id);\nCREATE TABLE order_lines (id bigint PRIMARY KEY, order_id integer NOT NULL REFERENCES orders ON DELETE CASCADE);\nCREATE INDEX ON order_lines (order_id);\nCREATE VIEW order_ids AS SELECT id, note FROM orders;",
    good: {
      sql: "CREATE TABLE wide (id bigserial PRIMARY KEY, next_id bigint REFERENCES wide ON DELETE SET NULL);\nCREATE TABLE narrow (id serial PRIMARY KEY);",
      because: "at the pace of years, it takes as long again and longer",
    },
  },
  "missing-primary-key": {
    bad: "CREATE TABLE readings (sensor text, value double precision, at timestamptz);\nGRANT INSERT, SELECT ON readings TO PUBLIC;",
    good: {
      sql: "CREATE TABLE schema_migrations (version text NOT NULL);\nCREATE TEMPORARY TABLE work (a integer);\nCREATE FOREIGN DATA WRAPPER nowhere;\nCREATE SERVER elsewhere FOREIGN DATA WRAPPER nowhere;\nCREATE FOREIGN TABLE remote (a integer) SERVER elsewhere;",
      because: "a migration tool's table is its own, a foreign table has no rows here, and a temporary one is nobody's design",
    },
  },
  "missing-upsert-key": {
    bad: "CREATE TABLE transactions (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, transaction_id varchar(64) NOT NULL, note text);\nCREATE INDEX ON transactions (transaction_id);",
    good: {
      sql: "CREATE TABLE orders (id bigint PRIMARY KEY, external_id text NOT NULL UNIQUE);\nCREATE TABLE invoices (id bigint PRIMARY KEY, provider text NOT NULL, external_id text NOT NULL, UNIQUE (provider, external_id));\nCREATE TABLE refunds (id bigint PRIMARY KEY, external_id text, deleted_at timestamptz);\nCREATE UNIQUE INDEX ON refunds (external_id) WHERE deleted_at IS NULL;\nCREATE TABLE payouts (id bigint PRIMARY KEY, external_id text NOT NULL);\nCREATE UNIQUE INDEX ON payouts (lower(external_id));\nCREATE TABLE users (id bigint PRIMARY KEY, external_id text, name text NOT NULL UNIQUE);",
      because: "alone, within a provider, for the rows that have one, in small letters, or by something else",
    },
  },
  "natural-primary-key": {
    bad: "CREATE TABLE users (email text PRIMARY KEY);\nCREATE TABLE notes (id bigint PRIMARY KEY, user_email text REFERENCES users ON UPDATE CASCADE ON DELETE CASCADE);",
    good: {
      sql: "CREATE TABLE currencies (code char(3) PRIMARY KEY);\nCREATE TABLE kinds (name varchar(16) PRIMARY KEY);\nCREATE TABLE documents (id text PRIMARY KEY);\nCREATE TABLE pages (slug text PRIMARY KEY);\nCREATE TABLE pairs (name text, email text, PRIMARY KEY (name, email));\nCREATE TABLE numbers (name bigint PRIMARY KEY);\nCREATE TABLE uses (\n  id bigint PRIMARY KEY, currency char(3) REFERENCES currencies ON DELETE RESTRICT, kind varchar(16) REFERENCES kinds ON DELETE RESTRICT,\n  document_id text REFERENCES documents ON DELETE CASCADE, number bigint REFERENCES numbers ON DELETE CASCADE\n);",
      because: "they stay, or nobody repeats them",
    },
  },
  "nullable-unique": {
    bad: "CREATE TABLE folders (id bigint PRIMARY KEY, parent_id bigint REFERENCES folders ON DELETE CASCADE, name text NOT NULL, UNIQUE (parent_id, name));\nCOMMENT ON CONSTRAINT folders_parent_id_name_key ON folders IS 'one name in one place';\nCOMMENT ON INDEX folders_parent_id_name_key IS 'and its index';",
    good: {
      sql: "CREATE TABLE tenants (id bigint PRIMARY KEY);\nCREATE TABLE people (id bigint PRIMARY KEY, tenant_id bigint NOT NULL REFERENCES tenants, email text UNIQUE, external_id text, UNIQUE (tenant_id, external_id));",
      because: "a row without the value takes no part, and that is what NULL says",
    },
  },
  "phantom-foreign-key": {
    bad: "CREATE TABLE customers (id bigint PRIMARY KEY, name text);\nCREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL, note text);",
    good: {
      sql: "CREATE TABLE tenants (id bigint PRIMARY KEY);\nCREATE TABLE projects (tenant_id bigint REFERENCES tenants ON DELETE CASCADE, id bigint, PRIMARY KEY (tenant_id, id));\nCREATE TABLE tasks (id bigint PRIMARY KEY, tenant_id bigint, project_id bigint, FOREIGN KEY (tenant_id, project_id) REFERENCES projects ON DELETE CASCADE);",
      because: "each of these columns is part of a foreign key",
    },
  },
  "polymorphic-association": {
    bad: "CREATE TABLE comments (id bigint PRIMARY KEY, commentable_type text, commentable_id bigint, body text);\nCREATE TYPE owner_kind AS ENUM ('user', 'team');\nCREATE TABLE grants (id bigint PRIMARY KEY, \"ownerKind\" owner_kind, \"ownerId\" uuid);",
    good: {
      sql: "CREATE TABLE accounts (id bigint PRIMARY KEY);\nCREATE TABLE transfers (\n  id bigint PRIMARY KEY, type text, account_type text, account_id bigint REFERENCES accounts ON DELETE RESTRICT,\n  event_type text, device_id bigint, source_type integer, source_id bigint\n);\nCREATE TABLE documents (document_id bigint PRIMARY KEY, document_type text);\nCREATE TABLE device_credentials (id bigint PRIMARY KEY, credentials_type text, credentials_id text, msg_type text, msg_id uuid);",
      because: "the id has a foreign key, is the own one, is another word, or the type is a number",
    },
  },
  "random-uuid-primary-key": {
    bad: "CREATE TABLE events (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), kind text);",
    good: {
      sql: "CREATE TABLE small (id uuid PRIMARY KEY DEFAULT gen_random_uuid());\nCREATE TABLE unknown (id uuid PRIMARY KEY DEFAULT gen_random_uuid());\nCREATE TABLE numbered (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, token uuid DEFAULT gen_random_uuid());\nCREATE TABLE given (id uuid PRIMARY KEY);\nCREATE TABLE pairs (a uuid DEFAULT gen_random_uuid(), b bigint, PRIMARY KEY (a, b));",
      because: "the index fits into memory, or nothing says that the keys are random",
    },
  },
  "set-null-on-not-null": {
    bad: "CREATE TABLE people (id bigint PRIMARY KEY);\nCREATE TABLE tasks (id bigint PRIMARY KEY, owner_id bigint NOT NULL REFERENCES people ON DELETE SET NULL);\nCREATE INDEX ON tasks (owner_id);\nCOMMENT ON CONSTRAINT tasks_owner_id_fkey ON tasks IS 'who does it';",
    good: {
      sql: "CREATE TABLE people (id bigint PRIMARY KEY);\nCREATE TABLE tasks (id bigint PRIMARY KEY, owner_id bigint REFERENCES people ON DELETE SET NULL ON UPDATE SET NULL);",
      because: "it can be cleared",
    },
  },
  "soft-delete-unique": {
    bad: "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, deleted_at timestamptz);\nCOMMENT ON INDEX users_email_key IS 'one for each';",
    good: {
      sql: "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, login text NOT NULL, deleted_at timestamptz);\nCREATE UNIQUE INDEX ON users (email) WHERE deleted_at IS NULL;\nCREATE UNIQUE INDEX ON users (login, deleted_at);",
      because: "the key looks at the deletion time already",
    },
  },
  "string-keyed-foreign-key": {
    bad: "CREATE TABLE accounts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id text NOT NULL UNIQUE);\nCREATE TABLE transactions (\n  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n  account_id text NOT NULL REFERENCES accounts (account_id),\n  amount numeric(12, 2)\n);\nCREATE INDEX ON transactions (account_id);",
    good: {
      sql: "CREATE TABLE currencies (code char(3) PRIMARY KEY);\nCREATE TABLE kinds (id bigint PRIMARY KEY, code varchar(8) NOT NULL UNIQUE);\nCREATE TABLE countries (id bigint PRIMARY KEY, country_code text NOT NULL UNIQUE);\nCREATE TABLE prices (\n  id bigint PRIMARY KEY,\n  currency char(3) REFERENCES currencies ON DELETE RESTRICT,\n  kind varchar(8) REFERENCES kinds (code) ON DELETE RESTRICT,\n  country text REFERENCES countries (country_code) ON DELETE RESTRICT\n);",
      because: "a text that is the primary key, a short code and a standard one are fine references",
    },
  },
  "unvalidated-constraint": {
    bad: "CREATE TABLE people (id bigint PRIMARY KEY);\nCREATE TABLE tasks (id bigint PRIMARY KEY, owner_id bigint);\nCREATE INDEX ON tasks (owner_id);\nALTER TABLE tasks ADD FOREIGN KEY (owner_id) REFERENCES people ON DELETE SET NULL NOT VALID;\nCOMMENT ON CONSTRAINT tasks_owner_id_fkey ON tasks IS 'later';",
    good: {
      sql: "CREATE TABLE people (id bigint PRIMARY KEY);\nCREATE TABLE tasks (id bigint PRIMARY KEY, owner_id bigint NOT NULL REFERENCES people, size integer CHECK (size > 0));\nALTER TABLE tasks ADD CONSTRAINT later CHECK (size < 100) NOT VALID;\nALTER TABLE tasks VALIDATE CONSTRAINT later;",
      because: "they were checked when they were added, or validated later",
    },
  },
  "float-money": {
    bad: "create table accounts (\n  id bigint generated always as identity primary key,\n  name text not null,\n  balance double precision not null default 0,\n  constraint balance_in_range check (balance > -1000000000000)\n);\ncreate table transactions (\n  id bigint generated always as identity primary key,\n  amount double precision,\n  pending boolean not null default false\n);\ncomment on column accounts.balance is 'As the bank''s last statement said.';\ncreate index accounts_balance_idx on accounts (balance desc nulls last) where balance > 0;",
    good: {
      sql: "create table holdings (\n  id bigint primary key,\n  quantity double precision,\n  exchange_rate double precision,\n  interest_rate real,\n  tax_rate double precision,\n  discount_percent real,\n  price_elasticity double precision,\n  cost_index double precision,\n  total_seconds double precision,\n  total_count double precision,\n  balance_factor real,\n  profit_margin real,\n  latitude double precision,\n  net_weight double precision,\n  cost_basis numeric(19, 4)\n);",
      because: "none of these is added up as money, although the tables hold money elsewhere",
    },
  },
  "float-quantity": {
    bad: "CREATE TABLE holdings (\n  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n  symbol text NOT NULL,\n  quantity double precision NOT NULL DEFAULT 0 CHECK (quantity >= 0),\n  cost_basis numeric(19, 4)\n);\nCREATE INDEX ON holdings (quantity);\nCREATE TABLE trades (id bigint PRIMARY KEY, symbol text NOT NULL, filled_qty real);",
    good: {
      sql: "CREATE TABLE ingredients (id bigint PRIMARY KEY, quantity double precision NOT NULL, unit text);\nCREATE TABLE readings (id bigint PRIMARY KEY, units double precision, conversion_rate real, frame_rate real, error_rate real, sample_rate real);",
      because: "there is no price beside them, and the table trades in nothing",
    },
  },
  "missing-money-check": {
    bad: 'CREATE TABLE products (id bigint PRIMARY KEY, price_in_cents integer NOT NULL CHECK (price_in_cents >= 0), currency text);\nCREATE TABLE order_items (\n  id bigint PRIMARY KEY,\n  product_id bigint NOT NULL REFERENCES products ON DELETE RESTRICT,\n  quantity integer NOT NULL,\n  "unitPrice" numeric(19,4),\n  currency text\n);\nCREATE INDEX ON order_items (product_id);',
    good: {
      sql: "CREATE TABLE products (id bigint PRIMARY KEY, price numeric(19,4), rating integer CHECK (rating >= 0));",
      because: "it is how its authors work, and not this table that was forgotten",
    },
  },
  "money-scale-inconsistent": {
    bad: 'CREATE TABLE invoices (id bigint PRIMARY KEY, total_price numeric(19, 4), currency text);\nCREATE TABLE refunds (id bigint PRIMARY KEY, "amountCents" bigint NOT NULL, currency text);',
    good: {
      sql: "CREATE TABLE invoices (id bigint PRIMARY KEY, total_cents bigint, currency text);\nCREATE TABLE refunds (id bigint PRIMARY KEY, amount_minor integer, fee_cents numeric, currency text);",
      because: "everything is in minor units, whatever its name says",
    },
  },
  "money-type": {
    bad: "create table tickets (\n  id bigint generated always as identity primary key,\n  seat text not null,\n  price money not null default 25\n);\ncreate index tickets_price_idx on tickets (price);",
    good: {
      sql: "create table tickets (id bigint primary key, price numeric(19, 4) not null, fee_cents integer not null);",
      because: "their decimals do not follow the session's lc_monetary",
    },
  },
  "money-without-currency": {
    bad: "CREATE TABLE accounts (id bigint PRIMARY KEY, name text, balance numeric(19, 4) NOT NULL);\nCREATE TABLE payments (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts ON DELETE RESTRICT, amount numeric(19, 4) NOT NULL);\nCREATE INDEX ON payments (account_id);\nCREATE TABLE quotes (id bigint PRIMARY KEY, price numeric(19, 4), currency_code text);",
    good: {
      sql: 'CREATE TABLE currencies (code text PRIMARY KEY);\nCREATE TABLE ledgers (id bigint PRIMARY KEY, currency_id text REFERENCES currencies ON DELETE RESTRICT);\nCREATE TABLE accounts (id bigint PRIMARY KEY, ledger_id bigint REFERENCES ledgers ON DELETE RESTRICT, balance numeric(19, 4));\nCREATE TABLE payments (id bigint PRIMARY KEY, account_id bigint REFERENCES accounts ON DELETE RESTRICT, amount numeric(19, 4));\nCREATE TABLE invoices (id bigint PRIMARY KEY, "totalPrice" numeric(19, 4), "invoiceCurrency" text);',
      because: "the row, or a row that a foreign key leads to, says the currency",
    },
  },
  "numeric-without-scale": {
    bad: "CREATE TABLE quotes (id bigint PRIMARY KEY, price numeric NOT NULL DEFAULT 9.99 CHECK (price >= 0), currency text);\nCREATE INDEX ON quotes (price);",
    good: {
      sql: "CREATE TABLE quotes (id bigint PRIMARY KEY, price numeric(19, 4), total_cents bigint, btc_balance numeric, tax_rate numeric, weight numeric, currency text);",
      because: "the first two are exact to their last digit, no scale holds the third, and the others are no money",
    },
  },
  "casing-outlier": {
    bad: 'CREATE TABLE user_accounts (id bigint PRIMARY KEY, first_name text, last_name text, created_at timestamptz, updated_at timestamptz, "isAdmin" boolean);\nCREATE TABLE user_groups (id bigint PRIMARY KEY, group_name text, sort_order integer, parent_id bigint, created_at timestamptz, updated_at timestamptz, user_id bigint);',
    good: {
      sql: 'CREATE TABLE user_accounts (id bigint PRIMARY KEY, first_name text, last_name text, created_at timestamptz, updated_at timestamptz, "größe" text);\nCREATE TABLE user_groups (id bigint PRIMARY KEY, group_name text, created_at timestamptz, updated_at timestamptz, user_id bigint);\nCREATE SCHEMA half;\nCREATE TABLE half.a (one_a text, one_b text, one_c text, one_d text, one_e text, "oneF" text, "oneG" text, "oneH" text, "oneI" text, "oneJ" text);\nCREATE SCHEMA prisma;\nCREATE TABLE prisma."UserAccount" ("oneA" text, "oneB" text, "oneC" text, "oneD" text, "oneE" text, "oneF" text, "oneG" text, "oneH" text, "oneI" text, "oneJ" text);\nCREATE SCHEMA few;\nCREATE TABLE few.a (one_a text, one_b text, "oneC" text);\nCREATE SCHEMA plain;\nCREATE TABLE plain.a (id bigint, name text);',
      because: "nothing is an exception where there is no rule",
    },
  },
  "missing-comment": {
    bad: "CREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE TABLE lines (id bigint PRIMARY KEY);\nCOMMENT ON TABLE lines IS 'One article of an order';\nCREATE TABLE blank (id bigint PRIMARY KEY);\nCOMMENT ON TABLE blank IS ' ';",
    good: {
      sql: "CREATE TABLE events (id bigint, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);\nCREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');\nCOMMENT ON TABLE events IS 'Something happened';\nCREATE TEMPORARY TABLE t (id bigint PRIMARY KEY);",
      because: "a partition is explained by its parent",
    },
  },
  "quoted-identifier": {
    bad: 'CREATE TABLE "Orders" (id bigint PRIMARY KEY, "userId" bigint, "unit price" numeric(12, 2), "größe" text);\nCREATE TABLE lines (id bigint PRIMARY KEY, "2nd" text, "a" text, "B" text, "C" text, "D" text, "E" text, "F" text, "G" text, "H" text, "I" text);',
    good: {
      sql: "CREATE TABLE orders_2 (id bigint PRIMARY KEY, user_id bigint, _note text, UserName text);",
      because: "small letters, digits and underscores need no quotes",
    },
  },
  "reserved-word": {
    bad: 'CREATE TABLE "user" (id bigint PRIMARY KEY);\nCREATE TABLE items (id bigint PRIMARY KEY, "order" integer, "desc" text);',
    good: {
      sql: 'CREATE TABLE data (id bigint PRIMARY KEY, name text, type text, value text, date date, timestamp timestamptz, "Order" text, position integer, values text, json_value json);',
      because: "name, type, value and date need no quotes, and a column may be called timestamp",
    },
  },
  "truncated-identifier": {
    bad: "CREATE TABLE t (id bigint PRIMARY KEY, a_column_whose_name_is_longer_than_sixty_three_bytes_which_is_too_much integer);\nCREATE TABLE a_table_whose_name_is_longer_than_sixty_three_bytes_which_is_too_much (id bigint CONSTRAINT k PRIMARY KEY);",
    good: {
      sql: "CREATE TABLE a_table_with_a_name_of_nearly_sixty_three_bytes_and_no_more_tha (\n  id bigint CONSTRAINT k PRIMARY KEY, a_rather_long_column_name_that_is_put_into_the_index integer UNIQUE\n);\nALTER TABLE a_table_with_a_name_of_nearly_sixty_three_bytes_and_no_more_tha RENAME TO short_enough;\nALTER TABLE short_enough ADD CONSTRAINT a_constraint_that_a_tool_has_named_and_cut_with_a_hash_1a2b3c4d CHECK (id > 0);",
      because: "nothing was lost",
    },
  },
  "contradicting-state-columns": {
    bad: 'CREATE TABLE users (id bigint PRIMARY KEY, is_deleted boolean NOT NULL DEFAULT false, deleted_at timestamptz);\nCREATE TABLE accounts (id bigint PRIMARY KEY, "emailVerified" boolean, "emailVerifiedAt" timestamptz, locked boolean, locked_on date);',
    good: {
      sql: "CREATE TABLE a (id bigint PRIMARY KEY, is_deleted boolean, deleted_at timestamptz, CHECK (is_deleted = (deleted_at IS NOT NULL)));\nCREATE TABLE b (id bigint PRIMARY KEY, deleted_at timestamptz, is_deleted boolean GENERATED ALWAYS AS (deleted_at IS NOT NULL) STORED);\nCREATE TABLE c (id bigint PRIMARY KEY, is_deleted boolean, deleted_at timestamptz);\nCREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.is_deleted := NEW.deleted_at IS NOT NULL; RETURN NEW; END $$;\nCREATE TRIGGER keep BEFORE INSERT OR UPDATE ON c FOR EACH ROW EXECUTE FUNCTION keep();",
      because: "a CHECK, a generated column or a trigger ties them",
    },
  },
  "copied-parent-column": {
    bad: "CREATE TABLE institutions (id bigint PRIMARY KEY, name text NOT NULL, url text);\nCREATE TABLE accounts (id bigint PRIMARY KEY, institution_id bigint REFERENCES institutions ON DELETE RESTRICT, institution_name varchar(128));\nCREATE INDEX ON accounts (institution_id);",
    good: {
      sql: "CREATE TABLE products (id bigint PRIMARY KEY, name text, sku text);\nCREATE TABLE order_lines (id bigint PRIMARY KEY, product_id bigint REFERENCES products ON DELETE RESTRICT, product_name text, product_sku text);\nCREATE TABLE product_history (id bigint PRIMARY KEY, product_id bigint REFERENCES products ON DELETE CASCADE, product_name text);",
      because: "they keep what was true at their time",
    },
  },
  "dead-column": {
    bad: "CREATE TABLE users (id bigint PRIMARY KEY, name text, fax text);\n\n-- the workload\n-- one calls=9000 ms=900: SELECT id, name FROM users WHERE id = $1\n-- add calls=90 ms=90: INSERT INTO users (id, name, fax) VALUES ($1, $2, $3)",
    good: {
      sql: "CREATE TABLE a (id bigint PRIMARY KEY, x text, y text);\nCREATE TABLE b (id bigint PRIMARY KEY, x text, y text, z text, w int, u text);\nCREATE VIEW shown AS SELECT id, lower(z) AS v FROM b;\n\n-- the workload\n-- all calls=9000 ms=900: SELECT * FROM a WHERE id = $1\n-- some calls=9000 ms=900: SELECT id FROM b WHERE x = $1 ORDER BY y\n-- seen calls=9000 ms=900: SELECT v FROM shown\n-- count calls=90 ms=90: UPDATE b SET w = w + 1 WHERE id = $1 RETURNING u",
      because: "SELECT * reads them all; a condition, an order, a view, RETURNING or an UPDATE that adds to it read one",
    },
  },
  "dead-table": {
    bad: "CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE scratch (id bigint PRIMARY KEY);\n\n-- the workload\n-- add calls=9000 ms=900: INSERT INTO scratch (id) VALUES ($1)\n-- purge calls=30 ms=900: DELETE FROM scratch WHERE id < $1\n-- other calls=9000 ms=900: SELECT * FROM users WHERE id = $1",
    good: {
      sql: "CREATE TABLE a (id bigint PRIMARY KEY);\nCREATE VIEW shown AS SELECT id FROM a;\nCREATE TABLE b (id bigint PRIMARY KEY);\nCREATE TABLE parent (id bigint PRIMARY KEY);\nCREATE TABLE child (id bigint PRIMARY KEY REFERENCES parent ON DELETE CASCADE);\nCREATE TABLE c (id bigint PRIMARY KEY);\nCREATE MATERIALIZED VIEW kept AS SELECT id FROM c;\nCREATE TABLE called (id bigint PRIMARY KEY);\nCREATE FUNCTION count_called() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM called); END $$;\nCREATE TABLE sent (id bigint PRIMARY KEY);\nCREATE PUBLICATION subscribers FOR TABLE sent;\nCREATE TABLE audit_log (id bigint PRIMARY KEY);\n\n-- the workload\n-- viewed calls=900 ms=90: SELECT * FROM shown\n-- given calls=900 ms=90: INSERT INTO b (id) VALUES ($1) RETURNING id\n-- child calls=900 ms=90: SELECT * FROM child",
      because: "a view, RETURNING, a foreign key, a materialized view, a routine, a subscriber, or who reads what has happened need it",
    },
  },
  "label-beside-foreign-key": {
    bad: "CREATE TABLE categories (id bigint PRIMARY KEY, title text NOT NULL);\nCREATE TABLE transactions (id bigint PRIMARY KEY, category_id bigint REFERENCES categories ON DELETE SET NULL, category varchar(128));\nCREATE INDEX ON transactions (category_id);",
    good: {
      sql: "CREATE TABLE categories (id bigint PRIMARY KEY, name text);\nCREATE TABLE notes (id bigint PRIMARY KEY, category_id bigint REFERENCES categories ON DELETE SET NULL, category_name text);",
      because: "that is another problem, and is reported as that",
    },
  },
  "raw-payload-growth": {
    bad: 'CREATE TABLE webhook_logs (id bigint PRIMARY KEY, event_type text, payload json, received_at timestamptz);\nCREATE TABLE payments (id bigint PRIMARY KEY, amount numeric(12, 2), raw jsonb, "rawResponse" jsonb);\nCREATE TABLE api_request_log (id bigint PRIMARY KEY, request_body text, response jsonb);',
    good: {
      sql: "CREATE TABLE events (id bigint, payload jsonb, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);\nCREATE TABLE webhook_logs (id bigint PRIMARY KEY, payload jsonb, expires_at timestamptz);\nCREATE TABLE request_log (id bigint PRIMARY KEY, payload jsonb);\nCREATE FUNCTION purge() RETURNS void LANGUAGE sql AS $$ DELETE FROM request_log $$;",
      because: "partitions, a time of expiry, or a routine that deletes",
    },
  },
  "repeated-text-entity": {
    bad: 'CREATE TABLE payments (id bigint PRIMARY KEY, merchant_name text, "City" varchar(80));',
    good: {
      sql: "CREATE TABLE few (id bigint PRIMARY KEY, merchant text);\nCREATE TABLE payments (id bigint PRIMARY KEY, merchant text, city text, bank text, vendor text);\nCREATE TABLE unknown (id bigint PRIMARY KEY, merchant text);",
      because: "nothing is repeated much, or nobody counted",
    },
  },
  "running-balance-candidate": {
    bad: "CREATE TABLE entries (id bigint PRIMARY KEY, account_id bigint NOT NULL, at timestamptz NOT NULL, amount numeric(12, 2) NOT NULL);\n\n-- the workload\n-- balance calls=9000 ms=80000: SELECT id, sum(amount) OVER (PARTITION BY account_id ORDER BY at) FROM entries WHERE account_id = $1\n-- page calls=900 ms=800: SELECT * FROM (SELECT id, sum(amount) OVER w AS balance FROM entries WINDOW w AS (PARTITION BY account_id ORDER BY at, id)) AS b ORDER BY id DESC LIMIT $1",
    good: {
      sql: "CREATE TABLE others (id bigint PRIMARY KEY, amount numeric(12, 2) NOT NULL);\nCREATE TABLE entries (id bigint PRIMARY KEY, account_id bigint NOT NULL, at timestamptz NOT NULL, amount numeric(12, 2) NOT NULL);\n\n-- the workload\n-- month calls=9000 ms=80000: SELECT sum(amount) OVER (ORDER BY at) FROM entries WHERE at >= $1\n-- day calls=9000 ms=80000: SELECT sum(amount) OVER (ORDER BY at) FROM entries WHERE date(at) = $1\n-- week calls=9000 ms=80000: SELECT sum(amount) OVER (ORDER BY at ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM entries\n-- share calls=9000 ms=80000: SELECT amount / sum(amount) OVER (PARTITION BY account_id) FROM entries\n-- number calls=9000 ms=80000: SELECT count(id) OVER (ORDER BY at), sum(amount) FROM entries GROUP BY id\n-- other calls=9000 ms=80000: SELECT sum(o.amount) OVER (ORDER BY o.id) FROM others AS o JOIN entries ON entries.id = o.id WHERE o.id > $1",
      because:
        "sums within a month, over a week, over whole accounts, of rows, or of another table do not grow with the age of the account",
    },
  },
  "definer-without-search-path": {
    bad: "CREATE FUNCTION add_one(n integer, OUT m integer) LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN m := n + 1; END $$;\nCREATE PROCEDURE clean() LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;",
    good: {
      sql: "CREATE FUNCTION fixed() RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ SELECT 1 $$;\nCREATE FUNCTION empty() RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 1 $$;\nCREATE FUNCTION invoker() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;",
      because: "names are looked up where the owner said, or nothing is gained by others",
    },
  },
  "exposed-secret-column": {
    bad: 'CREATE TABLE sessions (id bigint PRIMARY KEY, user_name text, access_token text);\nGRANT SELECT, INSERT ON sessions TO PUBLIC;\nCREATE TABLE devices (id bigint PRIMARY KEY, "API key" text);\nGRANT SELECT ("API key") ON devices TO PUBLIC;',
    good: {
      sql: "CREATE TABLE sessions (id bigint PRIMARY KEY, access_token text);\nCREATE TABLE notes (id bigint PRIMARY KEY, body text);",
      because: "a file without grants says nothing about who connects",
    },
  },
  "personal-data-inventory": {
    bad: 'CREATE TABLE customers (id bigint PRIMARY KEY, "firstName" text, last_name text, e_mail text, email text, date_of_birth date, tax_id text);\nCREATE TABLE logins (id bigint PRIMARY KEY, ip inet, user_agent text, at timestamptz);\nCREATE TABLE contacts (id bigint PRIMARY KEY, emailaddress text, phonenumber text, phonenumbertypeid bigint);',
    good: {
      sql: "CREATE TABLE products (id bigint PRIMARY KEY, name text, email_verified boolean, email_template text, email_attribute_key text, phone_claim text, phone_count integer, email_sent_at timestamptz, mailing text);",
      because: "the name of a product is no person's, and whether an address was confirmed is no address",
    },
  },
  "plaintext-secret": {
    bad: "create table plaid_items (\n  id bigint generated always as identity primary key,\n  item_id text not null unique,\n  access_token text not null,\n  created_at timestamptz not null default now()\n);\ncreate table teller_accounts (\n  id bigint generated always as identity primary key,\n  enrollment text not null,\n  access_token text unique\n);",
    good: {
      sql: "create table accounts (id bigint primary key, email text, password_hash text, encrypted_password text, reset_token_digest bytea);\ncreate table robots (id bigint primary key, secret text, salt text);\ncreate table links (id bigint primary key, access_token bytea, key_id text, nonce bytea);\ncreate table invites (id bigint primary key, token text check (token ~ '^[0-9a-f]{64}$'));\ncreate table resets (id bigint primary key, token varchar(200) check (length(token) = 64));",
      because: "the names, the neighbours or a CHECK say that the value is protected",
    },
  },
  "public-grants": {
    bad: 'CREATE TABLE notes (id bigint PRIMARY KEY, body text);\nCREATE TABLE people (id bigint PRIMARY KEY, nick text, born date);\nCREATE VIEW nicks AS SELECT nick FROM people;\nGRANT SELECT, INSERT ON notes TO PUBLIC;\nGRANT SELECT ON people TO PUBLIC;\nGRANT SELECT (nick), UPDATE (nick) ON people TO PUBLIC;\nGRANT SELECT ON nicks TO PUBLIC;\nCREATE SCHEMA "Odd; ""s";\nGRANT USAGE ON SCHEMA "Odd; ""s" TO PUBLIC;\nCREATE TABLE "Odd; ""s"."t\'" (id bigint PRIMARY KEY, "A b" text);\nGRANT SELECT ("A b") ON "Odd; ""s"."t\'" TO PUBLIC;',
    good: {
      sql: "CREATE TABLE notes (id bigint PRIMARY KEY, body text);\nGRANT SELECT ON notes TO pg_read_all_data;\nCREATE SCHEMA closed;\nGRANT USAGE ON SCHEMA closed TO pg_monitor;\nGRANT CREATE ON SCHEMA closed TO PUBLIC;\nCREATE TABLE closed.notes (id bigint PRIMARY KEY, body text);\nGRANT SELECT ON closed.notes TO PUBLIC;\nCREATE TABLE sessions (id bigint PRIMARY KEY, access_token text);\nGRANT SELECT ON sessions TO PUBLIC;",
      because: "named roles were chosen, USAGE is missing, and the secrets are another finding",
    },
  },
  "public-schema-create": {
    bad: 'GRANT CREATE ON SCHEMA public TO PUBLIC;\nCREATE SCHEMA "Odd; ""schema";\nGRANT USAGE, CREATE ON SCHEMA "Odd; ""schema" TO PUBLIC;',
    good: {
      sql: "REVOKE CREATE ON SCHEMA public FROM PUBLIC;\nCREATE SCHEMA app;\nGRANT USAGE ON SCHEMA app TO PUBLIC;\nGRANT CREATE ON SCHEMA app TO pg_read_all_data;",
      because: "looking names up is not creating them, and a role of its own may create",
    },
  },
  "row-security-gaps": {
    bad: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner text);\nCREATE POLICY own ON notes USING (owner = current_user);\nCREATE TABLE "Odd; ""notes""" (id bigint, owner text, PRIMARY KEY (id)) PARTITION BY RANGE (id);\nCREATE TABLE odd_part PARTITION OF "Odd; ""notes""" DEFAULT;\nCREATE POLICY "a policy" ON "Odd; ""notes""" FOR SELECT USING (true);',
    good: {
      sql: "CREATE TABLE notes (id bigint PRIMARY KEY, owner text);\nALTER TABLE notes ENABLE ROW LEVEL SECURITY;\nCREATE POLICY readable ON notes FOR SELECT USING (true);\nCREATE POLICY own ON notes FOR UPDATE USING (owner = (SELECT current_setting('app.user'))) WITH CHECK (true);\nCREATE TABLE drafts (id bigint PRIMARY KEY, owner text);\nALTER TABLE drafts ENABLE ROW LEVEL SECURITY;\nCREATE POLICY open ON drafts USING (true);\nCREATE POLICY own ON drafts AS RESTRICTIVE USING (owner = current_user);\nCREATE TABLE jobs (id bigint PRIMARY KEY);\nALTER TABLE jobs ENABLE ROW LEVEL SECURITY;\nCREATE POLICY worker ON jobs TO pg_read_all_data USING (true);",
      because: "reading may be open, a restrictive policy closes what another opens, and a role of its own may do all",
    },
  },
  "default-partition-rows": {
    bad: "CREATE TABLE events (id bigint, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);\nCREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');\nCREATE TABLE events_later PARTITION OF events DEFAULT;\nCREATE TABLE logs (id bigint, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);\nCREATE TABLE logs_2025 PARTITION OF logs FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');\nCREATE TABLE logs_later PARTITION OF logs DEFAULT PARTITION BY RANGE (at);\nCREATE TABLE logs_later_all PARTITION OF logs_later DEFAULT;",
    good: {
      sql: "CREATE TABLE events (id bigint, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);\nCREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');\nCREATE TABLE events_later PARTITION OF events DEFAULT;\nCREATE TABLE logs (id bigint, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);\nCREATE TABLE logs_2025 PARTITION OF logs FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');\nCREATE TABLE logs_later PARTITION OF logs DEFAULT PARTITION BY RANGE (at);\nCREATE TABLE logs_later_all PARTITION OF logs_later DEFAULT;\nCREATE TABLE alone (id bigint, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);\nCREATE TABLE alone_all PARTITION OF alone DEFAULT;\nCREATE TABLE tenants (id bigint, name text, PRIMARY KEY (id, name)) PARTITION BY LIST (name);\nCREATE TABLE tenants_big PARTITION OF tenants FOR VALUES IN ('big');\nCREATE TABLE tenants_rest PARTITION OF tenants DEFAULT;\nCREATE TABLE plain (id bigint PRIMARY KEY);\nCREATE TABLE closed (id bigint, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);",
      because: "nothing is in the way, nobody counted, or the default is meant for the rest",
    },
  },
  "partition-candidate": {
    bad: "CREATE TABLE events (id bigint PRIMARY KEY, seen_on date, created_at timestamptz);\nCREATE TABLE readings (id bigint, at timestamptz, value bytea, PRIMARY KEY (id, at));",
    good: {
      sql: "CREATE TABLE small (id bigint PRIMARY KEY, created_at timestamptz);\nCREATE TABLE mixed (id bigint PRIMARY KEY, created_at timestamptz);\nCREATE TABLE changing (id bigint PRIMARY KEY, created_at timestamptz);\nCREATE TABLE unknown (id bigint PRIMARY KEY, created_at timestamptz);\nCREATE TABLE timeless (id bigint PRIMARY KEY);\nCREATE TABLE unseen (id bigint PRIMARY KEY, created_at timestamptz);",
      because: "each of them would gain little",
    },
  },
  "unlogged-table": {
    bad: 'CREATE UNLOGGED TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text);\nCREATE UNLOGGED TABLE "Odd; ""lines""" (id bigint PRIMARY KEY, order_id bigint REFERENCES orders ON DELETE CASCADE);\nCREATE INDEX ON "Odd; ""lines""" (order_id);',
    good: {
      sql: "CREATE UNLOGGED TABLE query_cache (id bigint PRIMARY KEY);\nCREATE UNLOGGED TABLE job_leaders (id bigint PRIMARY KEY);\nCREATE UNLOGGED TABLE staging_orders (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE TEMPORARY TABLE lines (id bigint PRIMARY KEY);",
      because: "the name says so, or the changes are logged",
    },
  },
  "boolean-as-text": {
    bad: "create table users (\n  id bigint generated always as identity primary key,\n  is_admin char(1) not null default 'N',\n  verified varchar(5) default 'False'\n);",
    good: {
      sql: "create table users (\n  id bigint primary key,\n  active boolean,\n  has_children text,\n  grade char(1) default 'A',\n  answer char(1) check (answer in ('Y', 'N', '?')),\n  state text default 'on hold'\n);",
      because: "a third word is no yes and no no",
    },
  },
  "enum-candidate": {
    bad: "create table orders (id bigint generated always as identity primary key, status varchar(20) not null, note text);",
    good: {
      sql: "create table kinds (kind text primary key);\ncreate table orders (\n  id bigint primary key,\n  status text check (status in ('open', 'closed')),\n  kind text references kinds on delete restrict,\n  state text,\n  mode text,\n  level text,\n  role text\n);\ncreate table small (id bigint primary key, status text);",
      because: "a CHECK and a key say it already; a share of the rows, a small table and no statistics say nothing",
    },
  },
  "inconsistent-column-type": {
    bad: "create table orders (id bigint primary key, tenant_id bigint not null);\ncreate table carts (id bigint primary key, tenant_id bigint not null);\ncreate table events (id bigint primary key, tenant_id text not null);",
    good: {
      sql: "create table orders (id bigint primary key, value text, short_name varchar(20), retry_limit bigint);\ncreate table carts (id integer primary key, value integer, short_name varchar(40), retry_limit integer);\ncreate table events (id uuid primary key, value jsonb, short_name text, retry_limit smallint);",
      because: "a single word is a name for anything, and a length is no other kind",
    },
  },
  "inconsistent-date-types": {
    bad: "create table goals (id bigint primary key, due_date timestamptz);\ncreate table payments (id bigint primary key, next_due_date date);\ncreate table bills (id bigint primary key, due_date varchar(10));",
    good: {
      sql: "create table goals (id bigint primary key, due_date date);\ncreate table payments (id bigint primary key, next_due_date date, paid_on date);",
      because: "every due date is a date",
    },
  },
  "json-as-text": {
    bad: "create table widgets (id bigint generated always as identity primary key, settings text not null default '{}', tags varchar(1000) default '[]');",
    good: {
      sql: "create table widgets (\n  id bigint primary key,\n  settings jsonb,\n  json_path text,\n  json_kind varchar(20),\n  tags text[] default '{}',\n  note text default ''\n);",
      because: "a path, a schema's name and an array of text are no documents",
    },
  },
  "mixed-timestamp-kinds": {
    bad: "create table scenarios (\n  id bigint generated always as identity primary key,\n  created_on timestamp without time zone not null default now(),\n  last_modified timestamp with time zone\n);",
    good: {
      sql: "create table orders (id bigint primary key, created_at timestamp not null, updated_at timestamp);\ncreate table refunds (id bigint primary key, created_at timestamptz not null, updated_at timestamptz);",
      because: "nothing within a table is compared across the kinds; what lacks a zone is the matter of naive-timestamp",
    },
  },
  "naive-timestamp": {
    bad: "create table orders (\n  id bigint generated always as identity primary key,\n  note text,\n  created_at timestamp not null default now(),\n  updated_at timestamp(3) default (now() at time zone 'utc'),\n  valid_from timestamp default '2020-01-01 00:00:00',\n  shipped_on date\n);",
    good: {
      sql: "create table payments (id bigint primary key, created_at timestamp not null, paid_at timestamptz);",
      because: "mixed-timestamp-kinds says it, with the same fix",
    },
  },
  "number-as-text": {
    bad: "create table visits (\n  id bigint generated always as identity primary key,\n  page_count text not null default '0',\n  latitude varchar(20)\n);",
    good: {
      sql: "create table shops (\n  id bigint primary key,\n  zip_code varchar(10) check (zip_code ~ '^[0-9]+$'),\n  postalcode varchar(10) check (postalcode ~ '^[0-9]+$'),\n  phone text,\n  account_number text default '0',\n  price_list text,\n  count_unit text,\n  quantity numeric\n);",
      because: "nobody adds up a zip code, and a price list is no price",
    },
  },
  "padded-char": {
    bad: "create table customers (\n  id bigint generated always as identity primary key,\n  code char(10) not null,\n  region character(5) default 'north' check (region in ('north', 'south', 'w')),\n  labels char(8)[],\n  constraint customers_code_key unique (code)\n);\ncreate view regions as select distinct region from customers;",
    good: {
      sql: 'create table payments (\n  id bigint primary key,\n  currency char(3) not null,\n  country char(2),\n  flag char(1),\n  body_sha256 char(64),\n  ulid char(26),\n  session_id char(32),\n  kind "char",\n  label varchar(20),\n  due_date char(10),\n  note text\n);',
      because: "what fills its length is never filled with blanks, and time-as-text says what the due date is",
    },
  },
  "prefer-jsonb": {
    bad: "create table webhooks (\n  id bigint generated always as identity primary key,\n  payload json not null,\n  headers json default '{}',\n  tags json[],\n  note text\n);\ncreate view payloads as select id, payload ->> 'kind' as kind from webhooks;\ncreate index webhooks_kind_idx on webhooks ((payload ->> 'kind'));",
    good: {
      sql: "create table webhooks (id bigint primary key, payload jsonb, body text);",
      because: "jsonb is what it should be, and text is the matter of json-as-text",
    },
  },
  "serial-column": {
    bad: "create table orders (id serial primary key, line bigserial, note text);\ncomment on sequence orders_id_seq is 'numbers';\ngrant usage on sequence orders_id_seq to public;",
    good: {
      sql: "create sequence numbers;\ncreate table orders (\n  id bigint generated always as identity primary key,\n  old_id integer generated by default as identity,\n  no bigint not null default nextval('numbers'),\n  rank integer not null default 0\n);",
      because: "an identity column is what it should be, and a shared sequence is meant",
    },
  },
  "time-as-text": {
    bad: "create table bills (id bigint generated always as identity primary key, due_date varchar(10) not null, paid_on char(10));",
    good: {
      sql: "create table plans (\n  id bigint primary key,\n  date_format text,\n  time_zone text,\n  opening_day text,\n  lead_time text,\n  look_at text,\n  last_change text,\n  created_by text,\n  starts_on date,\n  long_date varchar(200)\n);",
      because: "a format, a zone, a weekday, a span and a reason are texts",
    },
  },
  "timestamp-convention": {
    bad: 'create table users (id bigint primary key, created_at timestamptz not null default now(), updated_at timestamptz);\ncreate table carts (id bigint primary key, created_at timestamptz not null default now(), updated_at timestamptz);\ncreate table items (id bigint primary key, created_at timestamptz not null default now(), updated_at timestamptz);\ncreate table visits (id bigint primary key, created_at timestamptz not null default now(), updated_at timestamptz);\ncreate table plans (id bigint primary key, date_created date, last_modified timestamptz);\ncreate table notes (id bigint primary key, "createdAt" timestamptz not null, updated_at timestamptz);',
    good: {
      sql: "create table users (id bigint primary key, created_at timestamptz, created_by bigint);\ncreate table carts (id bigint primary key, created_at timestamptz);\ncreate table items (id bigint primary key, created_at timestamptz);\ncreate table visits (id bigint primary key, created_at timestamptz not null default now());",
      because: "NOT NULL and a default are better than the majority, which has neither",
    },
  },
  "timestamp-used-as-date": {
    bad: "CREATE TABLE entries (id bigint PRIMARY KEY, booked timestamp NOT NULL, amount numeric(12, 2) NOT NULL);\n\n-- the workload\n-- day calls=9000 ms=80000: SELECT sum(amount) FROM entries WHERE date(booked) = $1\n-- months calls=40 ms=8000: SELECT date_trunc('month', booked), sum(amount) FROM entries GROUP BY 1\n-- show calls=4000 ms=8000: SELECT * FROM entries WHERE id = $1",
    good: {
      sql: "CREATE TABLE days (at timestamp PRIMARY KEY);\nCREATE TABLE entries (id bigint PRIMARY KEY, a timestamp, b timestamp, c timestamp, d timestamp, e timestamp, f timestamp);\n\n-- the workload\n-- a calls=9000 ms=8000: SELECT * FROM entries WHERE date(a) = $1\n-- at calls=9000 ms=8000: SELECT * FROM entries WHERE a > $1\n-- b calls=9000 ms=8000: SELECT * FROM entries WHERE date(b) = $1 AND EXTRACT(hour FROM b) = $2\n-- c calls=9000 ms=8000: SELECT max(c) FROM entries WHERE date(c) = $1\n-- d calls=9000 ms=8000: SELECT * FROM entries WHERE date(d) = $1 ORDER BY d\n-- e calls=9000 ms=8000: SELECT * FROM entries JOIN days ON days.at = entries.e WHERE date(e) = $1\n-- f calls=9000 ms=8000: SELECT * FROM entries WHERE date(f) = $1 AND f = $2",
      because: "a comparison with a moment, an hour, the last of all moments, or their order is more than a day",
    },
  },
  "updated-at-not-maintained": {
    bad: "create table orders (id bigint generated always as identity primary key, note text, updated_at timestamptz);",
    good: {
      sql: "create function moved() returns trigger language plpgsql as 'begin new.updated_at := now(); return new; end';\ncreate table orders (id bigint primary key, updated_at timestamptz);\ncreate trigger moved before insert or update on orders for each row execute function moved();\ncreate table carts (id bigint primary key, updated_at timestamptz not null default now());\ncreate table items (id bigint primary key, created_at timestamptz, updated_by bigint, update_count integer, last_update text);",
      because: "a trigger moves the first, a default at least fills the second, and the others are no note of an update",
    },
  },
  "upgrade-blocking-type": {
    bad: "create table jobs (\n  id bigint primary key,\n  handler regproc not null,\n  signatures regprocedure[],\n  home regnamespace,\n  search regconfig default 'english'\n);",
    good: {
      sql: "create type span as range (subtype = integer);\ncreate type pair as (a integer, b text);\ncreate table jobs (\n  id bigint primary key,\n  relation regclass,\n  type regtype,\n  role regrole,\n  at pg_lsn,\n  span span,\n  pair pair,\n  seen pg_snapshot,\n  name name,\n  label information_schema.sql_identifier,\n  rights aclitem[]\n);",
      because: "pg_upgrade keeps the OIDs of relations, types and roles",
    },
  },
  "uuid-as-text": {
    bad: "create table orders (\n  id text primary key default gen_random_uuid()::text\n);",
    good: {
      sql: "create table zones (id varchar(36) primary key default 'main', uuid_version text, short_uuid varchar(22), job_uuid varchar(64), guid uuid);",
      because: "nothing says that every value is a uuid",
    },
  },
  "deep-offset": {
    bad: "CREATE TABLE events (id bigint PRIMARY KEY, user_id bigint NOT NULL, created_at timestamptz NOT NULL);\n\n-- the workload\n-- page calls=4000 ms=200000 max=3100: SELECT * FROM events WHERE user_id = $1 ORDER BY created_at DESC LIMIT $2 OFFSET $3",
    good: {
      sql: "CREATE TABLE events (id bigint PRIMARY KEY, user_id bigint NOT NULL);\n\n-- the workload\n-- page calls=4000 ms=200000: SELECT * FROM events WHERE id > $1 ORDER BY id LIMIT $2",
      because: "every page costs the same",
    },
  },
  "hot-statement": {
    bad: "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL, total numeric(12, 2) NOT NULL);\n\n-- the workload\n-- report calls=200 ms=90000 max=2500 rows=6000: SELECT customer_id, sum(total) FROM orders GROUP BY customer_id\n-- find calls=50000 ms=10000: SELECT * FROM orders WHERE id = $1",
    good: {
      sql: "CREATE TABLE orders (id bigint PRIMARY KEY);\n\n-- the workload\n-- a calls=1000 ms=900: SELECT id FROM orders WHERE id > $1\n-- b calls=1000 ms=9200: SELECT id FROM orders WHERE id < $1\n-- c calls=1000 ms=90000: COMMIT",
      because: "no statement takes a tenth of the time",
    },
  },
  "n-plus-one": {
    bad: "CREATE TABLE users (id bigint PRIMARY KEY, name text);\nCREATE TABLE items (id bigint PRIMARY KEY, user_id bigint NOT NULL, at timestamptz);\n\n-- the workload\n-- list calls=200 ms=900: SELECT * FROM items ORDER BY id LIMIT $1\n-- recent calls=20 ms=90: SELECT * FROM items WHERE at > $1\n-- owner calls=9000 ms=1800: SELECT name FROM users WHERE id = $1\n-- burst owner after=recent bursts=20 calls=400 longest=60\n-- burst owner after=list bursts=180 calls=8600 longest=50",
    good: {
      sql: "CREATE TABLE items (id bigint PRIMARY KEY);\n\n-- the workload\n-- few calls=300 ms=90: SELECT id FROM items WHERE id = $1\n-- short calls=300 ms=90: SELECT id FROM items WHERE id = $1 AND id > $2\n-- poll calls=3000 ms=90: SELECT max(id) FROM items\n-- now calls=3000 ms=90: SELECT now()\n-- burst few bursts=2 calls=200 longest=100\n-- burst short bursts=90 calls=200 longest=3\n-- burst poll bursts=90 calls=2000 longest=30\n-- burst now bursts=90 calls=2000 longest=30\n-- burst gone bursts=90 calls=2000 longest=30",
      because: "a few short bursts, a clock that is polled, and what is asked of no table are not one question per row",
    },
  },
  "select-then-insert": {
    bad: "CREATE TABLE tags (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, at timestamptz);\n\n-- the workload\n-- find calls=9000 ms=900: SELECT id FROM tags WHERE name = $1\n-- known calls=9000 ms=900: SELECT count(*) FROM tags WHERE name = $1\n-- add calls=800 ms=300: INSERT INTO tags (name, at) VALUES ($1, now())\n-- pair find second=add times=780 sharing=780\n-- pair known second=add times=20 sharing=20\n-- event error sqlstate=23505 subject=tags_name_key statement=add count=14\n-- event error sqlstate=23505 subject=tags_name_key count=3",
    good: {
      sql: "CREATE TABLE tags (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);\n\n-- the workload\n-- find calls=9000 ms=900: SELECT id FROM tags WHERE name = $1\n-- add calls=800 ms=300: INSERT INTO tags (name) VALUES ($1) ON CONFLICT (name) DO NOTHING\n-- pair find second=add times=780 sharing=780",
      because: "the statement leaves it to the key already",
    },
  },
  "unbounded-select": {
    bad: "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric(12, 2), deleted_at timestamptz);\n\n-- the workload\n-- all calls=900 ms=40000: SELECT id, total FROM orders WHERE deleted_at IS NULL ORDER BY id\n-- add calls=5000 ms=900: INSERT INTO orders (id, total) VALUES ($1, $2)",
    good: {
      sql: "CREATE TABLE orders (id bigint PRIMARY KEY, kind text, at timestamp);\n\n-- the workload\n-- page calls=900 ms=40000: SELECT id FROM orders ORDER BY id LIMIT $1\n-- sum calls=900 ms=40000: SELECT sum(id) FROM orders\n-- groups calls=900 ms=40000: SELECT kind, count(*) FROM orders GROUP BY kind\n-- one calls=900 ms=40000: SELECT id FROM orders WHERE id = $1\n-- since calls=900 ms=40000: SELECT id FROM orders WHERE id > $1\n-- day calls=900 ms=40000: SELECT id FROM orders WHERE date(at) = $1\n-- month calls=900 ms=40000: SELECT id FROM orders WHERE date(at) >= $1\n-- named calls=900 ms=40000: SELECT id FROM orders WHERE lower(kind) LIKE $1\n-- inner calls=900 ms=40000: SELECT o.id FROM (SELECT id FROM orders LIMIT $1) AS o\n-- few calls=900 ms=40000 rows=1800: SELECT id FROM orders WHERE kind IS NULL\n-- seldom calls=2 ms=40000: SELECT id FROM orders\n-- add calls=5000 ms=900: INSERT INTO orders (id) VALUES ($1)",
      because: "a page, a sum, a group, a filter and a few rows do not grow with the table",
    },
  },
};
