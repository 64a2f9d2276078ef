import { type Column, defineRule, lexicon, singular, type Table, tableWords, wordsOf, z } from "#rule";

/** What has a type and an id of its own, and is no row of a table. */
const OWN = lexicon("msg message request session device trace span error external");

export default defineRule({
  id: "polymorphic-association",
  on: "table",
  needs: [],
  category: "keys",
  severity: "info",
  confidence: "likely",
  recommended: false,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "Two columns, a type and an id, refer to rows of whichever table the type names.",
    why: "No foreign key can check such a reference: it may name a row that never was or is no longer there, deletes leave it behind, and no join follows it without a case for each type.",
    remedy:
      "Use one nullable foreign key for each kind of parent with a CHECK that exactly one of them is there, or give all parents a common table to refer to.",
    ignoreWhen: "The rows are a log of what was, and have to outlive what they name.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"],
  },
  options: z.object({
    ignoredColumns: z.array(z.string()).default([]).describe("Names of type columns that name something else than a table."),
  }),
  messages: {
    pair: "{table} refers by {type} and {id} to rows of more than one table, which no foreign key can check.",
  },
  *check(table, { options }) {
    for (const [type, id] of pairsIn(table)) {
      if (options.ignoredColumns.includes(type.name)) continue;
      yield {
        message: "pair",
        data: { table: table.name, type: type.name, id: id.name },
        key: `${type.name}\0${id.name}`,
        evidence: [type, id].map((column) => ({ label: column.name, value: column.type.text, from: "pg_catalog.pg_attribute.atttypid" })),
        related: [type, id],
      };
    }
  },
});

/** `commentable_type` and `commentable_id`, when no key holds either. */
function pairsIn(table: Table): (readonly [Column, Column])[] {
  const held = new Set([
    ...table.foreignKeys.flatMap((key) => key.columns),
    ...(table.primaryKey?.columns.length === 1 ? table.primaryKey.columns : []),
  ]);
  const ending = (words: readonly string[]) =>
    table.columns.flatMap((column) => {
      const own = wordsOf(column.name);
      const free = own.length > 1 && words.includes(own.at(-1) as string) && !held.has(column) && !column.type.array;
      return free ? [{ column, stem: own.slice(0, -1).join(" ") }] : [];
    });
  // `identity_type` and `identity_id` of identities are the row's own.
  const own = tableWords(table).at(-1);
  const ids = ending(["id", "uuid"]);
  return ending(["type", "kind", "class"])
    .filter(({ column }) => ["text", "varchar", "citext", "bpchar"].includes(column.type.name) || column.type.schema !== "pg_catalog")
    .flatMap(({ column, stem }) => ids.filter((id) => id.stem === stem && !isOwn(stem, own)).map((id) => [column, id.column] as const));
}

function isOwn(stem: string, row: string | undefined): boolean {
  const last = singular(stem.split(" ").at(-1) as string);
  return last === row || OWN.has(last);
}
