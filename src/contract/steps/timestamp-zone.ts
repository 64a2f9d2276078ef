import { ident, literal } from "../../facts/identifier.ts";
import { defaultWithZone } from "../../facts/time/defaults.ts";
import type { Column, Dependent, Table } from "../../model/catalog.ts";
import type { Server } from "../../model/snapshot.ts";
import type { Stats } from "../../model/stats.ts";
import type { FixDraft, FixStep } from "../fix.ts";
import { changesOf, changeType, type TypeChange } from "./change-type.ts";
import { type Blocking, dependentsOf, describeBlocking } from "./dependents.ts";
import { againstReplacing, type ReplacementPlan, replaceColumn } from "./replace-column.ts";
import { sideBySide } from "./side-by-side.ts";
import { manualStep } from "./step.ts";

/** Columns of type timestamp without time zone. */
export interface NaiveColumns {
  readonly table: Table;
  readonly columns: readonly [Column, ...Column[]];
}

export interface ZonedColumns {
  readonly of: readonly [NaiveColumns, ...NaiveColumns[]];
  /** The zone in which the stored values are meant; null when nobody has said it: UTC is asked about, and taken. */
  readonly zone: string | null;
  /** Up to this many rows a table is rewritten in place. */
  readonly smallTableRows: number;
  readonly stats: Stats | undefined;
  readonly server: Pick<Server, "version">;
}

/** How one column gets its zone: in place, or by a second column; or not, for these reasons. */
interface Way {
  readonly column: Column;
  readonly is: "in place" | "replace";
  /** True when PostgreSQL keeps the rows as they are. */
  readonly sameBits: boolean;
  readonly against: readonly Blocking[];
}

/** From timestamp to timestamptz: a note in the catalog where that is enough, a second column where rows have to be converted. */
export function withTimeZone(zoned: ZonedColumns): FixDraft {
  const zone = zoned.zone ?? "UTC";
  const [first, ...others] = zoned.of;
  const tables = zoned.of.map(({ table, columns }) => ({ table, ways: apart(columns.map((column) => wayOf(column, zone, zoned))) }));
  const ways = tables.flatMap((each) => each.ways);
  const against = ways.flatMap((way) => way.against);
  const replaced = ways.filter((way) => isFree(way) && way.is === "replace").map((way) => replacing(way.column, zone, zoned.server));
  const inPlace = tables.flatMap(({ table, ways }) => {
    const free = ways.filter((way) => isFree(way) && way.is === "in place");
    return free.length === 0 ? [] : [{ table, ways: free }];
  });
  const plans = [
    ...(against.length === 0 ? [] : [[byHand(against)]]),
    ...replaced.map((plan) => plan.steps),
    ...(inPlace.length === 0 ? [] : [[ask(zoned), ...inPlace.map(({ table, ways }) => alterInPlace(table, ways, zone))]]),
  ];
  return {
    title: `Store the timestamps of ${others.length === 0 ? first.table.name : `schema ${first.table.schema.name}`} with time zone`,
    safety: against.length > 0 ? "manual" : "review",
    changes: zoned.of.flatMap(({ columns }) => changesOf(columns)),
    steps: sideBySide(plans) as unknown as FixDraft["steps"],
  };
}

function isFree({ against }: Way): boolean {
  return against.length === 0;
}

/**
 * Under a session at UTC, and without USING, timestamp and timestamptz are the same bits: the table is not rewritten.
 * Any USING rewrites it, even AT TIME ZONE 'UTC', and so does a limit on the fractional seconds.
 */
function wayOf(column: Column, zone: string, { stats, smallTableRows }: ZonedColumns): Way {
  const rows = stats?.table(column.table)?.rows ?? null;
  const sameBits = zone.toUpperCase() === "UTC" && column.type.modifiers.length === 0;
  const is = sameBits || (rows !== null && rows <= smallTableRows) ? "in place" : "replace";
  return {
    column,
    is,
    sameBits,
    against: is === "in place" ? againstRetyping(column) : [...typeAgainst(column), ...againstReplacing(column)],
  };
}

/** Two second columns cannot both rebuild what stands on both of their first ones: the later one waits for another run. */
function apart(ways: readonly Way[]): Way[] {
  const taken = new Set<Dependent>();
  return ways.map((way) => {
    if (way.is === "in place" || way.against.length > 0) return way;
    const { indexes, uniques, checks } = dependentsOf([way.column]);
    const shared = [...indexes, ...uniques, ...checks].find((item) => taken.has(item));
    if (shared !== undefined) return { ...way, against: [{ object: shared, reason: "another column of it is replaced first" }] };
    for (const item of [...indexes, ...uniques, ...checks]) taken.add(item);
    return way;
  });
}

