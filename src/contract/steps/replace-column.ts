import { createPolicy, createTrigger, createView } from "../../facts/ddl/members.ts";
import { commentOn, grantOn } from "../../facts/ddl/owned.ts";
import { distinctName } from "../../facts/distinct-name.ts";
import { ident, qualified } from "../../facts/identifier.ts";
import { takesNotValidNotNull } from "../../facts/not-null.ts";
import type { Column, Constraint } from "../../model/catalog.ts";
import { type ObjectRef, toReference } from "../../model/reference.ts";
import type { Server } from "../../model/snapshot.ts";
import type { FixStep, SqlStep } from "../fix.ts";
import { backfill } from "./backfill.ts";
import { type CarriedOver, carryOver } from "./carry-over.ts";
import { hasType } from "./change-type.ts";
import { type Dependents, dependentsOf } from "./dependents.ts";
import { constraintName } from "./foreign-key-steps.ts";
import { setNotNull } from "./not-null.ts";
import { dropPolicy, dropTrigger, dropViews, viewsArePlain, viewTouches } from "./recreate.ts";
import { manualStep, step } from "./step.ts";
import { syncTrigger } from "./sync-trigger.ts";
import { touchTree } from "./tree.ts";

export interface Replacement {
  readonly column: Column;
  /** As written in DDL. */
  readonly type: string;
  /** Why the new type: the first step says it. */
  readonly why: string;
  /** The new value, of an expression for the old one, and the way back. Neither may depend on the session. */
  readonly convert: (value: string) => string;
  readonly revert: (value: string) => string;
  /** Makes constants in an expression fit the new type. */
  readonly retype?: (expression: string) => string;
  /** The default of the new column, from the one of the old; `retype` when left out. */
  readonly defaultFor?: (expression: string) => string;
  /** True when every value survives the conversion. */
  readonly requires?: SqlStep["requires"];
  /** What the people who own the clients have to know before the swap. */
  readonly clients: string;
  readonly server: Pick<Server, "version">;
}

export interface ReplacementPlan {
  /** What the second column is called until the swap, and the first one after it. */
  readonly made: string;
  readonly kept: string;
  readonly steps: readonly [FixStep, ...FixStep[]];
  readonly changes: readonly ObjectRef[];
}

/**
 * Gives a column another type without a rewrite under lock: a second column is added, kept equal by a trigger, filled in
 * batches, proven equal by a CHECK, and takes the name of the first in one short transaction. The first is kept equal
 * until nothing needs it, so that the swap can be undone at any time before.
 *
 * The new column stands last in the table: `SELECT *` and INSERT without a column list see another order.
 */
export function replaceColumn(replacement: Replacement): ReplacementPlan {
  const { column, why, convert, revert, server } = replacement;
  const { table } = column;
  const retype = replacement.retype ?? ((expression: string) => expression);
  const dependents = dependentsOf([column]);
  const names = new Set(table.columns.map(({ name }) => name));
  const made = distinctName([column.name], "_new", names);
  const kept = distinctName([column.name], "_old", names);
  const parts: Parts = {
    ...replacement,
    made,
    kept,
    on: `ALTER TABLE ${qualified(table.path)}`,
    proof: constraintName(table, [table.name, column.name], "_same"),
    dependents,
    forward: syncTrigger({ column, role: "sync", target: made, value: convert(`NEW.${ident(column.name)}`) }),
    backward: syncTrigger({ column, role: "keep", target: kept, value: revert(`NEW.${ident(column.name)}`) }),
    carried: carryOver({ column, name: made, retype }, dependents),
    notNull: notNullNames(column, made, server),
  };
  const old = `t.${ident(column.name)}`;
  return {
    made,
    kept,
    steps: [
      expand(parts, replacement.defaultFor ?? retype, why),
      backfill({
        table,
        why: `Fill ${made} in batches.${warnsOfTriggers(column)}`,
        set: `${ident(made)} = ${convert(old)}`,
        where: `t.${ident(made)} IS DISTINCT FROM ${convert(old)}`,
      }),
      ...prove(parts),
      ...(column.notNull ? setNotNull(table, made, `${column.name} is NOT NULL, and so is what replaces it.`, server) : []),
      ...parts.carried.steps,
      manualStep({
        phase: "switch",
        why: "The column's type changes for every client.",
        instruction: `${replacement.clients}${mentions(column)}`,
      }),
      swap(parts),
      manualStep({
        phase: "contract",
        why: `${kept} is the way back, as long as it exists.`,
        instruction: `Run with the new ${column.name} until nobody needs the way back. The next step drops ${kept} with its values.`,
      }),
      contract(parts),
    ],
    changes: [column, ...dependents.indexes, ...dependents.uniques, ...dependents.checks].map(toReference),
  };
}

/** What stands against replacing the column; empty when nothing does. */
export function againstReplacing(column: Column) {
  const { blocking, tied } = dependentsOf([column]);
  return [...blocking, ...tied];
}

interface Parts extends Replacement {
  readonly made: string;
  readonly kept: string;
  readonly on: string;
  readonly proof: string;
  readonly dependents: Dependents;
  readonly forward: ReturnType<typeof syncTrigger>;
  readonly backward: ReturnType<typeof syncTrigger>;
  readonly carried: CarriedOver;
  readonly notNull: { readonly made: string; readonly name: string; readonly kept: string } | null;
}

