import { ident, literal, qualified } from "../../facts/identifier.ts";
import { renderIndex } from "../../facts/index/render-index.ts";
import type { Index, Table } from "../../model/catalog.ts";

/** The statements that build an index again; of a partitioned table, each part under the name it had, attached. */
export function restoreIndex(index: Index): string[] {
  const { table } = index;
  if (table.kind !== "table" || table.partitioning === null) return [renderIndex(index), ...indexComment(index), ...marks(index, table)];
  const parts = table.children.flatMap((child) => partOf(index, child));
  const name = qualified([index.path[0] as string, index.name]);
  return [
    renderIndex(index, { only: true }),
    ...indexComment(index),
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

export function indexComment(index: Index): string[] {
  if (index.comment === null) return [];
  return [`COMMENT ON INDEX ${qualified([index.path[0] as string, index.name])} IS ${literal(index.comment).trim()}`];
}
