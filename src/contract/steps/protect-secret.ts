import { distinctName } from "../../facts/distinct-name.ts";
import { ident, literal, qualified } from "../../facts/identifier.ts";
import { oidOfCatalog } from "../../facts/oid.ts";
import type { Column, ForeignKey } from "../../model/catalog.ts";
import { toReference } from "../../model/reference.ts";
import type { Server } from "../../model/snapshot.ts";
import type { FixDraft, FixStep } from "../fix.ts";
import { dependentsOf, describeBlocking } from "./dependents.ts";
import { createIndex, indexName } from "./index-steps.ts";
import { setNotNull } from "./not-null.ts";
import { isUniqueAlone, type Protection } from "./protection.ts";
import { manualStep, step } from "./step.ts";
import { touchTree } from "./tree.ts";

export interface Secret {
  readonly column: Column;
  /** The words for the secret in sentences: `access token`. */
  readonly kind: string;
  readonly protection: Protection;
  readonly server: Pick<Server, "version">;
}

/**
 * The way out of the clear. The database adds and drops columns; every key stays in the key service, and the application
 * encrypts and hashes, because SQL text ends up in logs and in pg_stat_activity.
 */
export function protectSecret({ column, kind, protection, server }: Secret): FixDraft {
  const { table } = column;
  if (table.primaryKey?.columns.includes(column) === true) return keyFirst(column, kind);
  const { views, blocking } = dependentsOf([column]);
  const readers = [
    ...views.map((view) => ({ object: view, reason: "reads it" })),
    ...referring(column).map((key) => ({ object: key, reason: "refers to it" })),
    ...blocking,
  ];
  const steps: readonly [FixStep, ...FixStep[]] = [
    manualStep({ phase: "expand", why: protection.reason, instruction: protection.confirm, hazards: [] }),
    addColumns(column, protection),
    manualStep({
      phase: "backfill",
      why: "Only the application may see the secret and what protects it together.",
      instruction: protection.write,
      hazards: ["needs deploy", "slows database"],
    }),
    ...prove(column, protection),
    ...(column.notNull ? moveNotNull(column, protection, server) : []),
    ...lookupIndex(column, protection),
    manualStep({
      phase: "switch",
      why: "Readers have to leave the clear column before it can go.",
      instruction: `Deploy code that ${protection.read}, and no longer reads or writes ${column.name}.${readers.length === 0 ? "" : ` Change first what reads it: ${describeBlocking(readers)}`}`,
    }),
    manualStep({
      phase: "contract",
      why: "Whoever read the clear values keeps them: old backups, replicas and logs hold them still.",
      instruction: `${protection.renew} The next step drops the clear column.`,
      hazards: ["needs deploy"],
    }),
    dropClear(column, protection),
    manualStep({
      phase: "contract",
      why: "DROP COLUMN leaves the bytes in the table's file until its rows are rewritten.",
      instruction: `Rewrite ${table.name} with pg_repack or VACUUM FULL, then let WAL archives, backups, snapshots, replicas and statement logs that hold the clear values expire, or destroy them.`,
      hazards: ["rewrites table", "blocks reads", "blocks writes"],
    }),
  ];
  return { title: protection.title, safety: "manual", changes: [toReference(column)], steps };
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

function addColumns(column: Column, { columns, room }: Protection): FixStep {
  const { table } = column;
  const on = `ALTER TABLE ${qualified(table.path)}`;
  return step(touchTree("add column", table), {
    phase: "expand",
    why: room,
    statements: [`${on} ${columns.map(({ name, type }) => `ADD COLUMN ${ident(name)} ${type}`).join(", ")}`],
    undo: [`${on} ${columns.map(({ name }) => `DROP COLUMN ${ident(name)}`).join(", ")}`],
  });
}

/** True for a row whose secret, if it has one, is protected. */
function isProtected(column: Column, { columns }: Protection): string {
  return `${ident(column.name)} IS NULL OR (${columns.map(({ name }) => `${ident(name)} IS NOT NULL`).join(" AND ")})`;
}

function allProtected(column: Column, protection: Protection) {
  return {
    sql: `SELECT NOT EXISTS (SELECT FROM ${qualified(column.table.path)} WHERE NOT (${isProtected(column, protection)}))`,
    because: `a row holds a secret that the application has not ${protection.done} yet`,
  };
}

function prove(column: Column, protection: Protection): FixStep[] {
  const { table } = column;
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const taken = new Set(table.constraints.map(({ name }) => name));
  const proof = ident(distinctName([table.name, column.name], `_${protection.done}`, taken));
  return [
    step(touchTree("add not valid check", table), {
      phase: "validate",
      why: "From now on no clear value enters alone.",
      statements: [`${on} ADD CONSTRAINT ${proof} CHECK (${isProtected(column, protection)}) NOT VALID`],
      undo: [`${on} DROP CONSTRAINT ${proof}`],
      requires: allProtected(column, protection),
    }),
    step(touchTree("validate check", table), {
      phase: "validate",
      why: "Every row is checked; readers and writers go on.",
      statements: [`${on} VALIDATE CONSTRAINT ${proof}`],
      undo: [],
    }),
  ];
}

/** What had to be there has to be there protected, and code that writes nothing in clear has to get through. */
function moveNotNull(column: Column, { columns, lookup }: Protection, server: Pick<Server, "version">): FixStep[] {
  const { table } = column;
  const alter = `ALTER TABLE ${qualified(table.path)} ALTER COLUMN ${ident(column.name)}`;
  return [
    ...columns.flatMap(({ name }) =>
      name === lookup ? [] : setNotNull(table, name, `${column.name} is NOT NULL, and so is what takes its place.`, server),
    ),
    step(touchTree("drop not null", table), {
      phase: "validate",
      why: `Rows may come without ${column.name} from now on.`,
      statements: [`${alter} DROP NOT NULL`],
      undo: [`${alter} SET NOT NULL`],
    }),
  ];
}

function lookupIndex(column: Column, { lookup }: Protection): FixStep[] {
  if (lookup === null) return [];
  const { table } = column;
  return createIndex({
    table,
    name: indexName(table, [lookup]),
    why: `Rows are found by ${lookup}, as they were by ${column.name}.`,
    keys: [ident(lookup)],
    unique: isUniqueAlone(column) && table.partitioning === null,
    phase: "validate",
  });
}

function dropClear(column: Column, protection: Protection): FixStep {
  const { table } = column;
  const ready = allProtected(column, protection);
  const referred = referring(column).length > 0;
  return step(touchTree("drop column", table), {
    phase: "contract",
    why: `Drop ${column.name}, with the indexes and constraints on it.`,
    statements: [`ALTER TABLE ${qualified(table.path)} DROP COLUMN ${ident(column.name)}`],
    undo: null,
    requires: {
      sql: `${ready.sql} AND ${nothingReads(column)}${referred ? ` AND ${nothingRefers(column)}` : ""}`,
      because: `${ready.because}, or a view or a generated column still reads it${referred ? ", or a foreign key still refers to it" : ""}`,
    },
    hazards: ["deletes data"],
  });
}

function referring(column: Column): ForeignKey[] {
  return column.table.referencedBy.filter((key) => key.targetColumns.includes(column));
}

function nothingRefers(column: Column): string {
  const relation = literal(qualified(column.table.path)).trim();
  return [
    "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c",
    "JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.confrelid AND a.attnum = ANY (c.confkey)",
    `WHERE c.contype = 'f' AND c.confrelid = pg_catalog.to_regclass(${relation}) AND a.attname = ${literal(column.name).trim()})`,
  ].join(" ");
}

/**
 * True when no view, policy, routine or generated column reads the column.
 * PostgreSQL 14 would take a generated column away with it, without a word: there it is the column that depends, not its expression.
 */
function nothingReads(column: Column): string {
  const relation = literal(qualified(column.table.path)).trim();
  const readers = ["pg_rewrite", "pg_attrdef", "pg_policy", "pg_proc"].map(oidOfCatalog).join(", ");
  return [
    "NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid",
    `WHERE d.refobjid = pg_catalog.to_regclass(${relation}) AND a.attname = ${literal(column.name).trim()}`,
    `AND (d.classid IN (${readers}) AND d.deptype = 'n'`,
    "OR d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = d.refobjid AND d.objsubid > 0))",
  ].join(" ");
}
