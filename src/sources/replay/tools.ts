export const MIGRATION_TOOLS = [
  "plain",
  "golang-migrate",
  "goose",
  "dbmate",
  "sql-migrate",
  "node-pg-migrate",
  "prisma",
  "flyway",
  "liquibase",
  "diesel",
  "mybatis",
  "play",
  "tern",
] as const;

/** Whose conventions a folder of migrations follows. */
export type MigrationTool = (typeof MIGRATION_TOOLS)[number];

/** Tools whose bookkeeping has the version as its key: two files of one version are a mistake there. */
export const ONE_FILE_PER_VERSION: ReadonlySet<MigrationTool> = new Set(["golang-migrate", "goose", "dbmate", "flyway"]);
