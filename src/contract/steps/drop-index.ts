import { ident, literal, qualified } from "../../facts/identifier.ts";
import { renderIndex } from "../../facts/index/render-index.ts";
import type { Index, Table } from "../../model/catalog.ts";
import type { Phase, SqlStep } from "../fix.ts";
import { validIndex } from "./index-steps.ts";
import { step } from "./step.ts";
import { touchTree } from "./tree.ts";

/** Drops an index while readers and writers go on; one of a partitioned table can only be dropped at once, with its parts. */
export function dropIndex(index: Index, why: string, keeper?: Index): SqlStep {
  const phase: Phase = "contract";
  const name = qualified([index.path[0] as string, index.name]);
  const { table } = index;
  const requires =
    keeper === undefined
      ? {}
      : {
          requires: {
            sql: validIndex(keeper.path[0] as string, keeper.name),
            because: "the index that takes over is not there, or not valid",
          },
        };
  const verify = `SELECT pg_catalog.to_regclass(${literal(name).trim()}) IS NULL`;
  if (table.kind === "table" && table.partitioning !== null) {
    return step(touchTree("drop index", table), {
      phase,
      why,
      statements: [`DROP INDEX IF EXISTS ${name}`],
      undo: restoreIndex(index),
      ...requires,
      verify,
    });
  }
  return step(
    { change: "drop index concurrently", table },
    {
      phase,
      why,
      statements: [`DROP INDEX CONCURRENTLY IF EXISTS ${name}`],
      undo: [renderIndex(index, { concurrently: true }), ...comment(index)],
      ...requires,
      verify,
    },
  );
}

/** The statements that build an index again; of a partitioned table, each part under the name it had, attached. */
export function restoreIndex(index: Index): string[] {
  const { table } = index;
  if (table.kind !== "table" || table.partitioning === null) return [renderIndex(index), ...comment(index), ...marks(index, table)];
  const parts = table.children.flatMap((child) => partOf(index, child));
  const name = qualified([index.path[0] as string, index.name]);
  return [
    renderIndex(index, { only: true }),
    ...comment(index),
    ...parts.flatMap((part) => [
      ...restoreIndex(part),
      `ALTER INDEX ${name} ATTACH PARTITION ${qualified([part.path[0] as string, part.name])}`,
    ]),
  ];
}

function partOf(index: Index, child: Table): Index[] {
  return child.indexes.filter((part) => part.partitionOf?.every((name, at) => name === index.path[at]) === true);
}

/** What the table remembers of its index, besides the index. */
function marks(index: Index, table: Index["table"]): string[] {
  const on = `ALTER TABLE ${qualified(table.path)}`;
  return [
    ...(index.replicaIdentity ? [`${on} REPLICA IDENTITY USING INDEX ${ident(index.name)}`] : []),
    ...(index.clustered ? [`${on} CLUSTER ON ${ident(index.name)}`] : []),
  ];
}

function comment(index: Index): string[] {
  if (index.comment === null) return [];
  return [`COMMENT ON INDEX ${qualified([index.path[0] as string, index.name])} IS ${literal(index.comment).trim()}`];
}
