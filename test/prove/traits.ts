/**
 * What gives a table the finding of one rule, in columns and names of its own: several fit on one table. `{t}` stands for
 * the table; the lines are those of `fixtures/rules`.
 */
export interface Trait {
  readonly columns?: readonly string[];
  readonly before?: string;
  readonly after?: string;
  readonly stats?: readonly string[];
  readonly sample?: readonly string[];
  readonly workload?: readonly string[];
  readonly advice?: readonly string[];
  /** What it takes of the table as a whole. Two that want the same otherwise do not fit together. */
  readonly claims?: Claims;
  /** The first major on which it has a fix. */
  readonly since?: number;
}

export interface Claims {
  readonly key?: string | null;
  readonly created?: string | null;
  /** No foreign key leads from a permanent table to another: the rule wants them alike. */
  readonly persistence?: "UNLOGGED" | "";
  /** A row is looked for beside its primary key. */
  readonly keyed?: boolean;
  /** It lists things by their number: what else is an amount is then read otherwise. */
  readonly counted?: boolean;
  /** It has a time of its own, which may be that of its making. */
  readonly moments?: boolean;
  readonly asked?: boolean;
  /** Rights on a table with secrets are another finding than rights on one without. */
  readonly secret?: boolean;
  /** Not everybody may see every row, so that its values go into no other table. */
  readonly guarded?: boolean;
  /** A column that no statement reads. */
  readonly unread?: string;
  readonly moment?: "timestamp" | "timestamptz";
  /** Whether a partitioned table can have all that it has: no other unique key, nothing invalid, nothing unchecked. */
  readonly partitionable?: boolean;
}

const asked: Claims = { asked: true };

