import { commentOn } from "../../facts/ddl/owned.ts";
import { distinctName } from "../../facts/distinct-name.ts";
import { ident, qualified } from "../../facts/identifier.ts";
import { renderIndex } from "../../facts/index/render-index.ts";
import { TakenNames } from "../../facts/taken-names.ts";
import type { Column, Index, LocalConstraint } from "../../model/catalog.ts";
import type { SqlStep } from "../fix.ts";
import type { Dependents } from "./dependents.ts";
import { renameColumnIn } from "./expression.ts";
import { relationNames, validIndex } from "./index-steps.ts";
import { step } from "./step.ts";
import { touchTree } from "./tree.ts";

/** Indexes and constraints of a column, built again on the column that will take its place. */
export interface CarriedOver {
  /** Before the swap, beside readers and writers. */
  readonly steps: readonly SqlStep[];
  /** In the swap: the new ones take the names of the old ones, which stay on the old column until it is dropped. */
  readonly swap: readonly string[];
  readonly swapBack: readonly string[];
}

export interface NewColumn {
  readonly column: Column;
  /** What the new column is called until the swap. */
  readonly name: string;
  /** Makes constants in an expression fit the new type. */
  readonly retype: (expression: string) => string;
}

export function carryOver(to: NewColumn, dependents: Dependents): CarriedOver {
  const taken = new TakenNames(relationNames(to.column.table.schema));
  for (const { name } of to.column.table.constraints) taken.add(name);
  const parts = [
    ...dependents.indexes.map((index) => carryIndex(to, index, taken)),
    ...dependents.uniques.map((unique) => carryUnique(to, unique, taken)),
    ...dependents.checks.map((check) => carryCheck(to, check, taken)),
  ];
  return {
    steps: parts.flatMap((part) => part.steps),
    swap: parts.flatMap((part) => part.swap),
    swapBack: parts.toReversed().flatMap((part) => part.swapBack),
  };
}

/** The same object twice: `made` until the swap, then under the old name, while the old one is `kept`. */
interface Names {
  readonly made: string;
  readonly kept: string;
}

function namesFor(name: string, taken: TakenNames): Names {
  const made = distinctName([name], "_new", taken);
  const kept = distinctName([name], "_old", taken);
  taken.add(made).add(kept);
  return { made, kept };
}

function carryIndex(to: NewColumn, index: Index, taken: TakenNames): CarriedOver {
  const names = namesFor(index.name, taken);
  const schema = to.column.table.schema.name;
  const rename = (from: string, name: string) => `ALTER INDEX ${qualified([schema, from])} RENAME TO ${ident(name)}`;
  return {
    steps: [buildIndex(to, index, names.made)],
    swap: [
      rename(index.name, names.kept),
      rename(names.made, index.name),
      ...commentOn(`INDEX ${qualified([schema, index.name])}`, index.comment),
    ],
    swapBack: [rename(index.name, names.made), rename(names.kept, index.name)],
  };
}

function buildIndex(to: NewColumn, index: Index, name: string): SqlStep {
  const { table } = to.column;
  const schema = table.schema.name;
  const drop = `DROP INDEX CONCURRENTLY IF EXISTS ${qualified([schema, name])}`;
  return step(
    { change: "create index concurrently", table },
    {
      phase: "validate",
      why: `Build ${index.name} on the new column while writers go on.`,
      statements: [drop, renderIndex(onNewColumn(to, index, name), { concurrently: true })],
      undo: [drop],
      verify: validIndex(schema, name),
    },
  );
}

function onNewColumn(to: NewColumn, index: Index, name: string): Index {
  const { column } = to;
  const stand = { ...column, name: to.name };
  const text = (expression: string | null) => (expression === null ? null : to.retype(renameColumnIn(expression, column.name, to.name)));
  return {
    ...index,
    name,
    keys: index.keys.map((key) => ({ ...key, column: key.column === column ? stand : key.column, expression: text(key.expression) })),
    include: index.include.map((each) => (each === column ? stand : each)),
    predicate: text(index.predicate),
  };
}

function carryUnique(to: NewColumn, unique: LocalConstraint, taken: TakenNames): CarriedOver {
  if (unique.index === null) return { steps: [], swap: [], swapBack: [] };
  const names = namesFor(unique.name, taken);
  const { table } = to.column;
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const build = buildIndex(to, unique.index, names.made);
  const deferred = unique.deferrable ? ` DEFERRABLE INITIALLY ${unique.deferred ? "DEFERRED" : "IMMEDIATE"}` : "";
  const promote = step(
    { change: "add constraint using index", table },
    {
      phase: "validate",
      why: `Make the finished index a unique constraint, as ${unique.name} is one.`,
      statements: [`${on} ADD CONSTRAINT ${ident(names.made)} UNIQUE USING INDEX ${ident(names.made)}${deferred}`],
      undo: [`${on} DROP CONSTRAINT ${ident(names.made)}`, renderIndex(onNewColumn(to, unique.index, names.made))],
    },
  );
  return { steps: [build, promote], ...renameConstraint(to, unique, names) };
}

function carryCheck(to: NewColumn, check: LocalConstraint, taken: TakenNames): CarriedOver {
  const names = namesFor(check.name, taken);
  const { table } = to.column;
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const written = (check.definition ?? "").replace(/ NOT VALID$/, "");
  const definition = to.retype(renameColumnIn(written, to.column.name, to.name));
  const add = step(touchTree("add not valid check", table), {
    phase: "validate",
    why: `Write ${check.name} for the new column.`,
    statements: [`${on} ADD CONSTRAINT ${ident(names.made)} ${definition}${check.enforced ? " NOT VALID" : ""}`],
    undo: [`${on} DROP CONSTRAINT ${ident(names.made)}`],
  });
  const validate = step(touchTree("validate check", table), {
    phase: "validate",
    why: "Check the rows that were there before; readers and writers go on.",
    statements: [`${on} VALIDATE CONSTRAINT ${ident(names.made)}`],
    undo: [],
  });
  return { steps: check.validated && check.enforced ? [add, validate] : [add], ...renameConstraint(to, check, names) };
}

function renameConstraint({ column }: NewColumn, constraint: LocalConstraint, names: Names): Pick<CarriedOver, "swap" | "swapBack"> {
  const on = qualified(column.table.path);
  const rename = (from: string, name: string) => `ALTER TABLE ${on} RENAME CONSTRAINT ${ident(from)} TO ${ident(name)}`;
  return {
    swap: [
      rename(constraint.name, names.kept),
      rename(names.made, constraint.name),
      ...commentOn(`CONSTRAINT ${ident(constraint.name)} ON ${on}`, constraint.comment),
    ],
    swapBack: [rename(constraint.name, names.made), rename(names.kept, constraint.name)],
  };
}
