import { distinctName } from "../../facts/distinct-name.ts";
import { ident, literal, qualified } from "../../facts/identifier.ts";
import { currencyColumn } from "../../facts/money/currency.ts";
import type { ForeignKey, Table } from "../../model/catalog.ts";
import type { Server } from "../../model/snapshot.ts";
import type { FixStep } from "../fix.ts";
import { backfill } from "./backfill.ts";
import { constraintName } from "./foreign-key-steps.ts";
import { setNotNull } from "./not-null.ts";
import { sideBySide } from "./side-by-side.ts";
import { manualStep, step } from "./step.ts";
import { touchTree } from "./tree.ts";

/** Adds a required currency to each table; what is in the rows that are there, somebody has to say. */
export function addCurrencies(tables: readonly Table[], currency: string | null, server: Pick<Server, "version">): FixStep[] {
  return sideBySide(tables.map((table) => addCurrency(table, currency, server)));
}

function addCurrency(table: Table, currency: string | null, server: Pick<Server, "version">): FixStep[] {
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const name = distinctName(["currency_code"], "", new Set(table.columns.map((column) => column.name)));
  const check = constraintName(table, [table.name, name], "_check");
  const known = table.referencedBy.flatMap((key) => copyFrom(key, name));
  const given =
    currency === null
      ? []
      : [
          backfill({
            table,
            why: `All that is there is ${currency}, as the rule's option says.`,
            set: `${ident(name)} = ${literal(currency).trim()}`,
            where: `t.${ident(name)} IS NULL`,
          }),
        ];
  return [
    step(touchTree("add column", table), {
      phase: "expand",
      why: "A currency for each row, as its three letters of ISO 4217. It has no default: whoever writes money says which.",
      statements: [`${on} ADD COLUMN ${ident(name)} text`],
      undo: [`${on} DROP COLUMN ${ident(name)}`],
    }),
    step(touchTree("add not valid check", table), {
      phase: "expand",
      why: "Nothing but three capital letters.",
      statements: [`${on} ADD CONSTRAINT ${ident(check)} CHECK (${ident(name)} ~ '^[A-Z]{3}$') NOT VALID`],
      undo: [`${on} DROP CONSTRAINT IF EXISTS ${ident(check)}`],
    }),
    step(touchTree("validate check", table), {
      phase: "expand",
      why: "No row has a currency yet, so that each of them passes.",
      statements: [`${on} VALIDATE CONSTRAINT ${ident(check)}`],
      undo: [],
    }),
    manualStep({
      phase: "expand",
      why: "Only the code knows the currency of a new row.",
      instruction: [
        `Deploy code that writes ${ident(name)} with every row of ${qualified(table.path)}.`,
        ...(currency === null
          ? [
              `Fill the rows that are there: from the account, the customer or the provider they came from${known.length > 0 ? "; the steps that follow copy what other tables know" : ""}. Where all of them are in one currency, set the rule's option currency to it and ask for the fix again.`,
            ]
          : []),
      ].join(" "),
    }),
    ...known,
    ...given,
    ...setNotNull(table, name, "Money without a currency is no amount.", server),
  ];
}

/** A table with at most one row for each row of ours may know the currency already. */
function copyFrom(key: ForeignKey, name: string): FixStep[] {
  const { table: other, target } = key;
  const column = currencyColumn(other);
  const one = other.indexes.some(
    (index) =>
      index.unique &&
      index.valid &&
      index.predicate === null &&
      index.keys.length === key.columns.length &&
      index.keys.every((each) => each.column !== null && key.columns.includes(each.column)),
  );
  if (column === undefined || !one || other === target || !["text", "varchar", "bpchar"].includes(column.type.name)) return [];
  const joined = key.columns.map((own, at) => `s.${ident(own.name)} = t.${ident(key.targetColumns[at]?.name as string)}`).join(" AND ");
  return [
    backfill({
      table: target,
      why: `${other.name} knows the currency of the rows it refers to.`,
      set: `${ident(name)} = s.${ident(column.name)}::text`,
      from: `${qualified(other.path)} AS s`,
      where: `${joined} AND t.${ident(name)} IS NULL AND s.${ident(column.name)}::text ~ '^[A-Z]{3}$'`,
    }),
  ];
}