/** By rule: every one that can have a fix. */
export const TRAITS: Readonly<Record<string, Trait>> = {
  "foreign-key-without-index": {
    before: "CREATE TABLE {t}_customers (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())",
    columns: ["customer_id bigint REFERENCES {t}_customers ON DELETE SET NULL"],
  },
  "invalid-index": {
    columns: ["placed_on date"],
    after: `CREATE INDEX {t}_placed_on ON {t} (placed_on);
      UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{t}_placed_on'::regclass`,
    claims: { partitionable: false },
  },
  "json-filter-without-gin": {
    columns: ["payload jsonb NOT NULL"],
    workload: ["{t}_find calls=9000 ms=80000: SELECT id FROM {t} WHERE payload ->> 'kind' = $1"],
    claims: asked,
  },
  "missing-index-for-workload": {
    columns: ["region text NOT NULL"],
    workload: ["{t}_region calls=40000 ms=200000: SELECT id FROM {t} WHERE region = $1"],
    advice: ['{"table": "{t}", "keys": ["region"], "columns": ["region"], "statements": [["{t}_region", 40000, 2500, 8]]}'],
    claims: asked,
  },
  "partial-index-candidate": {
    columns: ["refund_id bigint"],
    after: "CREATE INDEX {t}_refund_id ON {t} (refund_id)",
    stats: ["{t} rows=1000000", "{t}.refund_id nulls=0.97 distinct=30000", "{t}.{t}_refund_id bytes=22000000 scans=9000"],
    workload: ["{t}_refund calls=9000 ms=900: SELECT id FROM {t} WHERE refund_id = $1"],
    claims: asked,
  },
  "redundant-index": {
    columns: ["a bigint NOT NULL", "b bigint NOT NULL", "UNIQUE (a, b)"],
    after: "CREATE INDEX {t}_a ON {t} (a)",
    claims: { partitionable: false },
  },
  "unused-index": {
    columns: ["note text"],
    after: "CREATE INDEX {t}_note ON {t} (note)",
    stats: ["{t} rows=1000000 bytes=100000000 writes=1", "{t}.{t}_note scans=0 bytes=80000000"],
  },
  "disabled-trigger": {
    before: "CREATE TABLE {t}_people (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())",
    columns: ["person_id bigint REFERENCES {t}_people ON DELETE SET NULL"],
    after: "CREATE INDEX {t}_person_id ON {t} (person_id); ALTER TABLE {t}_people DISABLE TRIGGER ALL",
    claims: { partitionable: false },
  },
  "missing-timestamps": { claims: { created: null, persistence: "", moments: false } },
  "nullable-but-never-null": { columns: ["username text"], stats: ["{t} rows=100000", "{t}.username nulls=0"] },
  "case-sensitive-unique": {
    columns: ["email text NOT NULL UNIQUE"],
    workload: ["{t}_login calls=9000 ms=900: SELECT id FROM {t} WHERE lower(email) = $1"],
    claims: { asked: true, partitionable: false },
  },
  "cross-tenant-foreign-key": {
    before: "CREATE TABLE {t}_projects (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(), tenant_id bigint NOT NULL)",
    columns: ["tenant_id bigint NOT NULL", "project_id bigint REFERENCES {t}_projects ON DELETE CASCADE"],
  },
  "dangerous-cascade": {
    before: "CREATE TABLE {t}_budgets (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())",
    columns: ["budget_id bigint REFERENCES {t}_budgets ON DELETE CASCADE", "paid_amount numeric(12, 2)"],
    after: "CREATE INDEX {t}_budget_id ON {t} (budget_id)",
  },
  "duplicate-foreign-key": {
    before: "CREATE TABLE {t}_owners (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())",
    columns: [
      "owner_id bigint REFERENCES {t}_owners ON DELETE CASCADE",
      "CONSTRAINT {t}_owner_again FOREIGN KEY (owner_id) REFERENCES {t}_owners ON DELETE CASCADE",
    ],
    after: "CREATE INDEX {t}_owner_id ON {t} (owner_id)",
  },
  "foreign-key-type-mismatch": {
    before: "CREATE TABLE {t}_sellers (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())",
    columns: ["seller_id integer REFERENCES {t}_sellers ON DELETE CASCADE"],
    after: "CREATE INDEX {t}_seller_id ON {t} (seller_id)",
  },
  "foreign-key-without-on-delete": {
    before: "CREATE TABLE {t}_shelves (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())",
    columns: ["shelf_id bigint REFERENCES {t}_shelves"],
    after: "CREATE INDEX {t}_shelf_id ON {t} (shelf_id)",
  },
  "integer-key-exhaustion": { stats: ["{t}_id_seq last=2000000000"], claims: { key: "id serial PRIMARY KEY" } },
  "missing-primary-key": { claims: { key: null, keyed: false } },
  "missing-upsert-key": {
    columns: ["tag text NOT NULL"],
    workload: [
      "{t}_look calls=900 ms=90: SELECT id FROM {t} WHERE tag = $1",
      "{t}_add calls=900 ms=90: INSERT INTO {t} (tag) VALUES ($1)",
      "pair {t}_look second={t}_add times=900 sharing=890",
    ],
    claims: { asked: true, keyed: true },
  },
  "natural-primary-key": {
    before: "CREATE TABLE {t}_hosts (hostname text PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())",
    columns: ["host text REFERENCES {t}_hosts ON DELETE CASCADE"],
    after: "CREATE INDEX {t}_host ON {t} (host)",
  },
  "nullable-unique": {
    before: "CREATE TABLE {t}_folders (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())",
    columns: ["folder_id bigint REFERENCES {t}_folders ON DELETE CASCADE", "folder_name text NOT NULL", "UNIQUE (folder_id, folder_name)"],
    claims: { partitionable: false },
  },
  "phantom-foreign-key": {
    before: "CREATE TABLE {t}_vendor (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(), city text)",
    columns: ["{t}_vendor_id bigint"],
    claims: { persistence: "" },
  },
  "random-uuid-primary-key": {
    stats: ["{t} rows=50000000 bytes=9000000000", "{t}.{t}_pkey bytes=2000000000 scans=0"],
    claims: { key: "id uuid PRIMARY KEY DEFAULT gen_random_uuid()" },
    since: 18,
  },
  "set-null-on-not-null": {
    before: "CREATE TABLE {t}_voters (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now())",
    columns: ["voter_id bigint NOT NULL REFERENCES {t}_voters ON DELETE SET NULL"],
    after: "CREATE INDEX {t}_voter_id ON {t} (voter_id)",
  },
  "soft-delete-unique": { columns: ["slug text NOT NULL UNIQUE", "deleted_at {moment}"], claims: { partitionable: false } },
  "string-keyed-foreign-key": {
    before: "CREATE TABLE {t}_agents (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(), handle text NOT NULL UNIQUE)",
    columns: ["agent text REFERENCES {t}_agents (handle) ON DELETE CASCADE"],
    after: "CREATE INDEX {t}_agent ON {t} (agent)",
    stats: ["{t} rows=1000", "{t}.agent nulls=0 distinct=10 width=24"],
  },
  "unvalidated-constraint": {
    columns: ["title text"],
    after: "ALTER TABLE {t} ADD CONSTRAINT {t}_title_given CHECK (title <> '') NOT VALID",
    claims: { partitionable: false },
  },
  "float-money": { columns: ["amount double precision"], claims: { counted: false } },
  "float-quantity": {
    columns: ["quantity double precision NOT NULL", "unit text", "unit_price numeric(19,4)"],
    claims: { counted: true },
  },
  "missing-money-check": {
    before:
      "CREATE TABLE {t}_product (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(), listprice numeric(19,4) CHECK (listprice >= 0.00), currency text)",
    columns: ["unitprice numeric(19,4)"],
  },
  "money-type": { columns: ["total money NOT NULL"] },
  "money-without-currency": { columns: ["net_amount numeric(19,4) NOT NULL"], claims: { counted: false } },
  "numeric-without-scale": { columns: ["price numeric"] },
  "copied-parent-column": {
    before: "CREATE TABLE {t}_institutions (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(), city text)",
    columns: ["institution_id bigint REFERENCES {t}_institutions ON DELETE CASCADE", "institution_city text"],
    after: "CREATE INDEX {t}_institution_id ON {t} (institution_id)",
  },
  "dead-column": {
    columns: ["fax text"],
    stats: ["{t} rows=1000", "{t}.fax nulls=0.9 distinct=3"],
    claims: { asked: true, unread: "fax" },
  },
  "dead-table": { stats: ["{t} rows=10 scans=1"], claims: { asked: false } },
  "raw-payload-growth": {
    before:
      "CREATE TABLE {t}_webhook_log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(), raw jsonb)",
  },
  "label-beside-foreign-key": {
    before: "CREATE TABLE {t}_categories (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now(), title text NOT NULL)",
    columns: ["category_id bigint REFERENCES {t}_categories ON DELETE SET NULL", "category varchar(128)"],
    after: "CREATE INDEX {t}_category_id ON {t} (category_id)",
  },
  "repeated-text-entity": {
    columns: ["merchant_name text NOT NULL"],
    after: "CREATE INDEX {t}_merchant_name ON {t} (merchant_name)",
    stats: ["{t} rows=1000000", "{t}.merchant_name nulls=0 distinct=4000 width=18"],
    claims: { persistence: "", guarded: false },
  },
  "definer-without-search-path": {
    after: `CREATE FUNCTION {t}_answer() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 42'`,
  },
  "exposed-secret-column": {
    columns: ["api_key text"],
    after: "GRANT SELECT ON {t} TO pgassay_case_reporting",
    claims: { secret: true },
  },
  "plaintext-secret": { columns: ["stripe_api_key text"], sample: ["{t}.stripe_api_key digest=100"], claims: { secret: true } },
  "public-grants": { columns: ["nick text"], after: "GRANT SELECT (nick), UPDATE (nick) ON {t} TO PUBLIC", claims: { secret: false } },
  "public-schema-create": { after: "CREATE SCHEMA {t}_other; GRANT CREATE ON SCHEMA {t}_other TO PUBLIC" },
  "row-security-gaps": {
    columns: ["login text"],
    after: `ALTER TABLE {t} ENABLE ROW LEVEL SECURITY;
      CREATE POLICY {t}_own ON {t} USING (login = current_setting('app.login', true))`,
    claims: { guarded: true },
  },
  "partition-candidate": {
    columns: ["arrived_on date NOT NULL"],
    stats: ["{t} rows=50000000 bytes=9000000000", "{t}.arrived_on nulls=0 correlation=1"],
    claims: { persistence: "", moments: true, partitionable: true },
  },
  "default-partition-rows": {
    before: `CREATE TABLE {t}_readings (id bigint, taken_on date, created_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (id, taken_on)) PARTITION BY RANGE (taken_on);
      CREATE TABLE {t}_readings_2025 PARTITION OF {t}_readings FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
      CREATE TABLE {t}_readings_rest PARTITION OF {t}_readings DEFAULT`,
    stats: ["{t}_readings_rest rows=9"],
  },
  "unlogged-table": { stats: ["{t} rows=1000 bytes=100000"], claims: { persistence: "UNLOGGED" } },
  "boolean-as-text": { columns: ["verified varchar(5) DEFAULT 'False'"] },
  "enum-candidate": { columns: ["status varchar(20) NOT NULL"], stats: ["{t} rows=50000", "{t}.status distinct=3"] },
  "json-as-text": { columns: ["settings text NOT NULL DEFAULT '{}'"], since: 16 },
  "mixed-timestamp-kinds": {
    columns: ["booked_at timestamp NOT NULL", "paid_at timestamptz"],
    stats: ["{t} rows=1000"],
    claims: { moment: "timestamptz" },
  },
  "naive-timestamp": {
    columns: ["entered timestamp NOT NULL"],
    stats: ["{t} rows=1000"],
    claims: { moment: "timestamp", created: null, moments: true },
  },
  "number-as-text": { columns: ["page_count varchar(32)"] },
  "padded-char": { columns: ["code char(6) NOT NULL"], after: "CREATE INDEX {t}_code ON {t} (code) WHERE code > 'a'::char(6)" },
  "prefer-jsonb": { columns: ["hook json"] },
  "serial-column": { columns: ["ticket serial"] },
  "time-as-text": { columns: ["due_date varchar(10) NOT NULL"] },
  "timestamp-convention": { claims: { created: "created_at {moment} NOT NULL" } },
  "timestamp-used-as-date": {
    columns: ["settled timestamp NOT NULL"],
    workload: ["{t}_day calls=9000 ms=80000: SELECT id FROM {t} WHERE settled::date BETWEEN $1 AND $2"],
    claims: { asked: true, moments: true },
  },
  "updated-at-not-maintained": {
    columns: ["headline text", "updated_at {moment}"],
    workload: ["{t}_edit calls=9 ms=9: UPDATE {t} SET headline = $1 WHERE id = $2"],
    claims: asked,
  },
  "uuid-as-text": { columns: ["request_uuid varchar(36) DEFAULT gen_random_uuid()::text"] },
};

