import { distinctName } from "../../facts/distinct-name.ts";
import { dollarQuoted, ident, qualified } from "../../facts/identifier.ts";
import { leads } from "../../facts/index/leads.ts";
import type { Column } from "../../model/catalog.ts";
import type { FixStep } from "../fix.ts";
import { createIndex, indexName } from "./index-steps.ts";
import { manualStep, step } from "./step.ts";

export interface OldPayloads {
  /** Of one table. */
  readonly columns: readonly [Column, ...Column[]];
  /** When a row came: a `date`, `timestamp` or `timestamptz`. */
  readonly moment: Column;
  /** Whole days for which a payload is kept. */
  readonly days: number;
}

/** Rows of one transaction: payloads are wide, and each is written anew without its own. */
const ROWS_PER_BATCH = 1_000;

/**
 * A procedure that sets the payloads of old rows to NULL in batches, its first call, and what people do before and after.
 * Null where something besides readers would notice that a payload is gone.
 */
export function clearOldPayloads(payloads: OldPayloads): readonly [FixStep, ...FixStep[]] | null {
  const { columns, moment, days } = payloads;
  const { table } = moment;
  if (!columns.every(isFree) || table.children.length + table.parents.length + table.triggers.length > 0 || table.rls === "forced")
    return null;
  const procedure = qualified([
    table.schema.name,
    distinctName(["clear_old", table.name, "payloads"], "", new Set(table.schema.routines.map(({ name }) => name))),
  ]);
  const list = columns.map(({ name }) => name).join(", ");
  const call = `CALL ${procedure}()`;
  const steps: FixStep[] = [
    ...oldestFirst(payloads),
    step(
      { change: "create function" },
      {
        phase: "expand",
        why: `One procedure sets ${list} to NULL in rows older than ${days} days, in batches that commit one by one. It passes over rows that somebody else has locked: the next call gets them.`,
        statements: [`CREATE PROCEDURE ${procedure}() LANGUAGE plpgsql AS ${dollarQuoted(clearing(payloads))}`],
        undo: [`DROP PROCEDURE ${procedure}()`],
      },
    ),
    manualStep({
      phase: "backfill",
      why: "What the next step clears is gone: only a backup still has it.",
      instruction: `Have those who answer for the data agree that ${list} of ${table.name} end after ${days} days. Make sure that a backup exists and can be restored, that everything that reads them copes with NULL, and that the fields which are used have columns of their own.`,
      hazards: ["needs deploy", "breaks clients"],
    }),
    step(
      { change: "update in batches", table },
      {
        phase: "backfill",
        why: "The first call clears all that is old by now. It may be stopped and called again.",
        statements: [call],
        verify: `SELECT NOT EXISTS (SELECT FROM ${qualified(table.path)} AS o WHERE ${isOld(payloads, 1)} AND (${isKept(payloads)}))`,
        undo: null,
        hazards: ["deletes data", "slows database"],
        empties: columns,
      },
    ),
    manualStep({
      phase: "contract",
      why: "Payloads go on growing old.",
      instruction: `Have \`${call}\` run once a day, outside a transaction: by your scheduler and psql, or by pg_cron. VACUUM makes the room of cleared payloads free for new rows; it does not give it back to the disk.`,
      hazards: [],
    }),
  ];
  return steps as [FixStep, ...FixStep[]];
}

/** May be NULL, and no key, CHECK or generated column reads it. */
function isFree({ notNull, generated, dependents }: Column): boolean {
  return (
    !notNull &&
    generated === null &&
    dependents.every((other) => other.kind === "view" || other.kind === "statistics" || (other.kind === "index" && !other.unique))
  );
}

/** An index of the rows that still have a payload, oldest first, stays small however long the table gets. */
function oldestFirst(payloads: OldPayloads) {
  const { moment } = payloads;
  const { table } = moment;
  if (table.indexes.some((index) => index.valid && index.method === "btree" && index.predicate === null && leads([moment], index)))
    return [];
  return createIndex({
    table,
    name: indexName(table, [moment.name, "kept"]),
    why: "Old rows that still have a payload are found without reading the others, each day anew.",
    keys: [ident(moment.name)],
    where: isKept(payloads, ""),
  });
}

function isKept({ columns }: OldPayloads, alias = "o."): string {
  return columns.map(({ name }) => `${alias}${ident(name)} IS NOT NULL`).join(" OR ");
}

/** A moment without a zone may be of any: it is old a day later. `more` days pass while rows go on growing old. */
function isOld({ moment, days }: OldPayloads, more = 0): string {
  return moment.type.name === "timestamptz"
    ? `o.${ident(moment.name)} < pg_catalog.now() - interval '${days + more} days'`
    : `o.${ident(moment.name)} < pg_catalog.now() AT TIME ZONE 'UTC' - interval '${days + more + 1} days'`;
}

function clearing(payloads: OldPayloads): string {
  const table = qualified(payloads.moment.table.path);
  // A procedure with SET of its own could not commit: every name is qualified instead.
  return `
BEGIN
  LOOP
    PERFORM pg_catalog.set_config('lock_timeout', '2000ms', true);
    UPDATE ${table} AS t SET ${payloads.columns.map(({ name }) => `${ident(name)} = NULL`).join(", ")}
    WHERE t.ctid = ANY (ARRAY(
      SELECT o.ctid FROM ${table} AS o
      WHERE ${isOld(payloads)} AND (${isKept(payloads)})
      ORDER BY o.${ident(payloads.moment.name)} LIMIT ${ROWS_PER_BATCH} FOR UPDATE SKIP LOCKED));
    EXIT WHEN NOT FOUND;
    COMMIT;
    PERFORM pg_catalog.pg_sleep(0.01);
  END LOOP;
END
`;
}
