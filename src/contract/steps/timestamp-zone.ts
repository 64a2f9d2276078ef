import { ident, literal } from "../../facts/identifier.ts";
import { defaultWithZone } from "../../facts/time/defaults.ts";
import type { Column, Table } from "../../model/catalog.ts";
import type { Server } from "../../model/snapshot.ts";
import type { FixDraft, FixStep } from "../fix.ts";
import { changesOf, changeType, type TypeChange } from "./change-type.ts";
import { type Blocking, dependentsOf, describeBlocking } from "./dependents.ts";
import { againstReplacing, replaceColumn } from "./replace-column.ts";
import { manualStep } from "./step.ts";

export interface ZonedColumns {
  readonly table: Table;
  /** Of type timestamp without time zone. */
  readonly columns: readonly [Column, ...Column[]];
  /** The zone in which the stored values are meant; null when nobody has said it: UTC is asked about, and taken. */
  readonly zone: string | null;
  readonly server: Pick<Server, "version">;
}

/** From timestamp to timestamptz: a note in the catalog when the values are UTC, a second column otherwise. */
export function withTimeZone({ table, columns, zone, server }: ZonedColumns): FixDraft {
  const utc = zone === null || zone.toUpperCase() === "UTC";
  const against = new Map(
    columns.map((column) => [column, utc ? againstRetyping(column) : [...domainOf(column), ...againstReplacing(column)]]),
  );
  const free = columns.filter((column) => against.get(column)?.length === 0);
  const held = [...against.values()].flat();
  const title = `Store the timestamps of ${table.name} with time zone`;
  const byHand = held.length === 0 ? [] : [resist(held)];
  const [first, ...rest] = free;
  if (first === undefined) return { title, safety: "manual", changes: changesOf(columns), steps: [resist(held)] };
  const steps: FixStep[] = utc ? [ask(table, columns, zone), inPlace(table, [first, ...rest])] : inZone(free, zone as string, server);
  const [head, ...tail] = [...byHand, ...steps];
  return { title, safety: held.length > 0 ? "manual" : "review", changes: changesOf(columns), steps: [head as FixStep, ...tail] };
}

function ask(table: Table, columns: readonly Column[], zone: string | null): FixStep {
  const names = columns.map(({ name }) => name).join(", ");
  return manualStep({
    phase: "switch",
    why: zone === null ? "Nothing in the schema says which zone the stored values mean." : "Clients read and write another type.",
    instruction: [
      ...(zone === null
        ? [
            `Find out in which zone the writers of ${table.name} meant ${names}. The next step reads the values as UTC: if they mean another zone, set the rule's option storedIn to it and ask for the fix again.`,
          ]
        : []),
      "Deploy code that writes and reads timestamps with their zone before the next step.",
    ].join(" "),
  });
}

/**
 * With the session's zone at UTC and without USING, timestamp and timestamptz are the same bits: the table is not
 * rewritten. Any USING, even AT TIME ZONE 'UTC', rewrites it.
 */
function inPlace(table: Table, columns: readonly [Column, ...Column[]]): FixStep {
  const indexed = columns.some((column) => column.dependents.some((item) => item.kind === "index"));
  return changeType({
    table,
    columns: columns.map(retyped) as unknown as readonly [TypeChange, ...TypeChange[]],
    work: indexed ? "change type with index rebuild" : "change type in catalog",
    why: `The rows stay as they are, because UTC needs no conversion.${indexed ? " Indexes on the columns are built again under the lock." : ""}`,
    first: ["SET LOCAL TimeZone = 'UTC'"],
  });
}

function retyped(column: Column): TypeChange {
  return {
    column,
    type: zonedType(column),
    default: column.default === null ? null : defaultWithZone(column.default, "UTC"),
  };
}

function inZone(columns: readonly Column[], zone: string, server: Pick<Server, "version">): FixStep[] {
  const name = literal(zone).trim();
  const plans = columns.map(
    (column) =>
      replaceColumn({
        column,
        type: zonedType(column),
        why: `The values are read in ${zone}. Where its clocks are turned forward or back, PostgreSQL has to guess: look at those hours first.`,
        convert: (value) => `${value} AT TIME ZONE ${name}`,
        revert: (value) => `${value} AT TIME ZONE ${name}`,
        defaultFor: (expression) => defaultWithZone(expression, zone),
        clients: `Deploy code that writes and reads ${column.table.name}.${column.name} with its zone, and names the columns in INSERT and COPY, before the next step.`,
        server,
      }).steps,
  );
  // One phase after the other, whatever the number of columns.
  return (["expand", "backfill", "validate", "switch", "contract"] as const).flatMap((phase) =>
    plans.flatMap((steps) => steps.filter((step) => step.phase === phase)),
  );
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
    ...domainOf(column),
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

function domainOf(column: Column): Blocking[] {
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

function resist(against: readonly Blocking[]): FixStep {
  return manualStep({
    phase: "expand",
    why: "Other objects are built on these columns, and have to be changed with them.",
    instruction: `Plan the change together with what depends on the columns. ${describeBlocking(against)}`,
  });
}
