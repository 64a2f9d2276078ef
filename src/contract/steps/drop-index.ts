import { literal, qualified } from "../../facts/identifier.ts";
import { renderIndex } from "../../facts/index/render-index.ts";
import type { Index } from "../../model/catalog.ts";
import type { Phase, SqlStep } from "../fix.ts";
import { validIndex } from "./index-steps.ts";
import { indexComment, restoreIndex } from "./restore-index.ts";
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
      undo: [renderIndex(index, { concurrently: true }), ...indexComment(index)],
      ...requires,
      verify,
    },
  );
}
