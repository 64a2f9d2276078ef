import type { Column } from "../../model/catalog.ts";
import type { Access, Statement, Workload } from "../../model/workload.ts";
import { ident } from "../identifier.ts";
import { wordsOf } from "../names.ts";

/** What the workload asks of a moment. */
export interface DayUses {
  /** Statements that ask for its day. */
  readonly statements: readonly Statement[];
  /** How they do. */
  readonly uses: readonly string[];
  /** Something asks for more than the day. */
  readonly others: boolean;
  /** Rows are looked for, or put in order, by `date(column)`: an index could hold it. */
  readonly sought: boolean;
}

/** A placeholder as the unit is taken for a day, or longer. */
const DAY =
  /^date\(|::date$|^date_trunc\((?:'(?:day|week|month|quarter|year|decade|century)'|\$)|^EXTRACT\((?:\$|day|dow|doy|isodow|week|month|quarter|year|isoyear) ?/;

export function dayUses(column: Column, workload: Workload): DayUses {
  const named = ["date", "day", "on"].includes(wordsOf(column.name).at(-1) ?? "");
  const plain = [`date(${ident(column.name)})`, `${ident(column.name)}::date`];
  const touching = workload.touching(column.table).map((statement) => ({
    statement,
    of: statement.accesses.filter(({ table }) => table === column.table).map((access) => usesIn(access, column, named)),
  }));
  const all = touching.flatMap(({ of }) => of);
  return {
    statements: touching.filter(({ of }) => of.some(({ days }) => days.length > 0)).map(({ statement }) => statement),
    uses: [...new Set(all.flatMap(({ days }) => days.map(({ text }) => text)))],
    others: all.some(({ others }) => others),
    sought: all.some(({ days }) => days.some(({ text, sought }) => sought && plain.includes(text))),
  };
}

function usesIn(access: Access, column: Column, named: boolean) {
  const applied = access.applied.filter((one) => one.column === column);
  const days = applied.filter(({ expression }) => DAY.test(expression));
  const withDate = access.dates.includes(column);
  const compared = access.equality.includes(column) || access.range.includes(column) || access.join.some((join) => join.column === column);
  const sorted =
    access.order.some((order) => order.column === column) || access.aggregated.some((one) => one.column === column && one.name !== "count");
  return {
    days: [
      ...days.map(({ expression, used }) => ({ text: expression, sought: used !== "output" })),
      ...(withDate ? [{ text: "comparison with a date", sought: false }] : []),
    ],
    // What is only shown says nothing; an order, or a comparison with a value of unknown type, is one of days where the name says day.
    others: (((compared && !withDate) || sorted) && !named) || applied.some((one) => one.used !== "output" && !days.includes(one)),
  };
}
