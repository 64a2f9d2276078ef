import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What a project keeps its schema with. */
export interface Detected {
  readonly tool: string;
  /** What to audit, from the project's root; null: no file of it is SQL. */
  readonly source: string | null;
  /** What to do when there is no SQL to read, or what else to know. */
  readonly hint: string | null;
}

const ALEMBIC = "Write the SQL first: alembic upgrade head --sql > schema.sql";
const DJANGO = "Write the SQL first: pg_dump --schema-only of a migrated database > schema.sql";

/** The first that fits; a project may have several, and the one that owns the schema stands first. */
export function detect(root: string): Detected {
  const has = (name: string) => existsSync(path.join(root, name));
  const first = (...names: string[]) => names.find(has) ?? null;
  const dumped = first("schema.sql", "db/schema.sql", "sql/schema.sql", "database/schema.sql");
  if (has("supabase/migrations")) return { tool: "Supabase", source: "supabase/migrations", hint: null };
  if (has("prisma/migrations")) return { tool: "Prisma", source: "prisma/migrations", hint: null };
  if (has("db/structure.sql")) return { tool: "Rails", source: "db/structure.sql", hint: null };
  if (has("bin/rails") || contains(root, "Gemfile", /^[^\S\n]*gem[^\S\n]+["']rails["']/m)) {
    return {
      tool: "Rails",
      source: null,
      hint: "Set config.active_record.schema_format = :sql and run rails db:migrate: db/structure.sql is then what is audited",
    };
  }
  if (has("alembic.ini")) return { tool: "Alembic", source: dumped, hint: dumped === null ? ALEMBIC : null };
  if (has("manage.py")) return { tool: "Django", source: dumped, hint: dumped === null ? DJANGO : null };
  const drizzle = ["drizzle.config.ts", "drizzle.config.js"].some(has) ? first("drizzle", "migrations", "src/db/migrations") : null;
  if (drizzle !== null) return { tool: "Drizzle", source: drizzle, hint: null };
  const flyway = first("src/main/resources/db/migration", "flyway/sql", "db/migration");
  if (flyway !== null && holds(root, flyway, /^[VR].*__.*\.sql$/)) return { tool: "Flyway", source: flyway, hint: null };
  const folder = first("db/migrations", "migrations", "database/migrations", "sql/migrations");
  if (folder !== null && holds(root, folder, /\.sql$/)) return { tool: "SQL migrations", source: folder, hint: null };
  const plain =
    dumped ??
    readdirSync(root)
      .filter((name) => name.endsWith(".sql"))
      .sort()[0] ??
    null;
  return plain === null
    ? { tool: "no schema", source: null, hint: "Name the schema: pg_dump --schema-only > schema.sql, and set source in the configuration" }
    : { tool: "plain SQL", source: plain, hint: null };
}

function contains(root: string, name: string, pattern: RegExp): boolean {
  const file = path.join(root, name);
  return existsSync(file) && pattern.test(readFileSync(file, "utf8"));
}

function holds(root: string, folder: string, pattern: RegExp): boolean {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).some((name) => pattern.test(path.basename(name)));
}
