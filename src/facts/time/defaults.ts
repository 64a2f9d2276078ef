import { literal } from "../identifier.ts";

/** Calls whose value is a moment already: as the default of a timestamptz they need no zone. */
const MOMENT = /^(?:now\(\)|(?:statement|transaction|clock)_timestamp\(\)|CURRENT_TIMESTAMP(?:\(\d\))?|LOCALTIMESTAMP(?:\(\d\))?)$/i;
const IN_UTC = [/^timezone\('utc'::text, (.+)\)$/i, /^\((.+) AT TIME ZONE 'utc'::text\)$/i];

/**
 * The default of a timestamp column, as `pg_get_expr` writes it, for the same column as timestamptz.
 * An expression that is a timestamp by itself means the zone in which the column was stored, not the session's.
 */
export function defaultWithZone(expression: string, zone: string): string {
  const bare = unwrapped(expression);
  if (MOMENT.test(bare)) return bare;
  const moment = unwrapped(IN_UTC.map((form) => form.exec(bare)?.[1]).find((inner) => inner !== undefined) ?? "");
  if (zone.toUpperCase() === "UTC" && MOMENT.test(moment)) return moment;
  return `(${expression}) AT TIME ZONE ${literal(zone).trim()}`;
}

/** Without a cast to timestamp around a moment, and without the parentheses around all of it. */
function unwrapped(expression: string): string {
  const cast = /^\(?([^()]+(?:\(\d?\))?)\)?::timestamp(?:\(\d\))? (?:without|with) time zone$/i.exec(expression)?.[1];
  return (cast ?? expression).trim();
}
