import {
  addForeignKey,
  againstReplacing,
  type Column,
  changeType,
  constraintName,
  defineRule,
  dependentsOf,
  type FixDraft,
  type FixStep,
  type ForeignKey,
  replaceColumn,
  replaceForeignKey,
  type Server,
  type TypeRef,
  toReference,
  z,
} from "#rule";

/** Integers, by how many values they hold. */
const INTEGERS: readonly string[] = ["int2", "int4", "int8"];
const STRINGS: ReadonlySet<string> = new Set(["text", "varchar"]);

export default defineRule({
  id: "foreign-key-type-mismatch",
  on: "foreignKey",
  needs: [],
  category: "keys",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A referencing column is not of the type, length or collation of the column that it refers to.",
    why: "PostgreSQL accepts any pair that it can compare. A narrower column refuses keys that the referenced table already has, on the day the numbers grow past it; a pair of different kinds is cast on every check and every join, and an index may not serve it.",
    remedy:
      "Give the referencing column the referenced column's type. The fix widens text in the catalog alone; integers it replaces beside readers and writers, with a new key that is proven before it takes the old one's place.",
    ignoreWhen:
      "The referenced keys never leave what the narrower column holds, such as a fixed list of kinds. A referencing column that is wider than it has to be holds every key, and is left out already.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"],
  },
  options: z.object({}),
  messages: {
    narrower: "{table}.{column} is {type} and refers to {parent}.{key}, which is {keyType}: it cannot hold every key.",
    other: "{table}.{column} is {type} and refers to {parent}.{key}, which is {keyType}: every check and join has to cast.",
    collation: "{table}.{column} and {parent}.{key}, to which it refers, have different collations.",
  },
  *check(key) {
    if (!key.enforced || key.temporal) return;
    for (const { column, target } of pairsOf(key)) {
      const message = mismatch(column, target);
      if (message === null) continue;
      yield {
        message,
        data: {
          table: key.table.name,
          column: column.name,
          type: column.type.text,
          parent: key.target.name,
          key: target.name,
          keyType: target.type.text,
        },
        key: column.name,
        evidence: [
          { label: "referencing type", value: column.type.text, from: "pg_attribute.atttypid" },
          { label: "referenced type", value: target.type.text, from: "pg_attribute.atttypid" },
        ],
        related: [column, target],
      };
    }
  },
  fix(key, draft, { server }): FixDraft | undefined {
    const pair = pairsOf(key).find(({ column }) => column.name === draft.key);
    if (draft.message !== "narrower" || pair === undefined || !isAlone(key, pair.column)) return undefined;
    return INTEGERS.includes(pair.column.type.name) ? replaced(key, pair, server) : widened(key, pair);
  },
});

interface Pair {
  readonly column: Column;
  readonly target: Column;
}

function pairsOf(key: ForeignKey): Pair[] {
  return key.columns.map((column, at) => ({ column, target: key.targetColumns[at] as Column }));
}

function mismatch(column: Column, target: Column): "narrower" | "other" | "collation" | null {
  const [own, its] = [base(column.type), base(target.type)];
  if (own.name !== its.name || own.schema !== its.schema) {
    const [from, to] = [INTEGERS.indexOf(own.name), INTEGERS.indexOf(its.name)];
    if (from >= 0 && to >= 0) return from < to ? "narrower" : null;
    if (!STRINGS.has(own.name) || !STRINGS.has(its.name)) return "other";
  }
  const sizes = compareSizes(own, its);
  if (sizes !== null) return sizes;
  // A wider column holds every key: it is the referenced one that may have to follow.
  return column.collation === target.collation ? null : "collation";
}

/** The type under a domain, with the modifiers that hold. */
function base(type: TypeRef): TypeRef {
  return type.over === null ? type : base(type.over);
}

/** By the declared length or precision; no modifier means no limit. */
function compareSizes(own: TypeRef, its: TypeRef): "narrower" | "other" | null {
  if (own.modifiers.length === its.modifiers.length && own.modifiers.every((size, at) => size === its.modifiers[at])) return null;
  if (!STRINGS.has(own.name) && own.name !== "bpchar") return "other";
  const [from = Number.POSITIVE_INFINITY, to = Number.POSITIVE_INFINITY] = [own.modifiers[0], its.modifiers[0]];
  return from < to ? "narrower" : null;
}

/** True when this key is all that ties the column: what else refers to it, or from it, would have to change with it. */
function isAlone(key: ForeignKey, column: Column): boolean {
  const { table } = column;
  const tree = table.partitioning !== null || table.children.length > 0 || table.parents.length > 0;
  const plain = column.type.over === null && column.generated === null && key.columns.length === 1 && key.table !== key.target;
  return plain && !tree && againstReplacing(column).every(({ object }) => object === key);
}

function replaced(key: ForeignKey, { column, target }: Pair, server: Server): FixDraft | undefined {
  if (!key.validated) return undefined;
  const type = base(target.type).text;
  const { steps, changes } = replaceColumn({
    column,
    type,
    why: `${key.target.name}.${target.name} is ${type}, and what refers to it has to hold all of its values.`,
    convert: (value) => `${value}::${type}`,
    revert: (value) => `${value}::${column.type.text}`,
    clients: `Code that reads ${column.name} gets ${type}: widen the variables that hold it, then go on.`,
    server,
  });
  const made = `${column.name}_new`;
  const name = constraintName(key.table, [key.name], "_new");
  const added = addForeignKey(
    {
      ...key,
      name,
      columns: [made],
      targetColumns: [target.name],
      setColumns: key.setColumns.length === 0 ? [] : [made],
      why: "The new column refers to the same rows.",
    },
    server,
  );
  const swap = replaceForeignKey(
    key,
    name,
    "The key of the new column takes the name of the old one; a trigger keeps the old column equal.",
  );
  const at = steps.findIndex((step) => step.phase === "switch");
  const last = steps.findIndex((step, index) => index >= at && step.is === "sql");
  return {
    title: `Make ${column.name} of ${key.table.name} ${type}`,
    safety: "manual",
    changes: [key, ...changes],
    steps: [...steps.slice(0, at), ...added, ...steps.slice(at, last), swap, ...steps.slice(last)] as unknown as readonly [FixStep],
  };
}

function widened(key: ForeignKey, { column, target }: Pair): FixDraft | undefined {
  const { blocking, views } = dependentsOf([column]);
  if (blocking.length > 0 || views.length > 0 || !STRINGS.has(column.type.name)) return undefined;
  const type = base(target.type).text;
  const step = changeType({
    table: key.table,
    columns: [{ column, type }],
    work: "change type in catalog",
    why: `${key.target.name}.${target.name} is ${type}, and what refers to it has to hold all of its values.`,
  });
  // The key is made again with its column, and with it the triggers on the referenced table.
  const locks = [...step.locks, { on: toReference(key.target), mode: "ACCESS EXCLUSIVE", held: "instant" } as const];
  return {
    title: `Make ${column.name} of ${key.table.name} ${type}`,
    safety: "review",
    changes: [key, column],
    steps: [{ ...step, locks }],
  };
}
