import {
  baseType,
  type Column,
  defineRule,
  type Retyped,
  retypedColumns,
  type Sample,
  type Server,
  type Table,
  type TextContent,
  textThatHolds,
  wordsOf,
  z,
} from "#rule";

const options = z.object({
  leastLength: z.int().min(1).default(4).describe("Shorter ones are left alone: codes of countries and currencies fill their length."),
  as: z.enum(["varchar", "text"]).default("varchar").describe("The type that the fix gives: `varchar` keeps the limit, `text` has none."),
});

export default defineRule({
  id: "padded-char",
  on: "table",
  needs: [],
  uses: ["sample"],
  category: "types",
  severity: "info",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "A table has columns of type char(n), which fills its values with blanks.",
    why: "The blanks cost space in every row and index, come back in every result, and count in LIKE and regular expressions but not in comparisons. A cast to text drops them without a word, and so does what casts by itself: a concatenation, a comparison with text.",
    remedy:
      "Use varchar(n), or text with a CHECK on its length. The fix adds a second column, converts in batches without the blanks, proves the result and swaps the names.",
    ignoreWhen:
      "Every value has exactly that many characters. Short codes, digests and identifiers of a fixed length are left out already.",
    links: ["https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_char.28n.29"],
  },
  options,
  messages: {
    padded: "{table} fills {columns} with blanks: the type is char(n).",
  },
  *check(table, ctx) {
    const columns = paddedColumns(table, ctx.options.leastLength, ctx.sample);
    if (columns.length === 0) return;
    yield {
      message: "padded",
      data: { table: table.name, columns: columns.map(({ name }) => name).join(", ") },
      evidence: columns.map((column) => ({ label: column.name, value: column.type.text, from: "pg_catalog.pg_attribute.atttypid" })),
      related: columns,
    };
  },
  fix(table, _, ctx) {
    const columns = paddedColumns(table, ctx.options.leastLength, ctx.sample);
    const retyped = columns.map((column) => withoutBlanks(column, ctx.options.as, ctx.server));
    return retypedColumns(`Store ${table.name} without filling blanks`, retyped as [Retyped, ...Retyped[]]);
  },
});

/** Values that have one length: nothing is ever filled. */
const FIXED = /^(?:id|uuid|guid|ulid|hash|hashed|digest|checksum|fingerprint|md5|sha|sha1|sha256|sha512|hex|md)$/;
/** Characters of a ulid, a ksuid and a uuid. */
const IDENTIFIERS = [26, 27, 36];
/** Shorter identifiers are codes that somebody made up. */
const SHORTEST_IDENTIFIER = 16;

function hasFixedLength(name: string, length: number): boolean {
  return IDENTIFIERS.includes(length) || (length >= SHORTEST_IDENTIFIER && wordsOf(name).some((word) => FIXED.test(word)));
}

const CONTENTS: readonly TextContent[] = ["uuid", "boolean", "number", "time", "json"];

function paddedColumns(table: Table, leastLength: number, sample: Sample | undefined): Column[] {
  if (table.foreign) return [];
  const padded = table.columns.filter((column) => {
    const type = baseType(column.type);
    return (
      type.name === "bpchar" &&
      type.schema === "pg_catalog" &&
      column.local &&
      column.generated === null &&
      (type.modifiers[0] ?? 0) >= leastLength &&
      !hasFixedLength(column.name, type.modifiers[0] as number)
    );
  });
  if (padded.length === 0) return padded;
  // What is kept as text and is none has a rule of its own.
  const claimed = new Set(
    CONTENTS.flatMap((content) => textThatHolds(content, table, (column) => sample?.content(column))).map(({ column }) => column),
  );
  return padded.filter((column) => !claimed.has(column));
}

function withoutBlanks(column: Column, as: "varchar" | "text", server: Server): Retyped {
  const array = column.type.array ? "[]" : "";
  const type = `${as === "text" ? "text" : `character varying(${column.type.modifiers[0]})`}${array}`;
  return {
    column,
    type,
    why: "The cast takes the filling blanks away.",
    convert: (value) => `${value}::${type}`,
    revert: (value) => `${value}::${column.type.text}`,
    retype: (expression) => expression.replaceAll(/::(?:bpchar|character\(\d+\))/g, as === "text" ? "::text" : "::character varying"),
    clients: `Deploy code that reads ${column.table.name}.${column.name} without its filling blanks, and names the columns in INSERT and COPY, before the next step.`,
    server,
  };
}
