import { dollarQuoted, literal, qualified } from "../../facts/identifier.ts";
import type { Table } from "../../model/catalog.ts";
import type { Batches, SqlStep } from "../fix.ts";
import { step } from "./step.ts";

/** Pages of 8 kB per batch: about 5,000 narrow rows, tens of milliseconds. */
const BLOCKS_PER_BATCH = 64;

export interface BackfillParts {
  readonly table: Table;
  readonly why: string;
  /** `new_column = expression`, in terms of the alias `t`. */
  readonly set: string;
  /** Further relations, for `UPDATE … AS t SET … FROM <from>`. */
  readonly from?: string;
  /** True for rows that still need the update: a second run then does nothing. */
  readonly where: string;
  readonly verify?: string;
}

/**
 * Updates a table in batches of pages, each in a transaction of its own.
 *
 * Batches are ranges of `ctid`, which PostgreSQL 14 and later read as a TID range scan: any table can be filled this
 * way, whatever its key. Rows that writers move meanwhile are filled by the synchronising trigger that every plan
 * creates first; stopping and starting again is safe, because finished rows no longer match.
 */
export function backfill(parts: BackfillParts): SqlStep {
  const { table, why, set, from, where, verify } = parts;
  const batch = [
    `UPDATE %s AS t SET ${set.replaceAll("%", "%%")}`,
    ...(from === undefined ? [] : [`FROM ${from.replaceAll("%", "%%")}`]),
    "WHERE t.ctid >= %L::pg_catalog.tid AND t.ctid < %L::pg_catalog.tid",
    `AND (${where.replaceAll("%", "%%")})`,
  ].join(" ");
  const batches = { table: table.path, partitioned: table.partitioning !== null, update: batch, blocks: BLOCKS_PER_BATCH };
  return step(
    leavesOf(table).map((leaf) => ({ change: "update in batches" as const, table: leaf })),
    {
      phase: "backfill",
      why,
      statements: [batchedUpdate(batches)],
      batches,
      undo: [],
      ...(verify === undefined ? {} : { verify }),
      hazards: ["slows database"],
    },
  );
}

/** The loop as one statement, which commits batch by batch and so has to stand alone. */
export function batchedUpdate({ table, partitioned, update, blocks }: Batches, lockMs = 2_000): string {
  const relation = literal(qualified(table)).trim();
  const leaves = partitioned
    ? `SELECT relid AS relation FROM pg_catalog.pg_partition_tree(${relation}) WHERE isleaf`
    : `SELECT ${relation}::pg_catalog.regclass AS relation`;
  const body = `
DECLARE
  leaf pg_catalog.regclass;
  block bigint;
  blocks bigint;
BEGIN
  FOR leaf IN ${leaves}
  LOOP
    block := 0;
    blocks := pg_catalog.pg_relation_size(leaf) / pg_catalog.current_setting('block_size')::bigint;
    WHILE block <= blocks LOOP
      PERFORM pg_catalog.set_config('lock_timeout', '${lockMs}ms', true);
      EXECUTE pg_catalog.format(
        ${literal(update).trim()},
        leaf, '(' || block || ',0)', '(' || block + ${blocks} || ',0)');
      block := block + ${blocks};
      COMMIT;
      PERFORM pg_catalog.pg_sleep(0.01);
    END LOOP;
  END LOOP;
END
`;
  return `DO ${dollarQuoted(body)}`;
}

/** Rows live in the leaves of a partition tree; updates lock those. */
function leavesOf(table: Table): readonly Table[] {
  return table.partitioning === null ? [table] : table.children.flatMap(leavesOf);
}
