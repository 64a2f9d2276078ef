import {
  baseType,
  type Column,
  changesOf,
  changeType,
  defineRule,
  dependentsOf,
  type FixDraft,
  type ManualStep,
  manualStep,
  qualified,
  type Sequence,
  type Server,
  type SqlStep,
  type Stats,
  step,
  type Table,
  toReference,
  widenKey,
  z,
} from "#rule";

const MOST: Readonly<Record<string, bigint>> = { int2: 32_767n, int4: 2_147_483_647n, int8: 9_223_372_036_854_775_807n };

export default defineRule({
  id: "integer-key-exhaustion",
  on: "sequence",
  needs: ["stats"],
  category: "keys",
  severity: "warning",
  confidence: "likely",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A numbered key has used most of the numbers that its sequence, its type or a column that refers to it can hold.",
    why: "When the last number is used, every INSERT fails, in the busiest table, and the change that helps rewrites it. Numbers are used by rolled back and conflicting inserts as well: the sequence is far ahead of the count of rows.",
    remedy:
      "Widen the columns that refer to the key, then the key, then the sequence, before it is urgent. In small tables the fix changes the types in place. In large ones it adds a second column beside each, which a trigger keeps equal, fills it in batches, builds its keys and indexes beside writers, and swaps all of them in one short transaction; where something else holds on to one of the columns, it changes the types in place after a step for people. A sequence that is narrower than its column runs on.",
    ignoreWhen: "No more rows come, or the sequence was set ahead by hand and has been set back since.",
    links: [
      "https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-INT",
      "https://www.postgresql.org/docs/current/sql-altersequence.html",
    ],
  },
  options: z.object({
    percent: z.int().min(1).max(100).default(60).describe("Share of the numbers that may be used, in percent."),
    errorPercent: z.int().min(1).max(100).default(85).describe("From this share on the finding is an error."),
    smallTableRows: z
      .int()
      .min(0)
      .default(100_000)
      .describe("Up to this many rows, in all tables concerned together, the fix does without a step for people."),
  }),
  messages: {
    column: "{table}.{column} is {type} and has used {percent} % of its numbers, up to {last} of {limit}.",
    sequence: "{sequence}, which numbers {table}.{column}, ends at {limit}, before the column does: {percent} % is used, up to {last}.",
    reference:
      "{columns} cannot hold the keys that {table}.{column} is about to have: {percent} % of what fits is used, up to {last} of {limit}.",
  },
  *check(sequence, { stats, options, isShown }) {
    const column = sequence.ownedBy;
    const last = stats.sequence(sequence)?.last ?? null;
    if (column === null || last === null || sequence.cycle || BigInt(sequence.increment) < 0n) return;
    if (column.table.foreign || !isShown(column.table)) return;
    const used = (limit: bigint) => percentUsed(sequence, last, limit);
    const end = endOf(column);
    if (end === null) return;
    const references = referencing(column);
    const ends = BigInt(sequence.max);
    const tight = references.filter((each) => isWidenable(each) && used(endOf(each) as bigint) >= options.percent);
    const common = { table: column.table.name, column: column.name, last: String(last) };
    const told = (limit: bigint, related: readonly Column[]) => ({
      severity: used(limit) >= options.errorPercent ? ("error" as const) : ("warning" as const),
      evidence: [
        { label: "last number", value: String(last), from: "pg_sequences.last_value" },
        { label: "greatest number", value: String(limit), from: limit === ends ? "pg_sequence.seqmax" : "pg_attribute.atttypid" },
        { label: "used", value: used(limit), unit: "percent" as const, from: "pg_sequences.last_value" },
        ...related.map((each) => ({
          label: "refers to it",
          value: `${each.table.name}.${each.name} ${each.type.text}`,
          from: "pg_constraint.conkey",
        })),
      ],
      related,
    });
    if (isWidenable(column) && used(end) >= options.percent) {
      const data = { ...common, type: column.type.text, percent: used(end), limit: String(end) };
      yield { message: "column", object: column, data, ...told(end, references) };
    } else if (ends < end && used(ends) >= options.percent) {
      yield {
        message: "sequence",
        data: { ...common, sequence: sequence.name, percent: used(ends), limit: String(ends) },
        ...told(ends, []),
      };
    } else if (tight.length > 0) {
      const limit = (tight.some((each) => endOf(each) === MOST.int2) ? MOST.int2 : MOST.int4) as bigint;
      const columns = tight.map((each) => `${each.table.name}.${each.name}`).join(", ");
      yield {
        message: "reference",
        object: column,
        data: { ...common, columns, percent: used(limit), limit: String(limit) },
        ...told(limit, tight),
      };
    }
  },
  // Columns that are narrower than what they refer to are widened by foreign-key-type-mismatch.
  fix(sequence, { message }, { stats, options, server }): FixDraft | undefined {
    const column = sequence.ownedBy;
    if (column === null || message === "reference") return undefined;
    if (message === "sequence") {
      return {
        title: `Let ${sequence.name} number as far as ${column.table.name}.${column.name} goes`,
        safety: "review",
        changes: [sequence],
        steps: [lengthen(sequence, column.type.name)],
      };
    }
    return widened(sequence, column, stats, options.smallTableRows, server);
  },
});

