import { type Column, defineRule, lexicon, type Table, type TypeRef, wordsOf, z } from "#rule";

const ASKING = lexicon("is was has been are");
/** Words at the end of a name that say: when. */
const WHEN = lexicon("at on date time timestamp datetime ts dt utc");
/** Moments that every row has: they do not say that something was done to it. */
const ALWAYS = lexicon("created updated modified changed inserted");
/** States that a status says as well. */
const STATE = lexicon(
  "active inactive enabled disabled deleted archived cancelled canceled closed open completed finished done paused suspended",
);
const STATUS = lexicon("status state");
const OPPOSITES: readonly (readonly [string, string])[] = [
  ["active", "inactive"],
  ["active", "disabled"],
  ["active", "enabled"],
  ["enabled", "disabled"],
  ["open", "closed"],
  ["public", "private"],
  ["visible", "hidden"],
];

type Kind = "moment" | "status" | "flags";

interface Pair {
  readonly kind: Kind;
  readonly flag: Column;
  readonly other: Column;
}

export default defineRule({
  id: "contradicting-state-columns",
  on: "table",
  needs: [],
  category: "redundancy",
  severity: "info",
  confidence: "heuristic",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "Two columns of a table tell the same state, and may contradict each other.",
    why: "A row with is_deleted false and a deleted_at is deleted for one query and alive for the next. Every writer has to remember to change both, and sooner or later one forgets.",
    remedy:
      "Keep the column that says more, usually the moment or the status, and make the other one a generated column or drop it. Where both have to stay, a CHECK makes them agree: CHECK (is_deleted = (deleted_at IS NOT NULL)).",
    ignoreWhen:
      "The two are about different things, such as a flag for whether a task may run beside a status of its last run. Pairs that a CHECK, a generated column or a trigger ties together are left out already.",
    links: ["https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-CHECK-CONSTRAINTS"],
  },
  options: z.object({
    ignoredColumns: z
      .array(z.string())
      .default([])
      .describe("Names of flags that are known to mean something else than the column beside them."),
  }),
  messages: {
    moment: "{table} says whether by {flag} and when by {other}, and nothing keeps a row from saying yes by one and no by the other.",
    status: "{table} tells its state by {other} and again by {flag}, and nothing keeps the two from contradicting each other.",
    flags: "{flag} and {other} of {table} are two answers to one question, and nothing keeps them from contradicting each other.",
  },
  *check(table, { options }) {
    if (table.foreign) return;
    for (const { kind, flag, other } of pairsIn(table)) {
      if (options.ignoredColumns.includes(flag.name) || areTied(flag, other)) continue;
      yield {
        message: kind,
        data: { table: table.name, flag: flag.name, other: other.name },
        key: `${flag.name}\0${other.name}`,
        evidence: [flag, other].map((column) => ({
          label: column.name,
          value: column.type.text,
          from: "pg_catalog.pg_attribute.atttypid",
        })),
        related: [flag, other],
      };
    }
  },
});

function pairsIn(table: Table): Pair[] {
  const columns = table.columns.filter(({ local }) => local);
  const flags = columns.filter(({ type }) => isOf(type, ["bool"])).map((column) => ({ column, state: stateOf(column) }));
  if (flags.length === 0) return [];
  const moments = columns
    .filter(({ type }) => isOf(type, ["timestamptz", "timestamp", "date"]))
    .flatMap((column) => {
      const words = wordsOf(column.name);
      const end = words.findLastIndex((word) => !WHEN.has(word));
      return end < 0 || end === words.length - 1 || ALWAYS.has(words[end] as string)
        ? []
        : [{ column, state: words.slice(0, end + 1).join(" ") }];
    });
  const statuses = columns.filter((column) => STATUS.has(column.name.toLowerCase()) && !isOf(column.type, ["bool", "json", "jsonb"]));
  return flags.flatMap(({ column: flag, state }): Pair[] => [
    ...moments.filter((moment) => moment.state === state).map(({ column }): Pair => ({ kind: "moment", flag, other: column })),
    ...(STATE.has(state) ? statuses.map((other): Pair => ({ kind: "status", flag, other })) : []),
    ...flags.filter((second) => areOpposite(state, second.state)).map(({ column }): Pair => ({ kind: "flags", flag, other: column })),
  ]);
}

/** `is_deleted` → deleted, `emailVerified` → email verified. */
function stateOf(column: Column): string {
  const words = wordsOf(column.name);
  return words.slice(words.findIndex((word) => !ASKING.has(word))).join(" ");
}

/** In one order only, so that a pair is found once. */
function areOpposite(a: string, b: string): boolean {
  return OPPOSITES.some(([one, other]) => a === one && b === other);
}

/** A CHECK that reads both, one computed from the other, or a trigger whose text names both. */
function areTied(a: Column, b: Column): boolean {
  if (a.reads.includes(b) || b.reads.includes(a)) return true;
  const { constraints, triggers } = a.table;
  if (constraints.some(({ type, columns }) => type === "check" && columns.includes(a) && columns.includes(b))) return true;
  return triggers.some(({ routine }) => [a, b].every(({ name }) => routine?.body?.includes(name) === true));
}

function isOf(type: TypeRef, names: readonly string[]): boolean {
  return !type.array && names.includes((type.over ?? type).name);
}
