import { distinctName } from "../../facts/distinct-name.ts";
import { ident, literal, qualified } from "../../facts/identifier.ts";
import type { Column } from "../../model/catalog.ts";
import { toReference } from "../../model/reference.ts";
import type { Server } from "../../model/snapshot.ts";
import type { FixDraft, FixStep } from "../fix.ts";
import { dependentsOf, describeBlocking } from "./dependents.ts";
import { createIndex, indexName } from "./index-steps.ts";
import { setNotNull } from "./not-null.ts";
import { manualStep, step } from "./step.ts";
import { touchTree } from "./tree.ts";

export interface Envelope {
  readonly column: Column;
  /** The words for the secret in sentences: `access token`. */
  readonly kind: string;
  readonly server: Pick<Server, "version">;
}

interface Names {
  readonly ciphertext: string;
  readonly keyId: string;
  /** Null where nothing looks the secret up. */
  readonly lookup: string | null;
}

/**
 * The way from a secret in clear to envelope encryption. The database adds and drops columns; every key stays in the
 * key service, and every encryption happens in the application, because SQL text ends up in logs and in pg_stat_activity.
 */
export function envelopePlan({ column, kind, server }: Envelope): FixDraft {
  const { table } = column;
  if (table.primaryKey?.columns.includes(column) === true) return keyFirst(column, kind);
  const names = namesFor(column);
  const lookedUp = names.lookup === null ? "" : ` and ${names.lookup} = HMAC-SHA-256 of it under a separate key`;
  const { views, blocking } = dependentsOf([column]);
  const readers = [...views.map((view) => ({ object: view, reason: "reads it" })), ...blocking];
  const steps: readonly [FixStep, ...FixStep[]] = [
    manualStep({
      phase: "expand",
      why: "Encryption needs a key that never comes near the database.",
      instruction: `Confirm that ${table.name}.${column.name} holds secrets (${kind}) in clear, not digests or ciphertexts. Create a key for them in your key service. Secrets that only have to be recognised, such as your users' passwords, are hashed with argon2id instead, and need no key.`,
      hazards: [],
    }),
    addColumns(column, names),
    manualStep({
      phase: "backfill",
      why: "Only the application may see the secret and the key together.",
      instruction: `Deploy code that writes ${names.ciphertext} and ${names.keyId}${lookedUp} beside ${column.name} for every new value. Then let it go through the rows where ${names.ciphertext} is null, in batches by primary key, and encrypt each value under a data key of its own that the key service wraps.`,
      hazards: ["needs deploy", "slows database"],
    }),
    ...prove(column, names),
    ...(column.notNull ? moveNotNull(column, names, server) : []),
    ...lookupIndex(column, names),
    manualStep({
      phase: "switch",
      why: "Readers have to leave the clear column before it can go.",
      instruction: `Deploy code that decrypts ${names.ciphertext}${names.lookup === null ? "" : `, looks rows up by ${names.lookup}`}, and no longer reads or writes ${column.name}.${readers.length === 0 ? "" : ` Change first what reads it: ${describeBlocking(readers)}`}`,
    }),
    manualStep({
      phase: "contract",
      why: "Whoever read the clear values keeps them: old backups, replicas and logs hold them still.",
      instruction: `Rotate every secret (${kind}) that was stored in clear: revoke it where it was issued and store its successor encrypted. The next step drops the clear column.`,
      hazards: ["needs deploy"],
    }),
    dropClear(column, names),
    manualStep({
      phase: "contract",
      why: "DROP COLUMN leaves the bytes in the table's file until its rows are rewritten.",
      instruction: `Rewrite ${table.name} with pg_repack or VACUUM FULL, then let WAL archives, backups, snapshots, replicas and statement logs that hold the clear values expire, or destroy them.`,
      hazards: ["rewrites table", "blocks reads", "blocks writes"],
    }),
  ];
  return {
    title: `Encrypt ${table.name}.${column.name} under a key of the key service`,
    safety: "manual",
    changes: [toReference(column)],
    steps,
  };
}

/** A secret that tells rows apart is in every reference to them: that has to change before it can go. */
function keyFirst(column: Column, kind: string): FixDraft {
  const { table } = column;
  return {
    title: `Tell the rows of ${table.name} apart by something else than ${column.name}`,
    safety: "manual",
    changes: [toReference(column)],
    steps: [
      manualStep({
        phase: "expand",
        why: "A primary key is copied into every table, log and cache that names a row.",
        instruction: `Confirm that ${table.name}.${column.name} holds secrets (${kind}) in clear. Give ${table.name} a primary key without meaning, let everything refer to that, and ask for the fix again.`,
      }),
    ],
  };
}

function namesFor(column: Column): Names {
  const taken = new Set(column.table.columns.map(({ name }) => name));
  const lookup = isUnique(column) || column.dependents.some((item) => item.kind === "index");
  return {
    ciphertext: distinctName([column.name], "_ciphertext", taken),
    keyId: distinctName([column.name], "_key_id", taken),
    lookup: lookup ? distinctName([column.name], "_hmac", taken) : null,
  };
}

