import { ident, literal, qualified } from "../../facts/identifier.ts";
import { constantDefault, lengthOf, wordsFor } from "../../facts/text/kept-as-text.ts";
import type { Column } from "../../model/catalog.ts";
import type { Server } from "../../model/snapshot.ts";
import { dependentsOf } from "./dependents.ts";
import { againstReplacing } from "./replace-column.ts";
import type { Retyped } from "./retyped-columns.ts";

/** Another type for a text column; null where the text is used as text, or where nobody can say how it is read. */
export type FromText = (column: Column, server: Pick<Server, "version">) => Retyped | null;

export const textToUuid: FromText = (column, server) =>
  retyped(column, server, {
    type: "uuid",
    why: "A uuid takes 16 bytes, and every spelling of it is equal.",
    convert: (value) => `${value}::text::uuid`,
    defaultFor: (expression) =>
      /^\(?((?:\w+\.)?\w+\(\))\)?::(?:text|character varying(?:\(\d+\))?|bpchar)$/.exec(expression)?.[1] ?? `(${expression})::uuid`,
    valid: (value) => `${value} ~ '^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$'`,
    because: "a value is not a uuid",
  });

export const textToNumeric: FromText = (column, server) =>
  retyped(column, server, {
    type: "numeric",
    why: "A number is ordered and added up as one.",
    convert: (value) => `${value}::text::numeric`,
    valid: (value) => `${value} ~ '^[+-]?[0-9]+([.][0-9]+)?$'`,
    because: "a value is not a plain decimal number",
  });

export const textToJsonb: FromText = (column, server) =>
  server.version < 160_000
    ? null
    : retyped(column, server, {
        type: "jsonb",
        why: "jsonb is checked and parsed once, when it is written.",
        convert: (value) => `${value}::text::jsonb`,
        valid: (value) => `pg_catalog.pg_input_is_valid(${value}, 'jsonb')`,
        because: "a value is not a document that jsonb can hold",
      });

/** Which words say yes and no has to be known: for the way back, both are written again. */
export const textToBoolean: FromText = (column, server) => {
  const words = wordsFor(constantDefault(column) ?? "");
  if (words === null) return null;
  const [yes, no] = [literal(words.yes).trim(), literal(words.no).trim()];
  return retyped(column, server, {
    type: "boolean",
    why: "A boolean is true, false or not known, and nothing else.",
    convert: (value) => `${value}::text = ${yes}`,
    revert: (value) => `CASE WHEN ${value} THEN ${yes} WHEN NOT ${value} THEN ${no} END`,
    defaultFor: () => (constantDefault(column) === words.yes ? "true" : "false"),
    valid: (value) => `${value} IN (${yes}, ${no})`,
    because: "a value is neither of the two words that the default belongs to",
  });
};

const DAY_LENGTH = 10;

/** Of the texts that hold time, days as ISO 8601 writes them: reading any other depends on settings of the session. */
export const textToDate: FromText = (column, server) => {
  if (lengthOf(column) !== DAY_LENGTH || column.default !== null) return null;
  const part = (value: string, from: number, length: number) => `pg_catalog.substr(${value}::text, ${from}, ${length})::integer`;
  const field = (value: string, name: string, digits: number) =>
    `pg_catalog.lpad(pg_catalog.date_part('${name}', ${value})::integer::text, ${digits}, '0')`;
  return retyped(column, server, {
    type: "date",
    why: "A date is a day that exists, and is ordered as one.",
    convert: (value) => `pg_catalog.make_date(${part(value, 1, 4)}, ${part(value, 6, 2)}, ${part(value, 9, 2)})`,
    revert: (value) => `${field(value, "year", 4)} || '-' || ${field(value, "month", 2)} || '-' || ${field(value, "day", 2)}`,
    valid: (value) =>
      `${value} ~ '^[0-9]{3}[1-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$|^[0-9]{3}0-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$|^[0-9]{4}-(0[13-9]|1[0-2])-(29|30)$|^[0-9]{4}-(0[13578]|1[02])-31$|^[0-9]{2}([2468][048]|[13579][26]|0[48])-02-29$'`,
    because: "a value is not a day in the form YYYY-MM-DD",
  });
};

interface Reading {
  readonly type: string;
  readonly why: string;
  readonly convert: (value: string) => string;
  readonly revert?: (value: string) => string;
  readonly defaultFor?: (expression: string) => string;
  /** True for a value, as text, that the conversion keeps. */
  readonly valid: (value: string) => string;
  readonly because: string;
}

function retyped(column: Column, server: Pick<Server, "version">, reading: Reading): Retyped | null {
  if (column.type.over !== null || againstReplacing(column).length > 0 || isReadAsText(column)) return null;
  const { type, why, convert, valid, because } = reading;
  const back = reading.revert ?? ((value: string) => `${value}::text`);
  const value = `t.${ident(column.name)}::text`;
  return {
    column,
    type,
    why,
    convert,
    revert: (value) => `(${back(value)})::${column.type.text}`,
    defaultFor: reading.defaultFor ?? ((expression) => `(${expression})::${type}`),
    requires: {
      sql: `SELECT NOT EXISTS (SELECT FROM ${qualified(column.table.path)} AS t WHERE NOT (${valid(value)}))`,
      because: `${because}: decide what those rows should say`,
    },
    clients: `Deploy code that reads and writes ${type} in ${column.table.name}.${column.name}, and names the columns in INSERT and COPY, before the next step.`,
    server,
  };
}

/** Expressions over a text are written for a text. */
function isReadAsText(column: Column): boolean {
  const { checks, views, triggers, policies, indexes, uniques } = dependentsOf([column]);
  const enforcing = uniques.flatMap(({ index }) => index ?? []);
  return (
    checks.length + views.length + triggers.length + policies.length > 0 ||
    [...indexes, ...enforcing].some(
      ({ method, predicate, keys }) => method !== "btree" || predicate !== null || keys.some((key) => key.column === null),
    )
  );
}
