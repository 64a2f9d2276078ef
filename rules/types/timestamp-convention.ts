import { type Column, defineRule, type RecordedRole, recordedRole, type Schema, type Table, type TimeKind, timeKind, z } from "#rule";

export default defineRule({
  id: "timestamp-convention",
  on: "schema",
  needs: [],
  category: "types",
  severity: "info",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "Columns that note when a row was created or updated are declared otherwise than in most tables of the schema.",
    why: "Triggers, replication jobs and reports that go by created_at and updated_at miss the tables that call it something else. A day instead of a moment cannot be ordered within the day, and where the usual default or NOT NULL is missing, rows without the value pile up unseen.",
    remedy:
      "Rename the exceptions, with the clients that use them, and give them the type, default and NOT NULL of the others. Where the majority is the mistake, change the majority: an exception that is stricter than the others is not reported.",
    ignoreWhen: "The tables belong to another application, whose convention is its own.",
    links: [],
  },
  options: z.object({
    leastTables: z.int().min(3).default(4).describe("Tables that need a created or updated column before there is a convention."),
    percent: z.number().min(50).max(100).default(66).describe("Share of the columns that make a convention."),
  }),
  messages: {
    differ: "Schema {schema} declares most columns in one way ({majority}), and these in another: {columns}.",
  },
  *check(schema, { isShown, options }) {
    const found = recordedColumns(schema, isShown);
    const conventions = ROLES.flatMap((role) => {
      const columns = found.filter((each) => each.role === role);
      return columns.length < options.leastTables ? [] : [conventionOf(role, columns, options.percent / 100)];
    });
    const broken = conventions
      .map((convention) => ({ convention, exceptions: exceptionsTo(convention, found) }))
      .filter(({ exceptions }) => exceptions.length > 0);
    const exceptions = broken.flatMap((each) => each.exceptions);
    if (exceptions.length === 0) return;
    yield {
      message: "differ",
      data: {
        schema: schema.name,
        count: exceptions.length,
        majority: broken.map(({ convention }) => describe(convention)).join("; "),
        columns: exceptions.map(({ column }) => nameOf(column)).join(", "),
      },
      evidence: exceptions.map(({ column, because }) => ({ label: nameOf(column), value: because, from: "pg_catalog.pg_attribute" })),
      related: exceptions.map(({ column }) => column),
    };
  },
});

interface Recorded {
  readonly column: Column;
  readonly role: RecordedRole;
  readonly kind: TimeKind;
}

/** What most columns of a role share; null where they share nothing. */
interface Convention {
  readonly role: RecordedRole;
  readonly name: string | null;
  readonly kind: TimeKind | null;
  readonly notNull: boolean;
  readonly default: boolean;
}

const ROLES: readonly RecordedRole[] = ["created", "updated"];

/** A table has one column of a role; where it has two, nobody can say which of them is meant. */
function recordedColumns(schema: Schema, isShown: (table: Table) => boolean): Recorded[] {
  return schema.tables.flatMap((table) => {
    if (table.foreign || !isShown(table)) return [];
    const found = table.columns.flatMap((column): Recorded[] => {
      const role = column.local && column.generated === null ? recordedRole(column.name) : null;
      const kind = timeKind(column);
      return role === null || kind === null ? [] : [{ column, role, kind }];
    });
    return ROLES.flatMap((role) => {
      const [one, ...others] = found.filter((each) => each.role === role);
      return one === undefined || others.length > 0 ? [] : [one];
    });
  });
}

function conventionOf(role: RecordedRole, columns: readonly Recorded[], share: number): Convention {
  const most = (count: number) => count >= columns.length * share;
  const common = <T>(values: readonly T[]): T | null => {
    const counts = new Map<T, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].find(([, count]) => most(count))?.[0] ?? null;
  };
  return {
    role,
    name: common(columns.map(({ column }) => column.name)),
    kind: common(columns.map(({ kind }) => kind)),
    notNull: most(columns.filter(({ column }) => column.notNull).length),
    default: most(columns.filter(({ column }) => column.default !== null).length),
  };
}

function exceptionsTo(convention: Convention, found: readonly Recorded[]): { column: Column; because: string }[] {
  return found.flatMap(({ column, role, kind }) => {
    if (role !== convention.role) return [];
    const differences = [
      ...(convention.name !== null && column.name !== convention.name ? [`not called ${convention.name}`] : []),
      // A majority of days or of text is nothing to follow.
      ...(convention.kind === "timestamp" && kind !== "timestamp" ? [`${column.type.text}, not a timestamp`] : []),
      ...(convention.notNull && !column.notNull ? ["may be null"] : []),
      ...(convention.default && column.default === null ? ["no default"] : []),
    ];
    return differences.length === 0 ? [] : [{ column, because: differences.join(", ") }];
  });
}

function describe({ role, name, kind, notNull, default: filled }: Convention): string {
  const parts = [
    ...(name === null ? [] : [name]),
    ...(kind === "timestamp" ? ["a timestamp"] : []),
    ...(notNull ? ["not null"] : []),
    ...(filled ? ["with a default"] : []),
  ];
  return `${role}: ${parts.join(", ")}`;
}

function nameOf(column: Column): string {
  return `${column.table.name}.${column.name}`;
}
