import {
  type Column,
  constraintName,
  defineRule,
  type FixDraft,
  ident,
  lexicon,
  numberForm,
  qualified,
  type Schema,
  type SqlStep,
  step,
  type Table,
  termsOf,
  touchTree,
  z,
} from "#rule";

/** What is asked for, paid or counted, and never less than nothing, by the last word of the name. */
const NEVER_NEGATIVE = lexicon("price fee quantity qty fare salary wage surcharge stock");
/** The unit in which it is kept, after that word: `price_in_cents`. */
const UNITS = lexicon("in cent minor unit usd eur gbp");
/** Differences, corrections and what is taken back may be negative, and so may a row of a book or a position. */
const SIGNED = lexicon(`
  amount balance net change delta diff difference adjustment adjusted adjust variance gain loss profit pnl refund refunded reversal correction
  credit return returned rebate discount movement move ledger journal transaction transfer position holding trade trading fill portfolio
  option future spot energy electricity power log history archive audit event import staging raw
`);

/** What runs together in names that arrive in small letters: `unitprice`, `orderqty`. */
const VOCABULARY = new Set([...NEVER_NEGATIVE, ...UNITS, ...SIGNED, ...lexicon("unit list order sale line item")]);

export default defineRule({
  id: "missing-money-check",
  on: "schema",
  needs: [],
  category: "money",
  severity: "info",
  confidence: "heuristic",
  recommended: false,
  status: { is: "preview", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "Prices, fees or quantities may be negative, in a schema that forbids it for others of their kind.",
    why: "A sign that is lost or doubled on the way in turns an order into a payment to the customer. The schema shows that its authors meant to stop that, and this table was forgotten.",
    remedy: "Add CHECK (column >= 0). The fix adds it for new rows at once, and proves the rows that are there beside readers and writers.",
    ignoreWhen: "Corrections or returns are kept as rows with a negative price or quantity.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS"],
  },
  options: z.object({
    ignoredColumns: z.array(z.string()).default([]).describe("Names of columns that may be negative."),
  }),
  messages: {
    unchecked: "{columns} of {table} may be negative; a CHECK forbids it for {like}.",
  },
  *check(schema, { options, isShown }) {
    const [like, ...others] = checkedIn(schema, isShown);
    if (like === undefined) return;
    for (const table of schema.tables) {
      if (!isShown(table)) continue;
      const columns = unchecked(table, options.ignoredColumns);
      if (columns.length === 0) continue;
      const named = (column: Column) => `${column.table.name}.${column.name}`;
      yield {
        message: "unchecked",
        object: table,
        data: { table: table.name, columns: columns.map(({ name }) => name).join(", "), like: named(like) },
        evidence: [like, ...others].map((column) => ({ label: "is checked", value: named(column), from: "pg_constraint.conbin" })),
        related: columns,
      };
    }
  },
  fix(schema, { object }, { options }): FixDraft {
    const table = schema.tables.find((each) => each === object) as Table;
    const columns = unchecked(table, options.ignoredColumns);
    return {
      title: `Forbid negative ${columns.map(({ name }) => name).join(", ")} in ${table.name}`,
      safety: "review",
      changes: columns,
      steps: [...columns.map(forbid), ...columns.map(prove)] as unknown as FixDraft["steps"],
    };
  },
});

/** At most one of each table: enough to show what is meant. */
function checkedIn(schema: Schema, isShown: (table: Table) => boolean): Column[] {
  return schema.tables.filter(isShown).flatMap((table) => table.columns.find((column) => isMeant(column) && isChecked(column)) ?? []);
}

function isChecked(column: Column): boolean {
  return column.dependents.some(
    (item) => item.kind === "constraint" && item.type === "check" && item.columns.length === 1 && FROM_ZERO.test(item.definition as string),
  );
}

const FROM_ZERO = />=? \(?'?0(?:\.0+)?\b/;

function unchecked(table: Table, ignored: readonly string[]): Column[] {
  if (table.foreign) return [];
  return table.columns.filter(
    (column) =>
      column.local &&
      column.generated === null &&
      column.type.over === null &&
      !ignored.includes(column.name) &&
      isMeant(column) &&
      !isBound(column),
  );
}

/** Numbers of every form: what is a float or money today is numeric after its own repair. */
function isMeant(column: Column): boolean {
  if (column.type.array || numberForm(column.type) === null) return false;
  const words = termsOf(column.name, VOCABULARY);
  const last = words.findLast((word) => !UNITS.has(word));
  return (
    last !== undefined &&
    NEVER_NEGATIVE.has(last) &&
    ![...words, ...termsOf(column.table.name, VOCABULARY)].some((word) => SIGNED.has(word))
  );
}

/** A CHECK, a key or a trigger that reads the column may say what it can be. */
function isBound(column: Column): boolean {
  return column.dependents.some(
    (item) => item.kind === "trigger" || (item.kind === "constraint" && item.type !== "unique" && item.type !== "not null"),
  );
}

function forbid(column: Column): SqlStep {
  const { table } = column;
  const on = qualified(table.path);
  const name = ident(constraintName(table, [table.name, column.name], "_check"));
  return step(touchTree("add not valid check", table), {
    phase: "expand",
    why: `New rows cannot have a negative ${column.name}.`,
    statements: [`ALTER TABLE ${on} ADD CONSTRAINT ${name} CHECK (${ident(column.name)} >= ${zero(column)}) NOT VALID`],
    undo: [`ALTER TABLE ${on} DROP CONSTRAINT IF EXISTS ${name}`],
    requires: {
      sql: `SELECT NOT EXISTS (SELECT FROM ${on} AS t WHERE t.${ident(column.name)} < ${zero(column)})`,
      because: `a ${column.name} is negative: decide what those rows should say, or that they are right`,
    },
    hazards: ["breaks clients"],
  });
}

function prove(column: Column): SqlStep {
  const { table } = column;
  const name = ident(constraintName(table, [table.name, column.name], "_check"));
  return step(touchTree("validate check", table), {
    phase: "validate",
    why: "Every row is checked; readers and writers go on.",
    statements: [`ALTER TABLE ${qualified(table.path)} VALIDATE CONSTRAINT ${name}`],
    undo: [],
  });
}

/** money compares with money only. */
function zero(column: Column): string {
  return numberForm(column.type) === "money" ? "0::pg_catalog.money" : "0";
}
