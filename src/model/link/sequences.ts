import type { Sequence } from "../catalog.ts";
import type { SchemaData } from "../data.ts";
import { keep, type Linking } from "./linking.ts";
import { add } from "./lists.ts";
import { columnNamed, schemaNamed } from "./named.ts";

export function linkSequences(linking: Linking, data: SchemaData): void {
  const entry = schemaNamed(linking, data.name);
  for (const item of data.sequences) {
    const ownedBy = item.ownedBy === null ? null : columnNamed(linking, item.ownedBy);
    const sequence: Sequence = keep(linking, {
      kind: "sequence",
      path: [data.name, item.name],
      name: item.name,
      comment: item.comment,
      origin: item.origin,
      owner: item.owner,
      grants: item.grants,
      schema: entry.schema,
      type: item.type,
      start: item.start,
      increment: item.increment,
      min: item.min,
      max: item.max,
      cycle: item.cycle,
      identity: item.identity,
      ownedBy,
    });
    entry.sequences.set(item.name, sequence);
    add(entry.schema, "sequences", sequence);
  }
}
