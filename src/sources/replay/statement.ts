import type { Node } from "libpg-query";
import { commandOf, targetOf } from "../../locate/command.ts";
import { type SqlEvent, sqlEvents } from "../../locate/sql.ts";
import { tagged, type WrittenName } from "../../locate/tree.ts";
import type { Place } from "../../locate/written.ts";
import { runnable } from "./edit.ts";
import { type Treatment, treatmentOf } from "./treatment.ts";

/** One statement to run, and what has to be known about it once it ran or failed. */
export interface Planned {
  readonly sql: string;
  /** `CREATE TABLE public.orders` */
  readonly subject: string;
  readonly command: string;
  readonly target: WrittenName | null;
  readonly events: readonly SqlEvent[];
  /** Its failure loses nothing. */
  readonly settles: boolean;
  readonly place: Place;
}

/** Only this: a session as new, between two migrations. */
export const NEW_SESSION = "SET SESSION AUTHORIZATION DEFAULT; RESET ALL; DISCARD TEMP";

export interface Parsed {
  readonly tag: string;
  readonly treatment: Treatment;
  readonly planned: Planned;
  readonly node: Node;
}

export function planned(sql: string, node: Node, place: Place): Parsed {
  const [tag] = tagged(node);
  const treatment = treatmentOf(node, tag);
  const command = commandOf(node);
  const target = treatment.is === "run" || treatment.is === "skip" ? targetOf(node) : null;
  return {
    tag,
    treatment,
    node,
    planned: {
      sql: treatment.is === "run" || treatment.is === "settle" ? runnable(sql, node) : sql,
      subject: target === null ? command : `${command} ${nameOf(node)}${written(target)}`,
      command,
      target,
      events: treatment.is === "run" || treatment.is === "settle" ? sqlEvents(node) : [],
      settles: treatment.is === "settle",
      place,
    },
  };
}

/** `orders_total_idx on `, for what belongs to a table. */
function nameOf(node: Node): string {
  const [event] = sqlEvents(node);
  return (event?.is === "index" || event?.is === "member") && event.name !== null ? `${event.name} on ` : "";
}

export function written(name: WrittenName): string {
  return name.schema === null ? name.name : `${name.schema}.${name.name}`;
}

const OBJECTS =
  "table|view|materialized view|index|unique index|function|procedure|trigger|type|domain|sequence|schema|extension|policy|aggregate|role|rule";
const HEAD = new RegExp(
  `^(create|alter|drop)\\s+(?:or\\s+replace\\s+)?((?:${OBJECTS.replaceAll(" ", "\\s+")})\\b)?\\s*(?:concurrently\\s+)?(?:if\\s+(?:not\\s+)?exists\\s+)?((?:"[^"\\n]*"|[\\w$.])+)?`,
  "i",
);
const VERBS =
  /^(insert|update|delete|select|with|copy|grant|revoke|comment|set|do|call|begin|commit|truncate|merge|use|delimiter|go|pragma|replace|lock|declare)\b/i;

/** What a statement that does not parse seems to be: its first words, and never a literal. */
export function seemsToBe(sql: string): string {
  const head = sql.slice(0, 300);
  const match = HEAD.exec(head);
  if (match !== null) {
    const [, verb, object, name] = match as unknown as [string, string, string | undefined, string | undefined];
    const command = `${verb} ${object ?? ""}`.trim().replace(/\s+/g, " ").toUpperCase();
    return object === undefined || name === undefined ? command : `${command} ${name.replaceAll('"', "")}`;
  }
  return VERBS.exec(head)?.[1]?.toUpperCase() ?? "text that is no statement";
}
