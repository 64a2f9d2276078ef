import { alembic } from "./alembic/alembic.ts";
import { django } from "./migrations/django.ts";
import { knex, nodePgMigrate } from "./migrations/javascript.ts";
import { dbmate, flyway, goose, prisma } from "./migrations/sql-files.ts";
import type { Emit, OutputFile, Project } from "./output.ts";
import type { Plan } from "./planned.ts";
import { readme } from "./readme.ts";
import { sqlFolder } from "./sql/folder.ts";
import type { PlanOrigin } from "./sql/sql.ts";

export const DIALECTS = ["sql", "alembic", "django", "prisma", "knex", "node-pg-migrate", "flyway", "goose", "dbmate"] as const;
export type Dialect = (typeof DIALECTS)[number];

const EMITTERS: Readonly<Record<Exclude<Dialect, "sql">, { readonly emit: Emit; readonly run: string }>> = {
  alembic: { emit: alembic, run: "alembic upgrade head" },
  django: { emit: django, run: "python manage.py migrate" },
  prisma: { emit: prisma, run: "npx prisma migrate deploy" },
  knex: { emit: knex, run: "npx knex migrate:latest" },
  "node-pg-migrate": { emit: nodePgMigrate, run: "npx node-pg-migrate up" },
  flyway: { emit: flyway, run: "flyway migrate" },
  goose: { emit: goose, run: "goose up" },
  dbmate: { emit: dbmate, run: "dbmate up" },
};

/** The files of a plan. Throws when the project's own files leave no place for them. */
export function emitFiles(dialect: Dialect, plan: Plan, origin: PlanOrigin, project: Project): readonly OutputFile[] {
  if (dialect === "sql") return sqlFolder(plan, origin, project);
  const { emit, run } = EMITTERS[dialect];
  const how = [
    `Read it first, then run it as the project's own migrations are run: \`${run}\`. One step each, so that a run that stopped goes on where it stopped.`,
  ];
  return [{ ...readme(plan, origin, how, "setting"), path: "PGASSAY.md" }, ...emit(plan, origin, project)];
}
