import {
  type Column,
  defineRule,
  type ForeignKey,
  ident,
  keepsSnapshots,
  lexicon,
  perName,
  qualified,
  reasonToRepeat,
  referencedAs,
  retireColumn,
  singularsOf,
  type Table,
  tableWords,
  z,
} from "#rule";

/** Attributes that describe a row, and mean the same wherever they are repeated. Statuses, prices and times do not. */
const DESCRIBES = lexicon(`
  name title label slug email mail phone telephone mobile fax address street city zip postcode postal country region url website homepage
  logo icon avatar picture photo image symbol ticker isin iban sku ean isbn username login nickname firstname lastname description
`);

export default defineRule({
  id: "copied-parent-column",
  on: "table",
  needs: [],
  category: "redundancy",
  severity: "info",
  confidence: "heuristic",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A column repeats an attribute of a row that the table already references.",
    why: "The copy is right on the day it is written. When the parent is renamed nothing changes the copies, so the same institution has two names, and every reader has to know which one to believe.",
    remedy:
      "Join the parent, or give readers a view that does. The fix first proves that no row says anything else than its parent, then takes the copy out of sight, and drops it when nobody has missed it.",
    ignoreWhen:
      "The copy keeps what was true at the time on purpose, or joins are too dear there: then a trigger or a generated column should keep it. Orders, invoices, history, generated columns, copies kept by triggers and columns read by policies are left out already.",
    links: ["https://www.postgresql.org/docs/current/tutorial-join.html"],
  },
  options: z.object({
    ignoredColumns: z.array(z.string()).default([]).describe("Names of columns that repeat a parent's attribute on purpose."),
  }),
  messages: {
    copied: "{column} of {table} repeats {attribute} of {parent}, which {key} already refers to.",
  },
  *check(table, { options }) {
    for (const [column, { key, attribute }] of copiesIn(table)) {
      if (options.ignoredColumns.includes(column.name)) continue;
      yield {
        message: "copied",
        data: {
          column: column.name,
          table: table.name,
          attribute: attribute.name,
          parent: key.target.name,
          key: (key.columns[0] as Column).name,
        },
        object: column,
        evidence: [
          { label: "foreign key", value: key.name, from: "pg_catalog.pg_constraint.conname" },
          { label: "attribute of the parent", value: attribute.name, from: "pg_catalog.pg_attribute.attname" },
        ],
        related: [attribute, key.target],
      };
    }
  },
  fix(table, draft) {
    const [column, { key, attribute }] = [...copiesIn(table)].find(([each]) => each === draft.object) as [Column, Copy];
    const reference = key.columns[0] as Column;
    const rowsThatDiffer = `FROM ${qualified(table.path)} AS t LEFT JOIN ${qualified(key.target.path)} AS p ON p.${ident((key.targetColumns[0] as Column).name)} = t.${ident(reference.name)} WHERE t.${ident(column.name)} IS NOT NULL AND t.${ident(column.name)}::text IS DISTINCT FROM p.${ident(attribute.name)}::text`;
    const steps = retireColumn({
      column,
      why: `${attribute.name} of ${key.target.name} says it already.`,
      instruction: `Count the rows that differ: SELECT count(*) ${rowsThatDiffer}. Decide for each of them which of the two is right. Then read ${attribute.name} by a join along ${reference.name}, and no longer write ${column.name}.`,
      requires: {
        sql: `SELECT NOT EXISTS (SELECT ${rowsThatDiffer})`,
        because: "a row says something else than its parent, or has no parent",
      },
    });
    return steps === null ? undefined : { title: `Retire ${column.name} of ${table.name}`, safety: "manual", changes: [column], steps };
  },
});

interface Copy {
  readonly key: ForeignKey;
  readonly attribute: Column;
}

/** Each copy once, with the first key that leads to its original. */
function copiesIn(table: Table): ReadonlyMap<Column, Copy> {
  if (table.foreignKeys.length === 0 || keepsSnapshots(table)) return new Map();
  return new Map(table.foreignKeys.toReversed().flatMap(copiesBeside));
}

function copiesBeside(key: ForeignKey): (readonly [Column, Copy])[] {
  if (key.columns.length !== 1 || key.target === key.table) return [];
  const describing = key.table.columns.filter((column) => describes(column.name) && column.local);
  if (describing.length === 0) return [];
  const names = [referencedAs(key), tableWords(key.target)].filter((words) => words.length > 0);
  return describing.flatMap((column) => {
    const words = singularsOf(column.name);
    const attribute = key.target.columns.find((other) => isSameKind(column, other) && names.some((name) => isNamedAs(words, name, other)));
    return attribute === undefined || reasonToRepeat(column, key) !== null ? [] : [[column, { key, attribute }] as const];
  });
}

const describes = perName((name) => DESCRIBES.has(singularsOf(name).at(-1) as string));

/** `institution_name` is `name` or `institution_name` of the institution. */
function isNamedAs(words: readonly string[], name: readonly string[], attribute: Column): boolean {
  const own = singularsOf(attribute.name).join(" ");
  const whole = words.join(" ");
  return (
    whole === `${name.join(" ")} ${own}` || (whole === own && words.length > name.length && name.every((word, at) => words[at] === word))
  );
}

const TEXT: ReadonlySet<string> = new Set(["text", "varchar", "bpchar", "citext"]);

function isSameKind(a: Column, b: Column): boolean {
  const [one, other] = [a, b].map(({ type }) => type.over ?? type) as [Column["type"], Column["type"]];
  return !one.array && !other.array && TEXT.has(one.name) && TEXT.has(other.name);
}
