import type { Routine, Schema, Sequence, Table, Type, View } from "../catalog.ts";

/** Names look up their relation: one map per schema, so that no compound key is built for every object. */
export interface SchemaNames {
  readonly schema: Schema;
  readonly tables: Map<string, Table>;
  readonly views: Map<string, View>;
  readonly routines: Map<string, Routine>;
  readonly sequences: Map<string, Sequence>;
  readonly types: Map<string, Type>;
}

/** The graph while it grows: nobody outside of linking sees it before all of it is frozen. */
export interface Linking {
  readonly names: Map<string, SchemaNames>;
  /** All that will be frozen. */
  readonly entities: object[];
}

export function keep<T extends object>(linking: Linking, entity: T): T {
  linking.entities.push(entity);
  return entity;
}
