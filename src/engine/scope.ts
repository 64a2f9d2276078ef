import type { Table } from "../model/catalog.ts";
import { globMatcher } from "./glob.ts";

/** Tables that migration tools keep for themselves: nobody designs them, and nobody may change them. */
export const MIGRATION_TABLES: readonly string[] = [
  "alembic_version",
  "ar_internal_metadata",
  "atlas_schema_revisions",
  "databasechangelog",
  "databasechangeloglock",
  "django_migrations",
  "__drizzle_migrations",
  "__efmigrationshistory",
  "flyway_schema_history",
  "schema_version",
  "goose_db_version",
  "gorp_migrations",
  "knex_migrations",
  "knex_migrations_lock",
  "migrations",
  "typeorm_metadata",
  "mikro_orm_migrations",
  "pgmigrations",
  "_prisma_migrations",
  "_sqlx_migrations",
  "schema_migration",
  "schema_migrations",
  "sequelizemeta",
  "supabase_migrations",
];

export interface Scope {
  /** Globs over `schema.table`; `*` stands for any run of characters, `?` for one. Empty: everything. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Which pattern leaves this table out; null when it is in scope. */
export function excludedBy(scope: Scope): (table: Pick<Table, "path" | "name">) => string | null {
  const includes = scope.include.map(tableMatcher);
  const excludes = scope.exclude.map((glob) => ({ glob, matches: tableMatcher(glob) }));
  const tools = new Set(MIGRATION_TABLES);
  return (table) => {
    const name = table.path.join(".");
    if (tools.has(table.name.toLowerCase())) return "migration tool";
    const hit = excludes.find(({ matches }) => matches(name));
    if (hit !== undefined) return hit.glob;
    return includes.length > 0 && !includes.some((matches) => matches(name)) ? "not included" : null;
  };
}

/** A glob without a dot names tables of every schema. */
function tableMatcher(glob: string): (name: string) => boolean {
  return globMatcher(glob.includes(".") ? glob : `*.${glob}`);
}
