import type { SqlStep } from "../../contract/fix.ts";
import { literal, qualified } from "../../facts/identifier.ts";
import { timeouts } from "./step.ts";

/** A backfill as a statement for each batch, which psql asks the server for and then runs, each committing by itself. */
export function plainBackfill({ batches, timeouts: { lockMs } }: SqlStep): string {
  if (batches === undefined) return "";
  const { table, partitioned, update, blocks } = batches;
  const relation = literal(qualified(table)).trim();
  const leaves = partitioned
    ? `(SELECT relid::pg_catalog.regclass AS leaf FROM pg_catalog.pg_partition_tree(${relation}) WHERE isleaf)`
    : `(SELECT ${relation}::pg_catalog.regclass AS leaf)`;
  return [
    timeouts(lockMs, 0),
    `SELECT pg_catalog.format(${literal(update).trim()}, l.leaf, '(' || b.block || ',0)', '(' || b.block + ${blocks} || ',0)'), 'SELECT pg_catalog.pg_sleep(0.01)'\n`,
    `FROM ${leaves} AS l,\n`,
    `  LATERAL pg_catalog.generate_series(0, pg_catalog.pg_relation_size(l.leaf) / pg_catalog.current_setting('block_size')::bigint, ${blocks}) AS b (block)\n`,
    "ORDER BY l.leaf, b.block\n\\gexec\n",
  ].join("");
}