/** What people have to say before a rule has a fix. */
export const SETTINGS = new Map([["raw-payload-growth", { options: { keepDays: 30 } }]]);

const CREATED = "created_at {moment} NOT NULL DEFAULT now()";
const KEY = "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY";

export interface Made {
  readonly name: string;
  readonly rules: readonly string[];
  readonly sql: string;
  readonly stats: readonly string[];
  readonly sample: readonly string[];
  readonly workload: readonly string[];
  readonly advice: readonly string[];
}

export function canShare(a: string, b: string): boolean {
  const [one, two] = [claimsOf(a), claimsOf(b)];
  return [...one].every(([what, value]) => !two.has(what) || two.get(what) === value);
}

function claimsOf(rule: string): Map<string, unknown> {
  return new Map(Object.entries(TRAITS[rule]?.claims ?? {}));
}

/** A table with the traits of these rules. */
export function tableWith(name: string, rules: readonly string[]): Made {
  const traits = rules.map((rule) => TRAITS[rule] as Trait);
  const claims: Claims = Object.assign({}, ...traits.map((trait) => trait.claims));
  const named = (lines: readonly string[]) => lines.map((line) => line.replaceAll("{t}", name).replaceAll("{moment}", moment));
  const all = <T>(part: (trait: Trait) => readonly T[] | undefined) => traits.flatMap((trait) => part(trait) ?? []);
  const { key = KEY, created = CREATED, persistence = "", moment = "timestamptz", asked = true, unread } = claims;
  const columns = [
    ...(key === null ? ["id bigint GENERATED BY DEFAULT AS IDENTITY"] : [key]),
    ...(created === null ? [] : [created]),
    ...all(({ columns }) => columns),
  ];
  const statements = [
    ...all(({ before }) => (before === undefined ? [] : [before])),
    `CREATE ${persistence} TABLE {t} (${columns.join(", ")})`,
    ...all(({ after }) => (after === undefined ? [] : [after])),
  ];
  const beside = all(({ before = "" }) => before.match(/{t}_\w+(?= \()/g) ?? []);
  return {
    name,
    rules,
    sql: named(statements).join(";\n"),
    stats: named([tableLine(all(({ stats }) => stats)), ...all(({ stats }) => stats).filter((line) => !line.startsWith("{t} "))]),
    sample: named(all(({ sample }) => sample)),
    workload: named([
      ...all(({ workload }) => workload),
      ...(asked ? [`{t}_use calls=900 ms=90: SELECT ${unread === undefined ? "*" : allBut(unread, columns)} FROM {t}`] : []),
      ...beside.map((table) => `${table}_use calls=900 ms=90: SELECT * FROM ${table}`),
    ]),
    advice: named(all(({ advice }) => advice)),
  };
}

function allBut(unread: string, columns: readonly string[]): string {
  const names = columns.flatMap((column) => /^[a-z\d_{}]+/.exec(column) ?? []);
  return names.filter((name) => name !== unread).join(", ");
}

/** What several lines say of the table, as one: the most that one of them says. */
function tableLine(lines: readonly string[]): string {
  const most = new Map<string, number>();
  for (const line of lines.filter((each) => each.startsWith("{t} ")))
    for (const [, what = "", value] of line.matchAll(/(\w+)=(\d+)/g)) most.set(what, Math.max(most.get(what) ?? 0, Number(value)));
  return ["{t}", ...[...most].map(([what, value]) => `${what}=${value}`)].join(" ");
}