function ask({ of, zone }: ZonedColumns): FixStep {
  const [{ table, columns }, ...others] = of;
  const meant =
    others.length === 0
      ? `the writers of ${table.name} meant ${columns.map(({ name }) => name).join(", ")}`
      : `the writers of these ${of.length} tables meant their timestamps: ${of.map((each) => each.table.name).join(", ")}`;
  return manualStep({
    phase: "switch",
    why: zone === null ? "Nothing in the schema says which zone the stored values mean." : "Clients read and write another type.",
    instruction: [
      ...(zone === null
        ? [
            `Find out in which zone ${meant}. What follows reads the values as UTC: if they mean another zone, set the rule's option storedIn to it and ask for the fix again.`,
          ]
        : []),
      "Deploy code that writes and reads timestamps with their zone before the next step.",
    ].join(" "),
  });
}

function alterInPlace(table: Table, ways: readonly Way[], zone: string): FixStep {
  const indexed = ways.some(({ column }) => column.dependents.some((item) => item.kind === "index"));
  const rewritten = ways.some((way) => !way.sameBits);
  const conversion = (column: Column) => `${ident(column.name)} AT TIME ZONE ${literal(zone).trim()}`;
  return changeType({
    table,
    columns: ways.map(({ column, sameBits }) => ({
      column,
      type: zonedType(column),
      ...(sameBits ? {} : { using: conversion(column), revert: conversion(column) }),
      default: column.default === null ? null : defaultWithZone(column.default, zone),
    })) as unknown as readonly [TypeChange, ...TypeChange[]],
    work: rewritten ? "change type with rewrite" : indexed ? "change type with index rebuild" : "change type in catalog",
    why: rewritten
      ? `The values are read in ${zone}. The table is small: it is copied under lock in a moment.`
      : `The rows stay as they are, because UTC needs no conversion.${indexed ? " Indexes on the columns are built again under the lock." : ""}`,
    first: ["SET LOCAL TimeZone = 'UTC'"],
  });
}

function replacing(column: Column, zone: string, server: Pick<Server, "version">): ReplacementPlan {
  const name = literal(zone).trim();
  const guesses =
    zone.toUpperCase() === "UTC" ? "" : " Where its clocks are turned forward or back, PostgreSQL has to guess: look at those hours first.";
  return replaceColumn({
    column,
    type: zonedType(column),
    why: `The values are read in ${zone}.${guesses}`,
    convert: (value) => `${value} AT TIME ZONE ${name}`,
    revert: (value) => `${value} AT TIME ZONE ${name}`,
    defaultFor: (expression) => defaultWithZone(expression, zone),
    clients: `Make sure that ${column.table.name}.${column.name} is meant in ${zone}. Deploy code that writes and reads it with its zone, and names the columns in INSERT and COPY, before the next step.`,
    server,
  });
}

/** `timestamp(3) without time zone` to `timestamp(3) with time zone`. */
function zonedType(column: Column): string {
  return column.type.text.replace("without time zone", "with time zone");
}

function againstRetyping(column: Column): Blocking[] {
  const { blocking } = dependentsOf([column]);
  const references = column.table.foreignKeys.filter((key) => key.columns.includes(column));
  const referrers = column.table.referencedBy.filter((key) => key.targetColumns.includes(column));
  return [
    ...typeAgainst(column),
    ...blocking,
    ...[...references, ...referrers].map((key) => ({ object: key, reason: "both ends of a foreign key change together" })),
    // What was immutable for a timestamp depends on the session's zone for a timestamptz, and an index may not.
    ...column.dependents.flatMap((item) =>
      item.kind === "index" && readsValue(column, [...item.keys.map((key) => key.expression), item.predicate])
        ? [{ object: item, reason: "its expression or predicate would depend on the session's time zone" }]
        : [],
    ),
    ...column.dependents.flatMap((item) =>
      item.kind === "constraint" && item.type === "exclusion"
        ? [{ object: item, reason: "an exclusion constraint is written for its type" }]
        : [],
    ),
  ];
}

/** Whether an expression asks the column for more than being null. */
function readsValue(column: Column, expressions: readonly (string | null)[]): boolean {
  const name = ident(column.name);
  return expressions.some(
    (expression) => expression?.replaceAll(`${name} IS NULL`, "").replaceAll(`${name} IS NOT NULL`, "").includes(name) === true,
  );
}

function typeAgainst(column: Column): Blocking[] {
  if (column.type.array) return [{ object: column, reason: "an array is converted element by element" }];
  return column.type.over === null
    ? []
    : [
        {
          object: { kind: "type", path: [column.type.schema, column.type.name] },
          reason: "the column's type is this domain, which has columns of its own",
        },
      ];
}

function byHand(against: readonly Blocking[]): FixStep {
  return manualStep({
    phase: "expand",
    why: "Other objects are built on these columns, and have to be changed with them.",
    instruction: `Plan the change together with what depends on the columns. ${describeBlocking(against)}`,
  });
}
