import {
  type Column,
  defineRule,
  type ForeignKey,
  ident,
  keepsSnapshots,
  qualified,
  reasonToRepeat,
  referencedAs,
  retireColumn,
  singularsOf,
  type Table,
  z,
} from "#rule";

const TEXT: ReadonlySet<string> = new Set(["text", "varchar", "bpchar", "citext"]);
const LABEL: ReadonlySet<string> = new Set(["name", "label", "title", "text", "display", "descr", "description"]);

export default defineRule({
  id: "label-beside-foreign-key",
  on: "table",
  needs: [],
  category: "redundancy",
  severity: "info",
  confidence: "heuristic",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A table says the same thing by a foreign key and by a free text beside it.",
    why: "Two columns answer one question, and nothing makes them agree: a report by the text and a report by the key give different sums, and a rename of the parent reaches only one of them. Rows that have the text and not the key are invisible to every join.",
    remedy:
      "Decide which column is the truth. Fill the key where the text names a row of the parent, and drop the text; or rename the text for what it is, such as the provider's own label. The fix retires the text in two steps, and stops while a row has it and no key.",
    ignoreWhen: "The text is what somebody typed or a provider sent, and is kept as that on purpose: its name should then say so.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"],
  },
  options: z.object({
    ignoredColumns: z.array(z.string()).default([]).describe("Names of text columns that are meant to stand beside a foreign key."),
  }),
  messages: {
    beside: "{table} says by {key} and by the text {label} which row of {parent} is meant, and nothing keeps the two in agreement.",
  },
  *check(table, { options }) {
    for (const [label, key] of labelsIn(table)) {
      if (options.ignoredColumns.includes(label.name)) continue;
      yield {
        message: "beside",
        data: { table: table.name, key: (key.columns[0] as Column).name, label: label.name, parent: key.target.name },
        object: label,
        evidence: [
          { label: "foreign key", value: key.name, from: "pg_catalog.pg_constraint.conname" },
          { label: "type of the text", value: label.type.text, from: "pg_catalog.pg_attribute.atttypid" },
        ],
        related: [key.columns[0] as Column, key.target],
      };
    }
  },
  fix(table, draft) {
    const [label, key] = [...labelsIn(table)].find(([each]) => each === draft.object) as [Column, ForeignKey];
    const reference = key.columns[0] as Column;
    const steps = retireColumn({
      column: label,
      why: `${reference.name} says it already, and can be joined.`,
      instruction: `List the texts of rows without a key: SELECT ${ident(label.name)}, count(*) FROM ${qualified(table.path)} WHERE ${ident(label.name)} IS NOT NULL AND ${ident(reference.name)} IS NULL GROUP BY 1 ORDER BY 2 DESC. Set ${reference.name} where a text names a row of ${key.target.name}. If the texts say something that ${key.target.name} does not know, rename ${label.name} for what it is, and stop here; otherwise read and write ${reference.name} alone.`,
      requires: {
        sql: `SELECT NOT EXISTS (SELECT FROM ${qualified(table.path)} WHERE ${ident(label.name)} IS NOT NULL AND ${ident(reference.name)} IS NULL)`,
        because: "a row has a text and no key",
      },
    });
    return steps === null ? undefined : { title: `Retire ${label.name} of ${table.name}`, safety: "manual", changes: [label], steps };
  },
});

/** Each text once, with the first key that it stands beside. */
function labelsIn(table: Table): ReadonlyMap<Column, ForeignKey> {
  return new Map(table.foreignKeys.toReversed().flatMap((key) => labelsBeside(key).map((label) => [label, key] as const)));
}

/** Texts that are named as the reference is, alone or with a word for a label, unless the parent has the very attribute: that is a copy. */
function labelsBeside(key: ForeignKey): Column[] {
  if (key.columns.length !== 1 || keepsSnapshots(key.table)) return [];
  const stem = referencedAs(key);
  if (stem.length === 0) return [];
  return key.table.columns.filter((column) => {
    const base = column.type.over ?? column.type;
    if (!TEXT.has(base.name) || base.array || !column.local) return false;
    const words = singularsOf(column.name);
    if (!stem.every((word, at) => words[at] === word)) return false;
    const rest = words.slice(stem.length);
    if (rest.some((word) => !LABEL.has(word)) || rest.length > 2) return false;
    if (rest.length > 0 && isAttribute(key, rest)) return false;
    return reasonToRepeat(column, key) === null;
  });
}

function isAttribute(key: ForeignKey, words: readonly string[]): boolean {
  return key.target.columns.some((column) => singularsOf(column.name).join(" ").endsWith(words.join(" ")));
}
