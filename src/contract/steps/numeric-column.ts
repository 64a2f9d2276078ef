import { ident, qualified } from "../../facts/identifier.ts";
import type { Column } from "../../model/catalog.ts";
import { toReference } from "../../model/reference.ts";
import type { Server } from "../../model/snapshot.ts";
import type { Stats } from "../../model/stats.ts";
import type { FixDraft, SqlStep } from "../fix.ts";
import { changesOf, changeType } from "./change-type.ts";
import { type Blocking, dependentsOf, describeBlocking } from "./dependents.ts";
import { retypeConstants } from "./expression.ts";
import { againstReplacing, replaceColumn } from "./replace-column.ts";
import { manualStep } from "./step.ts";

export interface NumericColumn {
  readonly column: Column;
  /** Total digits and digits after the point; null for a numeric without bounds. */
  readonly bounds: { readonly precision: number; readonly scale: number } | null;
  /** Up to this many rows, as the statistics count them, the type is changed in place. */
  readonly smallTableRows: number;
  readonly stats: Stats | undefined;
  readonly server: Pick<Server, "version">;
}

/** From real, double precision, money or a numeric of other bounds to numeric, arrays of them included. */
export function toNumeric(change: NumericColumn): FixDraft {
  const { column } = change;
  const type = `numeric${modifiers(change)}${column.type.array ? "[]" : ""}`;
  const title = `Store ${column.table.name}.${column.name} as ${type}`;
  const rows = change.stats?.table(column.table)?.rows ?? null;
  const small = rows !== null && rows <= change.smallTableRows;
  const against = [...domainOf(column), ...(small ? dependentsOf([column]).blocking : againstReplacing(column))];
  if (against.length > 0) return byHand(column, type, title, against);
  const steps = small ? inPlace(change, type, rows) : replaceColumn({ ...castsOf(change), column, type, server: change.server });
  return { title, safety: "review", ...steps };
}

const WHY = {
  float8: "Through text, because a plain cast keeps 6 digits of a real and 15 of a double precision.",
  money: "The cast from money is exact in the currency scale of this server.",
  numeric: "The values stay as they are: one with more digits than the new type holds stops the plan.",
} as const;

type Casts = Pick<Parameters<typeof replaceColumn>[0], "why" | "convert" | "revert" | "retype" | "requires" | "clients">;

function castsOf(change: NumericColumn): Casts {
  const { column } = change;
  return {
    why: WHY[column.type.name as keyof typeof WHY] ?? WHY.float8,
    convert: (value) => convert(change, value),
    revert: (value) => `${value}::${column.type.text}`,
    retype: (expression) => retypeConstants(expression, ["double precision", "real", "money"], "numeric"),
    requires: requirement(change),
    clients: `${deployment(column)} Name the columns in INSERT and COPY, because the new column stands last in the table.`,
  };
}

function deployment(column: Column): string {
  const where = `${column.table.name}.${column.name}`;
  return column.type.name === "numeric"
    ? `Deploy code that writes no more digits into ${where} than the new type holds before the next step: more are rounded, or refused.`
    : `Deploy code that reads numeric in ${where} before the next step: drivers hand it over as text or as a decimal, not as a float.`;
}

function convert({ column, bounds }: NumericColumn, value: string): string {
  if (column.type.name === "money") return `${value}::numeric${modifiersOf(bounds)}${column.type.array ? "[]" : ""}`;
  if (column.type.array) return `${value}::text[]::numeric${modifiersOf(bounds)}[]`;
  return bounds === null ? `${value}::text::numeric` : `round(${value}::text::numeric, ${bounds.scale})`;
}

function modifiers({ bounds }: NumericColumn): string {
  return modifiersOf(bounds);
}

function modifiersOf(bounds: NumericColumn["bounds"]): string {
  return bounds === null ? "" : `(${bounds.precision},${bounds.scale})`;
}

/** Sums of floats end in noise; what is larger than this part of a value is a digit that somebody meant. */
const NOISE = { float4: "1e-6", float8: "1e-12", money: "0" } as const;

function requirement({ column, bounds }: NumericColumn): NonNullable<SqlStep["requires"]> {
  const value = column.type.array ? "element" : `t.${ident(column.name)}`;
  const elements = column.type.array ? ` CROSS JOIN LATERAL pg_catalog.unnest(t.${ident(column.name)}) AS e (element)` : "";
  const money = column.type.name === "money";
  const exact = money ? `${value}::numeric` : `${value}::text::numeric`;
  const odd = money ? "false" : `${value}::text IN ('NaN', 'Infinity', '-Infinity')`;
  const lost =
    bounds === null
      ? "false"
      : [
          `pg_catalog.abs(pg_catalog.round(${exact}, ${bounds.scale})) >= 1e${bounds.precision - bounds.scale}::numeric`,
          `OR pg_catalog.abs(${exact} - pg_catalog.round(${exact}, ${bounds.scale})) >`,
          `greatest(1e-${bounds.scale + 3}::numeric, pg_catalog.abs(${exact}) * ${NOISE[column.type.name as keyof typeof NOISE] ?? "0"}::numeric)`,
        ].join(" ");
  const limits =
    bounds === null
      ? ""
      : `, has more than ${bounds.precision - bounds.scale} digits before the point, or means digits after the ${bounds.scale}th behind it`;
  return {
    sql: `SELECT NOT EXISTS (SELECT FROM ${qualified(column.table.path)} AS t${elements} WHERE CASE WHEN ${odd} THEN true ELSE ${lost} END)`,
    because: `a value is not a finite number${limits}: decide what those rows should say, or set the rule's precision and scale`,
  };
}

function inPlace(change: NumericColumn, type: string, rows: number): Pick<FixDraft, "steps" | "changes"> {
  const { column } = change;
  const casts = castsOf(change);
  const name = ident(column.name);
  const step = changeType({
    table: column.table,
    columns: [
      {
        column,
        type,
        using: convert(change, name),
        revert: casts.revert(name),
        default: column.default === null || casts.retype === undefined ? null : casts.retype(column.default),
      },
    ],
    work: "change type with rewrite",
    why: `About ${rows} rows: the table is copied under lock in a moment. ${casts.why}`,
    ...(casts.requires === undefined ? {} : { requires: casts.requires }),
  });
  const deploy = manualStep({
    phase: "switch",
    why: "The column's type changes for every client.",
    instruction: deployment(column),
  });
  return { steps: [deploy, step], changes: changesOf([column]) };
}

/** A domain is changed for all of its columns, or for none. */
function domainOf(column: Column): Blocking[] {
  return column.type.over === null
    ? []
    : [
        {
          object: { kind: "type", path: [column.type.schema, column.type.name] },
          reason: "the column's type is this domain, which has columns and checks of its own",
        },
      ];
}

function byHand(column: Column, type: string, title: string, against: readonly Blocking[]): FixDraft {
  return {
    title,
    safety: "manual",
    changes: [toReference(column)],
    steps: [
      manualStep({
        phase: "expand",
        why: "Other objects are built on the column, and have to be changed with it.",
        instruction: `Plan the change to ${type} together with what depends on the column. ${describeBlocking(against)}`,
      }),
    ],
  };
}