function endOf(column: Column): bigint | null {
  const type = baseType(column.type);
  return type.schema === "pg_catalog" && !type.array ? (MOST[type.name] ?? null) : null;
}

function isWidenable(column: Column): boolean {
  return endOf(column) !== null && endOf(column) !== MOST.int8;
}

function percentUsed(sequence: Sequence, last: bigint, limit: bigint): number {
  const start = BigInt(sequence.start);
  const first = start < 1n ? start : 1n;
  if (last >= limit || limit <= first) return 100;
  return Number(((last - first) * 100n) / (limit - first));
}

/** The columns that hold the key's numbers, however far away, by name. */
function referencing(key: Column): Column[] {
  const found = new Set([key]);
  for (const column of found) {
    for (const { columns, targetColumns } of column.table.referencedBy) {
      targetColumns.forEach((target, at) => {
        const source = columns[at];
        if (target === column && source !== undefined && source.table.parents.length === 0) found.add(source);
      });
    }
  }
  const name = ({ path }: Column) => JSON.stringify(path);
  return [...found].filter((each) => each !== key && endOf(each) !== null).toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
}

function widened(sequence: Sequence, key: Column, stats: Stats, most: number, server: Server): FixDraft | undefined {
  const columns = [...referencing(key).filter(isWidenable), key];
  const title = `Make ${key.table.name}.${key.name} bigint, with the columns that refer to it`;
  if (!columns.every(isPlain)) return undefined;
  const tables = [...new Set(columns.map(({ table }) => table))];
  const rows = tables.map((table) => stats.table(table)?.rows ?? Number.POSITIVE_INFINITY).reduce((sum, each) => sum + each, 0);
  const small = rows <= most;
  const beside = small ? null : widenKey({ sequence, key, why: "The numbers are about to leave what the type holds.", server });
  if (beside !== null) return { title, safety: "manual", ...beside };
  // The sequence of an identity column follows the column's type; a limit of its own stays.
  const follows = sequence.identity && BigInt(sequence.max) === endOf(key);
  const [first, ...rest] = tables.map((table) => inPlace(table, columns));
  return {
    title,
    safety: small ? "review" : "manual",
    changes: [...changesOf(columns), toReference(sequence)],
    steps: [
      ...(small ? [] : [choose(columns)]),
      first as SqlStep,
      ...rest,
      ...(follows ? [] : [lengthen(sequence, "int8")]),
    ] as unknown as FixDraft["steps"],
  };
}

/** What ALTER TYPE alone widens. */
function isPlain(column: Column): boolean {
  const { table } = column;
  const tree = table.partitioning !== null || table.children.length > 0 || table.parents.length > 0;
  return !tree && column.type.over === null && dependentsOf([column]).blocking.length === 0;
}

function inPlace(table: Table, all: readonly Column[]): SqlStep {
  const columns = all.filter((column) => column.table === table);
  const [first, ...rest] = columns.map((column) => ({ column, type: "bigint" }));
  const change = changeType({
    table,
    columns: [first as { column: Column; type: string }, ...rest],
    work: "change type with rewrite",
    why: "The numbers are about to leave what the type holds. The table is copied, and closed until the copy is done.",
  });
  // The foreign keys are made again, and proven, with the column at either end.
  const others = [
    ...table.foreignKeys.filter((key) => key.columns.some((column) => columns.includes(column))).map(({ target }) => target),
    ...table.referencedBy.filter((key) => key.targetColumns.some((column) => columns.includes(column))).map((key) => key.table),
  ];
  const locks = [...new Set(others)]
    .filter((other) => other !== table)
    .map((other) => ({ on: toReference(other), mode: "ACCESS EXCLUSIVE", held: "scan" }) as const);
  return { ...change, locks: [...change.locks, ...locks] };
}

const TYPES: Readonly<Record<string, string>> = { int2: "smallint", int4: "integer", int8: "bigint" };

function lengthen(sequence: Sequence, type: string): SqlStep {
  const name = qualified(sequence.path);
  return step([], {
    phase: "switch",
    why: "The sequence goes on as far as its column does.",
    statements: [`ALTER SEQUENCE ${name} AS ${TYPES[type] as string} NO MAXVALUE`],
    undo: [`ALTER SEQUENCE ${name} AS ${sequence.type} MAXVALUE ${sequence.max}`],
  });
}

function choose(columns: readonly Column[]): ManualStep {
  return manualStep({
    phase: "switch",
    why: "The tables are large, or of unknown size, and each of the next steps closes one for as long as its copy takes.",
    instruction: [
      "Measure the copy on a restored backup, and run what follows in a window of that length, with room on disk for a second copy of each table.",
      `If no such window exists, plan second columns beside these by hand, in this order: ${columns.map((column) => `${column.table.name}.${column.name}`).join(", ")}. Something else holds on to one of them, so that no plan is written for it.`,
    ].join(" "),
  });
}
