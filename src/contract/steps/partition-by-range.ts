import { distinctName } from "../../facts/distinct-name.ts";
import { ident, literal, qualified } from "../../facts/identifier.ts";
import { renderKeys } from "../../facts/index/render-index.ts";
import { oidOf } from "../../facts/oid.ts";
import { TakenNames } from "../../facts/taken-names.ts";
import type { Column, Index, LocalConstraint } from "../../model/catalog.ts";
import type { Server } from "../../model/snapshot.ts";
import type { FixStep } from "../fix.ts";
import { constraintName } from "./foreign-key-steps.ts";
import { createIndex, relationNames } from "./index-steps.ts";
import { isPartitionable, isProven, listed, standsAlone } from "./partitionable.ts";
import { manualStep, step } from "./step.ts";
import { type PartitionNames, succeed } from "./succeed-table.ts";
import { nameOfRange, rangesAhead, type Span } from "./time-ranges.ts";

export interface NewPartitions {
  /** A date or timestamp, which the rows come in the order of. */
  readonly moment: Column;
  readonly span: Span;
  /** How many partitions are made ahead, besides the one that the rows are in and the default. */
  readonly ahead: number;
  /** ISO 8601, the time of the snapshot. */
  readonly now: string;
  readonly server: Pick<Server, "version">;
}

/** Rows that come so close to the bound say that the plan has waited too long: the rest of it takes a while. */
const LEAST_DAYS_LEFT = 7;

/**
 * Partitions a table by range of a moment without a copy: a proven CHECK lets it become the first partition, up to a bound
 * in the future, of a partitioned table that takes its name. Null where something that stands on it cannot be carried over.
 *
 * The bound is counted from the snapshot. Whether it has come is asked of the rows and not of the clock, and before the
 * CHECK: once that is there, no row passes the bound, and the switch is what lets later ones in again.
 */
export function partitionByRange({ moment, span, ahead, now, server }: NewPartitions): FixStep[] | null {
  const { table } = moment;
  if (!isPartitionable(moment, server)) return null;
  const [start, ...ends] = rangesAhead(now, span, ahead);
  const bound = boundOf(moment, start);
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const column = ident(moment.name);
  const check = constraintName(table, [table.name, moment.name], "_bound");
  const rule = `CHECK (${column} IS NOT NULL AND ${column} < ${bound}::${moment.type.name})`;
  const names = namesFor(moment, span, [start, ...ends].slice(0, -1));
  const primary = table.primaryKey as LocalConstraint | null;
  const wider = primary !== null && !primary.columns.includes(moment) ? primary : null;
  const made = wider === null ? [] : [names.key];
  const alone = standsAlone(table, made);
  const late = `${column} >= ${bound}::${moment.type.name} - interval '${LEAST_DAYS_LEFT} days'`;

  const limit = step(
    { change: "add not valid check", table },
    {
      phase: "expand",
      why: `Every row is to be before ${start}, where the next partition begins. Until the switch, a row from then on${moment.notNull ? "" : `, or without ${moment.name},`} is refused.`,
      statements: [`${on} ADD CONSTRAINT ${ident(check)} ${rule} NOT VALID`],
      undo: [`${on} DROP CONSTRAINT IF EXISTS ${ident(check)}`],
      requires: {
        sql: `SELECT ${alone} AND NOT EXISTS (SELECT FROM ${qualified(table.path)} WHERE ${column} IS NULL OR ${late})`,
        because: `something stands on the table that is not carried over, a row has no ${moment.name}, or the rows have come close to ${start} (a plan from a new snapshot has a later bound)`,
      },
      hazards: moment.notNull ? [] : ["breaks clients"],
    },
  );
  const index = wider === null ? [] : createIndex(keyIndex(wider, moment, names.key));
  const prove = step(
    { change: "validate check", table },
    {
      phase: "validate",
      why: "Check the rows that were there before, so that nothing has to be read when the table becomes a partition; readers and writers go on.",
      statements: [`${on} VALIDATE CONSTRAINT ${ident(check)}`],
      undo: [],
      verify: `SELECT ${isProven(table, check)}`,
    },
  );
  const deploy = manualStep({
    phase: "switch",
    why:
      wider === null
        ? "The next part has to run before the bound."
        : `A unique key of a partitioned table holds the moment: that of ${listed(wider.columns)} alone ends here.`,
    instruction: [
      ...(wider === null
        ? []
        : [
            `Deploy code that gets by without it: ON CONFLICT (${listed(wider.columns)}) finds no key afterwards, two rows with the same ${listed(wider.columns)} are refused only if they have the same ${moment.name} as well, and no foreign key can refer to the table.`,
          ]),
      `See that the statements that matter compare ${moment.name}: those that do not look into every partition. Run the next part before ${start}, from which on the table refuses rows until then.`,
    ].join(" "),
  });
  const { there, back } = succeed({ moment, check, names, wider, bounds: [start, ...ends].map((each) => boundOf(moment, each)) });
  const others = [...new Set(table.foreignKeys.map(({ target }) => target))];
  const exchange = step(
    // An attached partition shares the foreign keys of the table: the triggers of its own are dropped at the other end.
    [{ change: "rename table", table }, ...others.map((other) => ({ change: "drop foreign key", other }) as const)],
    {
      phase: "switch",
      why: `The table becomes ${names.legacy}, the first partition of a table that takes its name, its rights and its numbers. Nothing is read or copied.`,
      statements: there as [string, ...string[]],
      undo: back,
      requires: {
        sql: `SELECT ${isProven(table, check)} AND ${alone}`,
        because: "the rows are not proven to be before the bound, or something has come to stand on the table that is not carried over",
      },
      verify: `SELECT EXISTS (SELECT FROM pg_catalog.pg_inherits AS h WHERE h.inhrelid = ${oidOf([table.schema.name, names.legacy])} AND h.inhparent = ${oidOf(table.path)})`,
      hazards: wider === null ? [] : ["breaks clients"],
    },
  );
  return [limit, ...index, prove, deploy, exchange, keepUp(moment, span, names, ends.at(-1) ?? start)];
}

