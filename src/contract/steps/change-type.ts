import { createPolicy, createTrigger, createView } from "../../facts/ddl/members.ts";
import { ident, literal, qualified } from "../../facts/identifier.ts";
import type { Column, Table } from "../../model/catalog.ts";
import { type ObjectRef, toReference } from "../../model/reference.ts";
import type { Phase, SqlStep } from "../fix.ts";
import { dependentsOf } from "./dependents.ts";
import { dropPolicy, dropTrigger, dropViews, viewsArePlain, viewTouches } from "./recreate.ts";
import { step } from "./step.ts";
import { touchTree } from "./tree.ts";

export interface TypeChange {
  readonly column: Column;
  /** As written in DDL. */
  readonly type: string;
  /** The new value as an expression; left out where the cast alone says it: PostgreSQL may then keep the table as it is. */
  readonly using?: string;
  /** The way back. */
  readonly revert?: string;
  /** Null: the column has none. Left out: the default it has. */
  readonly default?: string | null;
}

export interface TypeChanges {
  readonly table: Table;
  readonly columns: readonly [TypeChange, ...TypeChange[]];
  /** What PostgreSQL does for it: nothing but a note in the catalog, an index build, or a copy of the table. */
  readonly work: "change type in catalog" | "change type with index rebuild" | "change type with rewrite";
  readonly why: string;
  readonly phase?: Phase;
  /** Statements before, in the same transaction: settings that the cast depends on. */
  readonly first?: readonly string[];
  readonly requires?: SqlStep["requires"];
}

/** Changes types in place, in one ALTER TABLE, with the views, triggers and policies in the way taken down and put back. */
export function changeType({ table, columns, work, why, phase, first = [], requires }: TypeChanges): SqlStep {
  const { views, triggers, policies } = dependentsOf(columns.map(({ column }) => column));
  const takeAway = [...dropViews(views), ...triggers.map(dropTrigger), ...policies.map(dropPolicy)];
  const putBack = [...triggers.flatMap(createTrigger), ...policies.flatMap(createPolicy), ...views.flatMap(createView)];
  const alter = (actions: readonly string[]) => `ALTER TABLE ${qualified(table.path)} ${actions.join(", ")}`;
  const there = columns.flatMap((change) => actions(change, change.type, change.using, newDefault(change)));
  const back = columns.flatMap((change) => actions(change, change.column.type.text, change.revert, change.column.default));
  const [head, ...rest] = [...first, ...takeAway, alter(there), ...putBack];
  return step([...touchTree(work, table), ...viewTouches(views)], {
    phase: phase ?? "switch",
    why,
    statements: [head as string, ...rest],
    undo: [...first, ...takeAway, alter(back), ...putBack],
    verify: `SELECT ${columns.map(({ column, type }) => `(${hasType(column, type)})`).join(" AND ")}`,
    hazards: ["breaks clients"],
    ...both(
      requires,
      views.length === 0
        ? undefined
        : {
            sql: viewsArePlain(views),
            because: "a view that would be made again has triggers, rules, rights on its columns, or routines that speak of its rows",
          },
    ),
  });
}

/** A boolean query: the column has the type, which may be written with its modifiers. */
export function hasType(column: Column, type: string): string {
  const relation = literal(qualified(column.table.path)).trim();
  return [
    "SELECT pg_catalog.format_type(a.atttypid, a.atttypmod) = ",
    `${literal(type).trim()} FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass(${relation}) AND a.attname = ${literal(column.name).trim()}`,
  ].join("");
}

export function changesOf(columns: readonly Column[]): ObjectRef[] {
  const { indexes, uniques, checks } = dependentsOf(columns);
  return [...columns, ...indexes, ...uniques, ...checks].map(toReference);
}

function newDefault(change: TypeChange): string | null {
  return change.default === undefined ? change.column.default : change.default;
}

/** A default of the old type is no default of the new one: it is taken away and set again in the same command. */
function actions({ column }: TypeChange, type: string, using: string | undefined, value: string | null): string[] {
  const alter = `ALTER COLUMN ${ident(column.name)}`;
  return [
    ...(column.default === null ? [] : [`${alter} DROP DEFAULT`]),
    `${alter} TYPE ${type}${using === undefined ? "" : ` USING ${using}`}`,
    ...(value === null ? [] : [`${alter} SET DEFAULT ${value}`]),
  ];
}

function both(a: SqlStep["requires"], b: SqlStep["requires"]): Pick<SqlStep, "requires"> {
  if (a === undefined || b === undefined) {
    const one = a ?? b;
    return one === undefined ? {} : { requires: one };
  }
  return { requires: { sql: `SELECT (${a.sql}) AND (${b.sql})`, because: `${a.because}, or ${b.because}` } };
}
