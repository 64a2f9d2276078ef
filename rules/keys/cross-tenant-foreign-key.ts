import {
  type Column,
  canHoldTogether,
  defineRule,
  type FixDraft,
  type ForeignKey,
  holdTogether,
  type LooseKey,
  lexicon,
  perName,
  type Schema,
  singularsOf,
  type Table,
  z,
} from "#rule";

const TENANT = lexicon("tenant organization organisation org workspace company realm");

export default defineRule({
  id: "cross-tenant-foreign-key",
  on: "schema",
  needs: [],
  category: "keys",
  severity: "info",
  confidence: "heuristic",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "Both ends of a foreign key belong to a tenant, and the key does not say that it is the same one.",
    why: "A row of one tenant can refer to a row of another: a guessed or a mixed-up id is enough. Row-level security does not help, because the check of a foreign key does not obey it.",
    remedy:
      "Let the key hold the tenant. The fix builds a unique index on the parent's tenant and id, adds a foreign key of both columns, proves it, and lets it take the old one's place and name; ON DELETE SET NULL clears the reference alone (PostgreSQL 15). A row that refers to another tenant's stops it.",
    ignoreWhen: "Rows of one tenant may refer to those of another, such as shared templates.",
    links: ["https://www.postgresql.org/docs/current/ddl-rowsecurity.html"],
  },
  options: z.object({
    tenantColumns: z.array(z.string()).default([]).describe("Further names of columns that say to which tenant a row belongs."),
    mostListed: z.int().min(1).default(10).describe("So many keys are listed; the rest are counted."),
  }),
  messages: {
    loose:
      "Foreign keys of schema {schema} let a row refer to one of another tenant, because they do not hold {tenants}, {count} in all: {keys}.",
  },
  *check(schema, { isShown, options }) {
    const loose = looseIn(schema, isShown, options.tenantColumns);
    if (loose.length === 0) return;
    const names = loose.map(({ key }) => `${key.table.name}.${key.name}`).sort();
    const more = names.length - options.mostListed;
    yield {
      message: "loose",
      data: {
        count: loose.length,
        schema: schema.name,
        tenants: [...new Set(loose.map(({ own }) => own.name))].sort().join(", "),
        keys: `${names.slice(0, options.mostListed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
      },
      evidence: loose.map(({ key, own }) => ({
        label: `tenant of ${key.table.name} and ${key.target.name}`,
        value: own.name,
        from: "pg_catalog.pg_attribute.attname",
      })),
      related: loose.map(({ key }) => key),
    };
  },
  fix(schema, _, { isShown, options, server }): FixDraft | undefined {
    const loose = looseIn(schema, isShown, options.tenantColumns);
    // Part of the keys would leave the finding as it is.
    if (!loose.every((each) => canHoldTogether(each, server))) return undefined;
    return {
      title: `Let the foreign keys of ${schema.name} hold the tenant`,
      safety: "review",
      changes: loose.map(({ key }) => key),
      steps: holdTogether(loose, server) as unknown as FixDraft["steps"],
    };
  },
});

function looseIn(schema: Schema, isShown: (table: Table) => boolean, names: readonly string[]): LooseKey[] {
  return schema.tables
    .filter(isShown)
    .flatMap((table) => table.foreignKeys.filter(({ local }) => local))
    .flatMap((key) => tenantsOf(key, names) ?? []);
}

/** Required on both sides: a row without a tenant is shared. The reference to the tenant itself says which one. */
function tenantsOf(key: ForeignKey, names: readonly string[]): LooseKey | null {
  const { table, target } = key;
  if (target === table && key.columns.length > 1) return null;
  const own = table.columns.find((column) => isTenant(column, names));
  if (own === undefined) return null;
  const other = target.columns.find((column) => column.name === own.name);
  if (other === undefined || !own.notNull || !other.notNull || own.type.text !== other.type.text) return null;
  // Held by this key, or by another one along the same reference.
  const along = table.foreignKeys.filter((one) => one.target === target && key.columns.every((column) => one.columns.includes(column)));
  if (along.some(({ columns }) => columns.includes(own))) return null;
  // The primary key of the tenants' own table names them: nothing refers across.
  return target.primaryKey?.columns.length === 1 && target.primaryKey.columns[0] === other ? null : { key, own, other };
}

function isTenant({ name }: Column, names: readonly string[]): boolean {
  return names.includes(name) || namesTenant(name);
}

const namesTenant = perName((name) => {
  const words = singularsOf(name);
  return words.length === 2 && TENANT.has(words[0] as string) && ["id", "uuid"].includes(words[1] as string);
});
