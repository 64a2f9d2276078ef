import { allRows, type Session } from "../catalog/session.ts";
import { NEWEST } from "./product.ts";

/** What a careful user would want to know about the role and the server. */
export async function readAdvice(session: Session, sampling: boolean): Promise<readonly string[]> {
  const [row] = await allRows<[boolean, boolean]>(
    session,
    "privileges",
    `select coalesce((select rolsuper from pg_catalog.pg_roles where rolname = current_user), false),
       exists (select from pg_catalog.pg_roles where rolname = 'pg_read_all_data' and pg_has_role(oid, 'USAGE'))`,
  );
  const advice: string[] = [];
  const enough = sampling ? "a role with SELECT on the tables" : "a role with pg_monitor, or with no rights at all,";
  if (row?.[0] === true) advice.push(`this role is a superuser: ${enough} is enough`);
  else if (row?.[1] === true && !sampling) advice.push("this role may read all data (pg_read_all_data): pg_monitor is enough");
  if (session.version > NEWEST) advice.push("this PostgreSQL is newer than this tool: what is new in it is not looked at");
  return advice;
}