function expand({ column, made, on, type, forward, requires }: Parts, defaultFor: (text: string) => string, why: string): SqlStep {
  const table = qualified(column.table.path);
  return step([...touchTree("add column", column.table), ...touchTree("create trigger", column.table)], {
    phase: "expand",
    why: `${why} Rows that are written from now on have both values.`,
    statements: [
      `${on} ADD COLUMN ${ident(made)} ${type}`,
      ...(column.default === null ? [] : [`${on} ALTER COLUMN ${ident(made)} SET DEFAULT ${defaultFor(column.default)}`]),
      ...commentOn(`COLUMN ${table}.${ident(made)}`, column.comment),
      ...column.grants.flatMap((grant) => grantOn(table, grant, ` (${ident(made)})`)),
      ...forward.create,
    ],
    undo: [...forward.drop, `${on} DROP COLUMN ${ident(made)}`],
    ...(requires === undefined ? {} : { requires }),
  });
}

function prove(parts: Parts): SqlStep[] {
  const { column, on, proof } = parts;
  return [
    step(touchTree("add not valid check", column.table), {
      phase: "validate",
      why: "A CHECK that both columns say the same: PostgreSQL itself proves the backfill.",
      statements: [addProof(parts)],
      undo: [`${on} DROP CONSTRAINT IF EXISTS ${ident(proof)}`],
    }),
    step(touchTree("validate check", column.table), {
      phase: "validate",
      why: "Every row is compared; readers and writers go on.",
      statements: [`${on} VALIDATE CONSTRAINT ${ident(proof)}`],
      undo: [],
    }),
  ];
}

function addProof({ column, on, proof, made, convert }: Parts): string {
  return `${on} ADD CONSTRAINT ${ident(proof)} CHECK (${ident(made)} IS NOT DISTINCT FROM ${convert(ident(column.name))}) NOT VALID`;
}

function swap(parts: Parts): SqlStep {
  const { column, on, made, kept, proof, dependents, forward, backward, carried, notNull, type } = parts;
  const { views, triggers, policies } = dependents;
  const rename = (from: string, to: string) => `${on} RENAME COLUMN ${ident(from)} TO ${ident(to)}`;
  const renameRule = (from: string, to: string) => `${on} RENAME CONSTRAINT ${ident(from)} TO ${ident(to)}`;
  const takeAway = [...dropViews(views), ...triggers.map(dropTrigger), ...policies.map(dropPolicy)];
  const putBack = [...triggers.flatMap(createTrigger), ...policies.flatMap(createPolicy), ...views.flatMap(createView)];
  return step([...touchTree("rename column", column.table), ...viewTouches(views)], {
    phase: "switch",
    why: `${made} takes the name ${column.name}; ${kept} is kept equal for the way back.`,
    statements: [
      `${on} DROP CONSTRAINT ${ident(proof)}`,
      ...takeAway,
      ...forward.drop,
      rename(column.name, kept),
      rename(made, column.name),
      ...(notNull === null ? [] : [renameRule(notNull.name, notNull.kept), renameRule(notNull.made, notNull.name)]),
      ...carried.swap,
      ...putBack,
      ...backward.create,
    ],
    undo: [
      ...backward.drop,
      ...takeAway,
      ...carried.swapBack,
      ...(notNull === null ? [] : [renameRule(notNull.name, notNull.made), renameRule(notNull.kept, notNull.name)]),
      rename(column.name, made),
      rename(kept, column.name),
      ...forward.create,
      ...putBack,
      addProof(parts),
    ],
    ...(views.length === 0
      ? {}
      : {
          requires: {
            sql: viewsArePlain(views),
            because: "a view that would be made again has triggers, rules, rights on its columns, or routines that speak of its rows",
          },
        }),
    verify: hasType(column, type),
    hazards: ["breaks clients"],
  });
}

function contract({ column, on, kept, backward }: Parts): SqlStep {
  return step(touchTree("drop column", column.table), {
    phase: "contract",
    why: `Drop ${kept}, with the indexes and constraints that are left on it.`,
    statements: [...backward.drop, `${on} DROP COLUMN ${ident(kept)}`],
    undo: null,
    hazards: ["deletes data"],
  });
}

/** From PostgreSQL 18 on, NOT NULL is a constraint with a name of its own. */
function notNullNames(column: Column, made: string, server: Pick<Server, "version">): Parts["notNull"] {
  const { table } = column;
  const existing = table.constraints.find((item: Constraint) => item.type === "not null" && item.columns[0] === column);
  if (existing === undefined || !column.notNull || !takesNotValidNotNull(server)) return null;
  return {
    made: constraintName(table, [table.name, made], "_not_null"),
    name: existing.name,
    kept: constraintName(table, [existing.name], "_old"),
  };
}

/** Triggers see the backfill as an update like any other: an `updated_at` moves with it. */
function warnsOfTriggers(column: Column): string {
  const names = column.table.triggers.filter(({ fires }) => fires !== "disabled").map(({ name }) => name);
  return names.length === 0 ? "" : ` The table's triggers (${names.join(", ")}) fire for it.`;
}

/** Routines whose text names both the table and the column: PostgreSQL does not track what such a body uses. */
function mentions(column: Column): string {
  const { table } = column;
  const named = table.schema.routines.filter(({ body }) => body?.includes(table.name) === true && body.includes(column.name));
  return named.length === 0
    ? ""
    : ` Read these routines first, whose text mentions the column: ${named.map(({ name }) => name).join(", ")}.`;
}
