import {
  askedEvidence,
  type Column,
  callsOf,
  createIndex,
  defineRule,
  dropIndex,
  type FixDraft,
  heldBy,
  type Index,
  ident,
  indexName,
  noDuplicates,
  type Statement,
  type TypeRef,
  type Workload,
  z,
} from "#rule";

const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar"]);

export default defineRule({
  id: "case-sensitive-unique",
  on: "column",
  needs: [],
  uses: ["workload"],
  category: "keys",
  severity: "warning",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A text column is unique letter by letter, though the schema itself, or the workload, compares it without regard to case.",
    why: "Ann@example.org and ann@example.org are two rows to the unique key and one to every look-up: which of them a login finds is a matter of luck, and a second account under another spelling is a way in.",
    remedy:
      "Make what is compared unique as well. The fix looks for rows that differ only in case and builds a unique index over the same expression; an index that only looked it up goes.",
    ignoreWhen: "The look-up is a search, and rows that differ only in case are meant to be different.",
    links: ["https://www.postgresql.org/docs/current/indexes-expressional.html"],
  },
  options: z.object({
    minCalls: z.int().min(1).default(20).describe("A comparison that only the workload makes counts from so many calls on."),
  }),
  messages: {
    compared: "{column} of {table} is unique letter by letter, but {witness} compares {expression}.",
    asked: "{column} of {table} is unique letter by letter, but {calls} calls compare {expression}.",
  },
  looksAt: isComparedAsWritten,
  *check(column, { workload, options }) {
    const found = folded(column, workload);
    if (found === null) return;
    const { index, expression, statements } = found;
    const data = { column: column.name, table: column.table.name, expression };
    if (index !== null) {
      yield {
        message: "compared",
        data: { ...data, witness: index.name },
        evidence: [{ label: "index over", value: expression, from: "pg_index.indexprs" }],
        related: [index],
      };
    } else if (callsOf(statements) >= options.minCalls) {
      yield { message: "asked", data: { ...data, calls: callsOf(statements) }, evidence: askedEvidence(statements, workload as Workload) };
    }
  },
  fix(column, _, { workload }): FixDraft | undefined {
    const { index, expression } = folded(column, workload) as Folded;
    const { table } = column;
    if (table.partitioning !== null) return undefined;
    const name = indexName(table, [column.name], "_lower_key");
    const build = createIndex({
      table,
      name,
      unique: true,
      keys: [`(${expression})`],
      why: `Let no two rows have a ${column.name} that differs only in case.`,
      phase: "validate",
      requires: {
        sql: noDuplicates({
          table,
          keys: [{ column: null, expression } as Index["keys"][number]],
          predicate: null,
          nullsNotDistinct: false,
        }),
        because: "several rows differ only in case",
      },
    });
    const needless = index !== null && isPlain(index) ? [index] : [];
    return {
      title: `Keep ${expression} of ${table.name} unique`,
      safety: "review",
      changes: [{ kind: "index", path: [...table.schema.path, table.name, name] }, ...needless],
      steps: [
        ...build,
        ...needless.map((other) => dropIndex(other, `The unique index does all that ${other.name} does.`)),
      ] as unknown as FixDraft["steps"],
    };
  },
});

interface Folded {
  readonly expression: string;
  /** Null where only statements say it. */
  readonly index: Index | null;
  readonly statements: readonly Statement[];
}

/** A text with a unique key of its own that tells letters by their case. */
function isComparedAsWritten(column: Column): boolean {
  return isText(column.type) && column.collation === null && column.table.indexes.some((index) => isUniqueOver(index, column));
}

/** How rows are found without regard to case; null where they are unique without regard to it. */
function folded(column: Column, workload: Workload | undefined): Folded | null {
  const { table } = column;
  if (column.dependents.some((item) => item.kind === "constraint" && item.type === "check" && foldsIn(column, item.definition as string)))
    return null;
  const folding = table.indexes.flatMap((index) => {
    const expression = index.keys[0]?.expression ?? "";
    return index.valid && index.method === "btree" && isFold(column, expression) ? [{ index, expression, statements: [] }] : [];
  });
  if (folding.some(({ index }) => index.unique)) return null;
  return folding.find(({ index }) => index.keys[0]?.opclass.default === true) ?? asked(column, workload?.touching(table) ?? []);
}

/** What statements compare, where no index says it. */
function asked(column: Column, touching: readonly Statement[]): Folded | null {
  const compared = (statement: Statement) =>
    statement.accesses.flatMap(({ applied }) =>
      applied.filter((one) => one.column === column && one.used === "equality" && isFold(column, one.expression)),
    );
  const statements = touching.filter((statement) => compared(statement).length > 0);
  const [first] = statements.flatMap(compared);
  return first === undefined ? null : { expression: first.expression, index: null, statements };
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
