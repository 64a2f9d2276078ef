import type { Index } from "../../model/catalog.ts";
import { ident, literal, qualified } from "../identifier.ts";
import { renderIndex } from "../index/render-index.ts";
import { commentOn } from "./owned.ts";

/** Nothing for an index that a constraint brings. */
export function createIndex(index: Index): string[] {
  if (index.constraint !== null) return [];
  const split = index.table.kind === "table" && index.table.partitioning !== null;
  return [renderIndex(index, { only: split }), ...commentOn(`INDEX ${nameOf(index)}`, index.comment)];
}

/** What is said of an index once it is there, by the table or by the partitioned index above it. */
export function settleIndex(index: Index): string[] {
  const { table, partitionOf } = index;
  const on = `ALTER TABLE ${qualified(table.path)}`;
  return [
    ...(partitionOf === null ? [] : [`ALTER INDEX ${qualified([partitionOf[0], partitionOf[2]])} ATTACH PARTITION ${nameOf(index)}`]),
    ...(index.clustered ? [`${on} CLUSTER ON ${ident(index.name)}`] : []),
    ...(index.replicaIdentity ? [`${on} REPLICA IDENTITY USING INDEX ${ident(index.name)}`] : []),
    ...((index.valid && index.ready) || (table.kind === "table" && table.partitioning !== null) ? [] : [spoil(index)]),
  ];
}

/** What a failed concurrent build leaves: no statement makes it on purpose. */
function spoil(index: Index): string {
  const name = literal(nameOf(index)).trim();
  return `UPDATE pg_catalog.pg_index SET indisvalid = ${index.valid}, indisready = ${index.ready} WHERE indexrelid = ${name}::pg_catalog.regclass`;
}

function nameOf(index: Index): string {
  return qualified([index.table.schema.name, index.name]);
}
