import type { Grant, Origin } from "../../model/data.ts";
import { PG_CLASS } from "./catalog-oids.ts";
import { type Reading, roleName } from "./reading.ts";
import type { Relation } from "./relations.ts";

interface Owned {
  readonly name: string;
  readonly comment: string | null;
  readonly owner: string;
  readonly origin: Origin;
  readonly grants: readonly Grant[];
}

/** What every relation has. */
export function ownedRelation(reading: Reading, relation: Relation): Owned {
  const owner = roleName(reading.lookups, relation.owner);
  return {
    name: relation.name[1],
    comment: reading.comments.of(PG_CLASS, relation.oid),
    owner,
    origin: reading.originOf(PG_CLASS, relation.oid),
    grants: reading.grants.of(relation.acl, owner),
  };
}
