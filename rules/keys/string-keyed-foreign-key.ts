import { type Column, defineRule, type ForeignKey, referToSurrogate, type TypeRef, z } from "#rule";

const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar", "citext"]);
const SURROGATES: ReadonlySet<string> = new Set(["int2", "int4", "int8", "uuid"]);

/** Codes that the world agrees on: short, stable, and readable without a join. */
const STANDARD_CODE =
  /(?:^|_)(?:iso|iso2|iso3|alpha2|alpha3|iata|icao|bic|mic|locale|currency|country|language|lang|timezone|tz)(?:_?(?:code|iso|id|name))?\d?$/i;

export default defineRule({
  id: "string-keyed-foreign-key",
  on: "foreignKey",
  needs: [],
  uses: ["stats"],
  category: "keys",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A foreign key refers to a text business key, though the referenced table has a number or uuid as its primary key.",
    why: "Business keys come from outside and change. Every referencing row and every index on it stores the whole text again, joins compare and sort strings, and a key that changes has to be rewritten in every table.",
    remedy:
      "Refer to the primary key, and keep the business key where it belongs: unique, in the referenced table. The fix adds the new reference, keeps both equal by trigger, fills it by join in batches, indexes and constrains it, waits for the code to switch, and drops the old column.",
    ignoreWhen:
      "The text is a short standard code that people read in the rows themselves: such codes, and text that is itself the primary key, are left out already. So are composite keys.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK"],
  },
  options: z.object({
    maxCodeLength: z
      .number()
      .int()
      .nonnegative()
      .default(8)
      .describe("A referenced column declared with at most this many characters is a code, and no business key."),
  }),
  messages: {
    text: "{table}.{column} refers to {parent}.{key}, which is {type}, though {parent} has the primary key {surrogate}.",
  },
  *check(key, { stats, options }) {
    const surrogate = surrogateBeside(key, options.maxCodeLength);
    if (surrogate === null) return;
    const column = key.columns[0] as Column;
    const target = key.targetColumns[0] as Column;
    const known = stats?.column(column);
    yield {
      message: "text",
      data: {
        table: key.table.name,
        column: column.name,
        parent: key.target.name,
        key: target.name,
        type: target.type.text,
        surrogate: `${surrogate.name} ${surrogate.type.text}`,
      },
      evidence: known === undefined ? [] : [{ label: "average width", value: known.width, unit: "bytes", from: "pg_stats.avg_width" }],
      related: [target, surrogate],
    };
  },
  fix(key, _, { server, options }) {
    const surrogate = surrogateBeside(key, options.maxCodeLength);
    // A key to the surrogate that is there already is this plan half-way: its steps are known to whoever began it.
    const begun = key.table.foreignKeys.some((other) => other.target === key.target && other.targetColumns[0] === surrogate);
    return surrogate === null || begun ? undefined : referToSurrogate(key, surrogate, server);
  },
});

/** The primary key that the foreign key should refer to; null where text is right. */
function surrogateBeside(key: ForeignKey, maxCodeLength: number): Column | null {
  const [column, target] = [key.columns[0], key.targetColumns[0]];
  if (column === undefined || target === undefined || key.columns.length !== 1 || key.temporal || !key.enforced) return null;
  if (!isOneOf(column.type, TEXTS) || !isOneOf(target.type, TEXTS) || isCode(target, maxCodeLength)) return null;
  const primary = key.target.primaryKey?.columns ?? [];
  const [surrogate] = primary;
  return primary.length === 1 && surrogate !== undefined && isOneOf(surrogate.type, SURROGATES) ? surrogate : null;
}

function isOneOf(type: TypeRef, names: ReadonlySet<string>): boolean {
  return !type.array && names.has(base(type).name);
}

function isCode(column: Column, maxLength: number): boolean {
  const [length] = base(column.type).modifiers;
  return (length !== undefined && length <= maxLength) || STANDARD_CODE.test(column.name);
}

function base(type: TypeRef): TypeRef {
  return type.over === null ? type : base(type.over);
}
