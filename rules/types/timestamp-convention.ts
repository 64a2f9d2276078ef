import {
  type Column,
  defineRule,
  type FixDraft,
  ident,
  qualified,
  type RecordedRole,
  recordedRole,
  type Schema,
  type SqlStep,
  step,
  type Table,
  type TimeKind,
  timeKind,
  touchTree,
  z,
} from "#rule";

export default defineRule({
  id: "timestamp-convention",
  on: "schema",
  needs: [],
  category: "types",
  severity: "info",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "Columns that note when a row was created or updated are declared otherwise than in most tables of the schema.",
    why: "Triggers, replication jobs and reports that go by created_at and updated_at miss the tables that call it something else. A day instead of a moment cannot be ordered within the day, and where the usual default or NOT NULL is missing, rows without the value pile up unseen.",
    remedy:
      "Rename the exceptions, with the clients that use them, and give them the type, default and NOT NULL of the others. Where the majority is the mistake, change the majority: an exception that is stricter than the others is not reported. Where nothing but the default is missing, the fix sets that of the majority.",
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
    const broken = brokenIn(schema, isShown, options);
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
  fix(schema, _, { isShown, options }): FixDraft | undefined {
    const exceptions = brokenIn(schema, isShown, options).flatMap((each) => each.exceptions);
    const steps = exceptions.flatMap(({ column, fill }) => (fill === null ? [] : [setDefault(column, fill)]));
    const [first, ...rest] = steps;
    // What is left would keep the finding.
    if (first === undefined || steps.length < exceptions.length) return undefined;
    return {
      title: `Give the created and updated columns of schema ${schema.name} their usual default`,
      safety: "review",
      changes: exceptions.map(({ column }) => column),
      steps: [first, ...rest],
    };
  },
});

function setDefault({ name, table }: Column, value: string): SqlStep {
  const alter = `ALTER TABLE ${qualified(table.path)} ALTER COLUMN ${ident(name)}`;
  return step(touchTree("set default", table), {
    phase: "expand",
    why: "Rows that do not say when they were written are given the time of their transaction.",
    statements: [`${alter} SET DEFAULT ${value}`],
    undo: [`${alter} DROP DEFAULT`],
  });
}

function brokenIn(schema: Schema, isShown: (table: Table) => boolean, { leastTables, percent }: { leastTables: number; percent: number }) {
  const found = recordedColumns(schema, isShown);
  return ROLES.flatMap((role) => {
    const columns = found.filter((each) => each.role === role);
    if (columns.length < leastTables) return [];
    const convention = conventionOf(role, columns, percent / 100);
    const exceptions = exceptionsTo(convention, found);
    return exceptions.length === 0 ? [] : [{ convention, exceptions }];
  });
}

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
  /** The most frequent one, and the type that it is written for; null where most have none. */
  readonly default: { readonly text: string; readonly type: string } | null;
}

const ROLES: readonly RecordedRole[] = ["created", "updated"];

/** A table has one column of a role; where it has two, nobody can say which of them is meant. */
function recordedColumns(schema: Schema, isShown: (table: Table) => boolean): Recorded[] {
  const recorded: Recorded[] = [];
  for (const table of schema.tables) {
    if (table.foreign || !isShown(table)) continue;
    const found: Recorded[] = [];
    for (const column of table.columns) {
      const role = column.local && column.generated === null ? recordedRole(column.name) : null;
      const kind = role === null ? null : timeKind(column);
      if (role !== null && kind !== null) found.push({ column, role, kind });
    }
    for (const each of found) if (found.every((other) => other === each || other.role !== each.role)) recorded.push(each);
  }
  return recorded;
}

function conventionOf(role: RecordedRole, columns: readonly Recorded[], share: number): Convention {
  const most = (count: number) => count >= columns.length * share;
  const common = <T>(values: readonly T[]): T | null => {
    const counts = new Map<T, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].find(([, count]) => most(count))?.[0] ?? null;
  };
  const filled = columns.filter(({ column }) => column.default !== null);
  return {
    role,
    name: common(columns.map(({ column }) => column.name)),
    kind: common(columns.map(({ kind }) => kind)),
    notNull: most(columns.filter(({ column }) => column.notNull).length),
    default: most(filled.length) ? mostFrequent(filled.map(({ column }) => column)) : null,
  };
}

function mostFrequent(columns: readonly Column[]): Convention["default"] {
  const counts = new Map<string, { text: string; type: string; count: number }>();
  for (const { default: text, type } of columns) {
    const key = `${text} ${type.text}`;
    counts.set(key, { text: text as string, type: type.text, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const ordered = [...counts].sort(([a, m], [b, n]) => n.count - m.count || (a < b ? -1 : 1));
  return ordered.map(([, most]) => most)[0] as Convention["default"];
}

interface Exception {
  readonly column: Column;
  readonly because: string;
  /** The default that is all that is missing. */
  readonly fill: string | null;
}

function exceptionsTo(convention: Convention, found: readonly Recorded[]): Exception[] {
  return found.flatMap(({ column, role, kind }) => {
    if (role !== convention.role) return [];
    const unfilled = convention.default !== null && column.default === null;
    const differences = [
      ...(convention.name !== null && column.name !== convention.name ? [`not called ${convention.name}`] : []),
      // A majority of days or of text is nothing to follow.
      ...(convention.kind === "timestamp" && kind !== "timestamp" ? [`${column.type.text}, not a timestamp`] : []),
      // With a default, only rows that are older than the column are without a moment.
      ...(convention.notNull && !column.notNull && column.default === null ? ["may be null"] : []),
      ...(unfilled ? ["no default"] : []),
    ];
    const fill = unfilled && differences.length === 1 && convention.default?.type === column.type.text ? convention.default.text : null;
    return differences.length === 0 ? [] : [{ column, because: differences.join(", "), fill }];
  });
}

function describe({ role, name, kind, notNull, default: filled }: Convention): string {
  const parts = [
    ...(name === null ? [] : [name]),
    ...(kind === "timestamp" ? ["a timestamp"] : []),
    ...(notNull ? ["not null"] : []),
    ...(filled !== null ? ["with a default"] : []),
  ];
  return `${role}: ${parts.join(", ")}`;
}

function nameOf(column: Column): string {
  return `${column.table.name}.${column.name}`;
}
