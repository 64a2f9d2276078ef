import {
  type Column,
  createIndex,
  defineRule,
  dropIndex,
  type FixDraft,
  heldBy,
  type Index,
  ident,
  indexName,
  noDuplicates,
  type TypeRef,
  z,
} from "#rule";

const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar"]);

export default defineRule({
  id: "case-sensitive-unique",
  on: "column",
  needs: [],
  category: "keys",
  severity: "warning",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A text column is unique letter by letter, though the schema itself compares it without regard to case.",
    why: "Ann@example.org and ann@example.org are two rows to the unique key and one to every look-up: which of them a login finds is a matter of luck, and a second account under another spelling is a way in.",
    remedy:
      "Make what is compared unique as well. The fix looks for rows that differ only in case and builds a unique index over the same expression; an index that only looked it up goes.",
    ignoreWhen: "The look-up is a search, and rows that differ only in case are meant to be different.",
    links: ["https://www.postgresql.org/docs/current/indexes-expressional.html"],
  },
  options: z.object({}),
  messages: {
    compared: "{column} of {table} is unique letter by letter, but {witness} compares {expression}.",
  },
  *check(column) {
    const found = folded(column);
    if (found === null) return;
    yield {
      message: "compared",
      data: { column: column.name, table: column.table.name, witness: found.index.name, expression: found.expression },
      evidence: [{ label: "index over", value: found.expression, from: "pg_index.indexprs" }],
      related: [found.index],
    };
  },
  fix(column): FixDraft | undefined {
    const found = folded(column);
    const { table } = column;
    if (found === null || table.partitioning !== null) return undefined;
    const key = found.index.keys[0] as Index["keys"][number];
    const name = indexName(table, [column.name], "_lower_key");
    const build = createIndex({
      table,
      name,
      unique: true,
      keys: [`(${found.expression})`],
      why: `Let no two rows have a ${column.name} that differs only in case.`,
      phase: "validate",
      requires: {
        sql: noDuplicates({ table, keys: [key], predicate: null, nullsNotDistinct: false }),
        because: "several rows differ only in case",
      },
    });
    const needless = isPlain(found.index) ? [found.index] : [];
    return {
      title: `Keep ${found.expression} of ${table.name} unique`,
      safety: "review",
      changes: [{ kind: "index", path: [...table.schema.path, table.name, name] }, ...needless],
      steps: [
        ...build,
        ...needless.map((index) => dropIndex(index, `The unique index does all that ${index.name} does.`)),
      ] as unknown as FixDraft["steps"],
    };
  },
});

/** The index by which rows are found without regard to case; null where the column is not unique, or is so without regard to case. */
function folded(column: Column): { readonly index: Index; readonly expression: string } | null {
  const { table } = column;
  if (!isText(column.type) || column.collation !== null || !table.indexes.some((index) => isUniqueOver(index, column))) return null;
  if (column.dependents.some((item) => item.kind === "constraint" && item.type === "check" && foldsIn(column, item.definition as string)))
    return null;
  const folding = table.indexes.flatMap((index) => {
    const expression = index.keys[0]?.expression ?? "";
    return index.valid && index.method === "btree" && isFold(column, expression) ? [{ index, expression }] : [];
  });
  if (folding.some(({ index }) => index.unique)) return null;
  return folding.find(({ index }) => index.keys[0]?.opclass.default === true) ?? null;
}

function isText(type: TypeRef): boolean {
  return type.over === null ? TEXTS.has(type.name) && !type.array : isText(type.over);
}

function isUniqueOver(index: Index, column: Column): boolean {
  return index.unique && index.valid && index.predicate === null && index.keys.length === 1 && index.keys[0]?.column === column;
}

/** `lower(email)`, `lower((email)::text)` */
function isFold(column: Column, expression: string): boolean {
  const name = ident(column.name);
  return ["lower", "upper"].some((fold) => [`${fold}(${name})`, `${fold}((${name})::text)`].includes(expression));
}

/** A CHECK that keeps the letters small, or big, makes the plain key enough. */
function foldsIn(column: Column, definition: string): boolean {
  const name = ident(column.name);
  return ["lower", "upper"].some((fold) => definition.includes(`${fold}(${name})`) || definition.includes(`${fold}((${name})::text)`));
}

/** True for an index that only looks up what the unique one will look up. */
function isPlain(index: Index): boolean {
  return index.keys.length === 1 && index.predicate === null && index.include.length === 0 && heldBy(index) === null;
}
