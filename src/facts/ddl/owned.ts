import type { Grant } from "../../model/data.ts";
import { ident, literal } from "../identifier.ts";

/** `object` is what GRANT and COMMENT call it: `TABLE app.orders`. */
export function commentOn(object: string, comment: string | null): string[] {
  return comment === null ? [] : [`COMMENT ON ${object} IS ${literal(comment).trim()}`];
}

/** `columns`: a list in parentheses, for rights on columns. */
export function grantOn(object: string, grant: Grant, columns = ""): string[] {
  if (grant.privileges.length === 0) return [];
  const privileges = grant.privileges.map((privilege) => `${privilege}${columns}`).join(", ");
  return [`GRANT ${privileges} ON ${object} TO ${role(grant.grantee)}${grant.grantable ? " WITH GRANT OPTION" : ""}`];
}

export function role(name: string): string {
  return name === "public" ? "PUBLIC" : ident(name);
}

interface Owned {
  readonly owner: string;
  readonly comment: string | null;
  readonly grants: readonly Grant[];
}

/** Owner first: rights are granted by the owner. */
export function ownerRightsAndComment(object: string, { owner, grants, comment }: Owned): string[] {
  return [`ALTER ${object} OWNER TO ${ident(owner)}`, ...grants.flatMap((grant) => grantOn(object, grant)), ...commentOn(object, comment)];
}

/** For kinds that everyone may use until somebody says otherwise. A list of rights is all that is left of them. */
export function withdrawnFromPublic(object: string, grants: readonly Grant[]): string[] {
  return grants.length === 0 || grants.some(({ grantee }) => grantee === "public") ? [] : [`REVOKE ALL ON ${object} FROM PUBLIC`];
}