function keepUp(moment: Column, span: Span, names: PartitionNames, end: string): FixStep {
  const { table } = moment;
  return manualStep({
    phase: "contract",
    why: `The partitions that were made end at ${end}: what comes later goes to ${names.rest}.`,
    instruction: `Have the next ones made in time: hand the table to pg_partman, or schedule a statement for every ${span}, as CREATE TABLE … PARTITION OF ${qualified(table.path)} FOR VALUES FROM (${boundOf(moment, end)}) TO (…) with the owner and the storage parameters of the others. Keep ${names.rest} empty: no partition can be made for a range whose rows are there. Once the rows of a partition may go, ALTER TABLE ${qualified(table.path)} DETACH PARTITION … and a DROP TABLE take a moment. Autovacuum analyzes the partitions, and not the table as a whole: ANALYZE it now, and with the same statement.`,
    hazards: [],
  });
}

function keyIndex(primary: LocalConstraint, moment: Column, name: string) {
  const index = primary.index as Index;
  return {
    table: moment.table,
    name,
    why: `The unique key of a partitioned table has to hold ${moment.name}: build its index while writers go on.`,
    keys: [...renderKeys(index), ident(moment.name)],
    include: index.include.map((column) => column.name),
    unique: true,
  };
}

function namesFor(moment: Column, span: Span, starts: readonly string[]): PartitionNames {
  const { table } = moment;
  const taken = new TakenNames(relationNames(table.schema));
  for (const { name } of table.constraints) taken.add(name);
  const give = (parts: readonly string[], suffix: string) => {
    const name = distinctName(parts, suffix, taken);
    taken.add(name);
    return name;
  };
  return {
    legacy: give([table.name], "_legacy"),
    key: give([table.name], "_legacy_pkey"),
    ranges: starts.map((start) => give([table.name], `_${nameOfRange(start, span)}`)),
    rest: give([table.name], "_default"),
    kept: (name) => give([name], "_legacy"),
    next: (name) => give([name], "_new"),
  };
}

/** Midnight, in UTC where the type has a zone. */
function boundOf({ type }: Column, date: string): string {
  const time = { date: "", timestamp: " 00:00:00", timestamptz: " 00:00:00+00" }[type.name];
  return literal(`${date}${time}`);
}
