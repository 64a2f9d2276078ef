import type { Server } from "../model/snapshot.ts";

/** `ADD CONSTRAINT … NOT NULL column NOT VALID`: a not-null constraint that is proven later, by itself. */
export function takesNotValidNotNull(server: Pick<Server, "version">): boolean {
  return server.version >= 180000;
}
