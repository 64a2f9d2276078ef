import { type Column, dayRole, defineRule, groupedBy, type Schema, type Table, type TimeKind, timeKind, z } from "#rule";

export default defineRule({
  id: "inconsistent-date-types",
  on: "schema",
  needs: [],
  category: "types",
  severity: "info",
  confidence: "likely",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "Columns that name the same kind of day are date in one table, timestamp in another, or text in a third.",
    why: "Whoever compares or joins them needs a cast, and the casts differ: a timestamp on the last day is later than the date, text sorts by its letters, and a day read from a timestamp depends on the time zone. Each query decides anew, and some decide wrongly.",
    remedy:
      "Agree on what the column means: date for a day, timestamptz for a moment. Change the exceptions; time-as-text has the fix for days that are kept as text.",
    ignoreWhen: "The columns share a word of their name and nothing else.",
    links: ["https://www.postgresql.org/docs/current/datatype-datetime.html"],
  },
  options: z.object({}),
  messages: {
    differ: "Columns for one kind of day, {role}, have different types in schema {schema}: {types}.",
  },
  *check(schema, { isShown }) {
    for (const [role, days] of groupedBy(daysIn(schema, isShown), (day) => day.role)) {
      const kinds = KINDS.filter((kind) => days.some((day) => day.kind === kind));
      if (kinds.length < 2 || new Set(days.map(({ column }) => column.table)).size < 2) continue;
      // A day and a moment beside each other in one table are two things; the exception has to be in another table.
      if (!isSplitByTables(days)) continue;
      yield {
        message: "differ",
        key: role,
        data: { role, schema: schema.name, types: kinds.map((kind) => `${kind} (${listOf(days, kind)})`).join(", ") },
        evidence: days.map(({ column }) => ({
          label: `${column.table.name}.${column.name}`,
          value: column.type.text,
          from: "pg_catalog.pg_attribute.atttypid",
        })),
        related: days.map(({ column }) => column),
      };
    }
  },
});

interface Day {
  readonly role: string;
  readonly column: Column;
  readonly kind: TimeKind;
}

function daysIn(schema: Schema, isShown: (table: Table) => boolean): Day[] {
  const days: Day[] = [];
  for (const table of schema.tables) {
    if (table.foreign || !isShown(table)) continue;
    for (const column of table.columns) {
      const role = column.local ? dayRole(column.name) : null;
      const kind = role === null ? null : timeKind(column);
      if (role !== null && kind !== null) days.push({ role, column, kind });
    }
  }
  return days;
}

const KINDS: readonly TimeKind[] = ["date", "timestamp", "text"];

function listOf(days: readonly Day[], kind: TimeKind): string {
  return days
    .filter((day) => day.kind === kind)
    .map(({ column }) => `${column.table.name}.${column.name}`)
    .join(", ");
}

/** Two tables that agree in no kind. */
function isSplitByTables(days: readonly Day[]): boolean {
  const kindsOf = new Map<unknown, Set<TimeKind>>();
  for (const { column, kind } of days) kindsOf.set(column.table, (kindsOf.get(column.table) ?? new Set()).add(kind));
  const sets = [...kindsOf.values()];
  return sets.some((a) => sets.some((b) => ![...a].some((kind) => b.has(kind))));
}
