import type { Comments } from "./comments.ts";
import type { Definitions } from "./definitions.ts";
import type { Dependencies } from "./dependencies.ts";
import type { Grants } from "./grants.ts";
import type { Grouped } from "./grouped.ts";
import type { Lookups } from "./lookups.ts";
import type { OriginOf } from "./members.ts";
import type { Relation } from "./relations.ts";
import type { Session } from "./session.ts";
import type { TypeRefs } from "./type-refs.ts";

/**
 * What is needed to ask. Each `ask…` sends its queries when it is called, and returns what puts the rows together: all
 * are asked before the first is read, so that the server works on the next while we work on this one.
 */
export interface Asking {
  readonly session: Session;
  /** The OIDs of the schemas, as a parameter. */
  readonly scope: string;
}

/** What the readers of the groups share during one read. OIDs live here and nowhere else. */
export interface Reading {
  readonly lookups: Lookups;
  readonly comments: Comments;
  readonly originOf: OriginOf;
  readonly grants: Grants;
  readonly types: TypeRefs;
  readonly relations: ReadonlyMap<number, Relation>;
  readonly dependencies: Dependencies;
  /** They come last: whoever needs none does not wait. */
  readonly definitions: Promise<Definitions>;
  /** Names of what was left out because its text could not be read, by relation. */
  readonly leftOut: Grouped<string>;
}

/** The name of a role, whatever became of it. */
export function roleName(lookups: Lookups, oid: number): string {
  return lookups.roles.get(oid) ?? "unknown";
}