function isUnique(column: Column): boolean {
  return column.table.indexes.some((index) => index.unique && index.keys.length === 1 && index.keys[0]?.column === column);
}

function addColumns(column: Column, names: Names): FixStep {
  const { table } = column;
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const columns = [
    `${ident(names.ciphertext)} bytea`,
    `${ident(names.keyId)} text`,
    ...(names.lookup === null ? [] : [`${ident(names.lookup)} bytea`]),
  ];
  return step(touchTree("add column", table), {
    phase: "expand",
    why: "Room for the ciphertext, the key's name, and a keyed digest where rows are looked up by the secret.",
    statements: [`${on} ${columns.map((definition) => `ADD COLUMN ${definition}`).join(", ")}`],
    undo: [
      `${on} ${columnsOf(names)
        .map((name) => `DROP COLUMN ${ident(name)}`)
        .join(", ")}`,
    ],
  });
}

function columnsOf({ ciphertext, keyId, lookup }: Names): string[] {
  return [ciphertext, keyId, ...(lookup === null ? [] : [lookup])];
}

/** True for a row whose secret, if it has one, is encrypted. */
function isEncrypted(column: Column, names: Names): string {
  return `${ident(column.name)} IS NULL OR (${columnsOf(names)
    .map((name) => `${ident(name)} IS NOT NULL`)
    .join(" AND ")})`;
}

function allEncrypted(column: Column, names: Names) {
  return {
    sql: `SELECT NOT EXISTS (SELECT FROM ${qualified(column.table.path)} WHERE NOT (${isEncrypted(column, names)}))`,
    because: "a row holds a secret that the application has not encrypted yet",
  };
}

function prove(column: Column, names: Names): FixStep[] {
  const { table } = column;
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const proof = ident(distinctName([table.name, column.name], "_encrypted", new Set(table.constraints.map(({ name }) => name))));
  return [
    step(touchTree("add not valid check", table), {
      phase: "validate",
      why: "From now on no clear value enters without its ciphertext.",
      statements: [`${on} ADD CONSTRAINT ${proof} CHECK (${isEncrypted(column, names)}) NOT VALID`],
      undo: [`${on} DROP CONSTRAINT ${proof}`],
      requires: allEncrypted(column, names),
    }),
    step(touchTree("validate check", table), {
      phase: "validate",
      why: "Every row is checked; readers and writers go on.",
      statements: [`${on} VALIDATE CONSTRAINT ${proof}`],
      undo: [],
    }),
  ];
}

/** What had to be there has to be there encrypted, and code that writes the ciphertext alone has to get through. */
function moveNotNull(column: Column, names: Names, server: Pick<Server, "version">): FixStep[] {
  const { table } = column;
  const alter = `ALTER TABLE ${qualified(table.path)} ALTER COLUMN ${ident(column.name)}`;
  return [
    ...[names.ciphertext, names.keyId].flatMap((name) =>
      setNotNull(table, name, `${column.name} is NOT NULL, and so is its ciphertext.`, server),
    ),
    step(touchTree("drop not null", table), {
      phase: "validate",
      why: `Rows may come without ${column.name} from now on.`,
      statements: [`${alter} DROP NOT NULL`],
      undo: [`${alter} SET NOT NULL`],
    }),
  ];
}

function lookupIndex(column: Column, names: Names): FixStep[] {
  if (names.lookup === null) return [];
  const { table } = column;
  return createIndex({
    table,
    name: indexName(table, [names.lookup]),
    why: `Rows are found by ${names.lookup}, as they were by ${column.name}.`,
    keys: [ident(names.lookup)],
    unique: isUnique(column) && table.partitioning === null,
    phase: "validate",
  });
}

function dropClear(column: Column, names: Names): FixStep {
  const { table } = column;
  const encrypted = allEncrypted(column, names);
  return step(touchTree("drop column", table), {
    phase: "contract",
    why: `Drop ${column.name}, with the indexes and constraints on it.`,
    statements: [`ALTER TABLE ${qualified(table.path)} DROP COLUMN ${ident(column.name)}`],
    undo: null,
    requires: {
      sql: `${encrypted.sql} AND ${nothingReads(column)}`,
      because: `${encrypted.because}, or a view or a generated column still reads it`,
    },
    hazards: ["deletes data"],
  });
}

/**
 * True when no view, policy, routine or generated column reads the column.
 * PostgreSQL 14 would take a generated column away with it, without a word: there it is the column that depends, not its expression.
 */
function nothingReads(column: Column): string {
  const relation = literal(qualified(column.table.path)).trim();
  const readers = ["pg_rewrite", "pg_attrdef", "pg_policy", "pg_proc"]
    .map((name) => `'pg_catalog.${name}'::pg_catalog.regclass`)
    .join(", ");
  return [
    "NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid",
    `WHERE d.refobjid = pg_catalog.to_regclass(${relation}) AND a.attname = ${literal(column.name).trim()}`,
    `AND (d.classid IN (${readers}) AND d.deptype = 'n'`,
    "OR d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = d.refobjid AND d.objsubid > 0))",
  ].join(" ");
}
