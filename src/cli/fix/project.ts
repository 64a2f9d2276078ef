import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Dialect } from "../../fixes/dialects.ts";
import type { Project } from "../../fixes/output.ts";

/** Whose migrations the project in this folder has, by the files that each tool asks for; `sql` when by none. */
export function dialectOf(folder: string): Dialect {
  const has = (...names: string[]) => names.some((name) => existsSync(path.join(folder, name)));
  if (has("alembic.ini")) return "alembic";
  if (has("manage.py")) return "django";
  if (has("prisma/schema.prisma", "schema.prisma")) return "prisma";
  if (has("knexfile.js", "knexfile.ts", "knexfile.cjs", "knexfile.mjs")) return "knex";
  if (/"node-pg-migrate"\s*:/.test(textOf(path.join(folder, "package.json")))) return "node-pg-migrate";
  if (has("flyway.conf", "flyway.toml", "conf/flyway.conf")) return "flyway";
  const marks = ["db/migrations", "migrations"].flatMap((name) => readFolder(path.join(folder, name), ".sql")).map(({ text }) => text);
  if (marks.some((text) => /^-- migrate:up/m.test(text))) return "dbmate";
  return marks.some((text) => /^-- \+goose Up/m.test(text)) ? "goose" : "sql";
}

/** What the new files go on from. */
export function readProject(versions: string, dialect: Dialect): Project {
  const folder = path.basename(path.dirname(path.resolve(versions)));
  if (dialect !== "alembic") return { existing: namesIn(versions).map((name) => ({ name, text: "" })), folder };
  return { existing: readFolder(versions, ".py"), folder };
}

function readFolder(folder: string, end: string): { name: string; text: string }[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(end))
    .map((name) => ({ name, text: textOf(path.join(folder, name)) }));
}

function namesIn(folder: string): string[] {
  return existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder).sort() : [];
}

function textOf(file: string): string {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file, "utf8") : "";
}
