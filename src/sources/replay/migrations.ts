import { PgassayError } from "../../model/failure.ts";
import { compareText } from "../../model/reference.ts";
import type { FoundFile } from "../files/found.ts";
import type { SqlText } from "../files/sql-text.ts";
import { type MigrationTool, ONE_FILE_PER_VERSION } from "./tools.ts";
import { toolOfMarkers, upPart } from "./up-part.ts";
import { compareNames, compareVersions, versionOf } from "./version.ts";

/** One file to apply, with only its way up. */
export interface Migration {
  readonly text: SqlText;
  readonly path: string | null;
}

interface Candidate extends Migration {
  readonly folder: string;
  /** What carries the version: the file's name, or its folder's for tools with a folder per migration. */
  readonly unit: string;
  readonly tool: MigrationTool;
  readonly version: readonly number[] | null;
  /** Flyway applies these after all others, whenever they change. */
  readonly repeatable: boolean;
}

/** The files of a folder in the order in which their tool applies them, without the ways down. */
export function migrationsOf(files: readonly FoundFile[], read: (file: FoundFile) => SqlText, tool: MigrationTool | "auto"): Migration[] {
  const names = new Set(files.map((file) => file.name));
  const ups = tool === "plain" ? files : files.filter((file) => !isWayDown(file.name, names));
  const candidates = ups.map((file) => candidate(file, read(file), tool));
  const ordered = candidates.sort((a, b) => compareCandidates(a, b));
  refuseTwins(ordered);
  return ordered.map(({ text, path }) => ({ text, path }));
}

function candidate(file: FoundFile, text: SqlText, tool: MigrationTool | "auto"): Candidate {
  const parts = file.name.split("/");
  const base = parts.pop() as string;
  // Prisma has <version>_<name>/migration.sql; Diesel and others have <version>_<name>/up.sql.
  const nested = /^(?:migration|up)\.sql$/i.test(base) && parts.length > 0;
  const unit = nested ? (parts.pop() as string) : base;
  const actual = tool === "auto" ? toolOf(base, unit, nested, text) : tool;
  return {
    text: tool === "plain" ? text : { name: text.name, bytes: upPart(text.bytes, tool) },
    path: file.path,
    folder: parts.join("/"),
    unit,
    tool: actual,
    version: version(actual, unit),
    repeatable: /^R__/.test(unit),
  };
}

/** Flyway's version ends at the double underscore; those of golang-migrate, goose and dbmate are one number. */
function version(tool: MigrationTool, unit: string): readonly number[] | null {
  if (tool === "flyway") return versionOf(unit.replace(/^[VB]/, "").replace(/__.*$/, ""));
  const numbers = versionOf(unit);
  return ONE_FILE_PER_VERSION.has(tool) ? (numbers?.slice(0, 1) ?? null) : numbers;
}

function toolOf(base: string, unit: string, nested: boolean, text: SqlText): MigrationTool {
  if (nested) return /^migration\.sql$/i.test(base) ? "prisma" : "diesel";
  if (/\.up\.sql$/i.test(base)) return "golang-migrate";
  if (/^(?:[VB]\d[\d._]*|R)__/.test(unit)) return "flyway";
  return toolOfMarkers(text.bytes) ?? "plain";
}

function isWayDown(name: string, names: ReadonlySet<string>): boolean {
  const base = name.slice(name.lastIndexOf("/") + 1);
  if (/\.(?:down|undo|rollback)\.sql$/i.test(base) || /^U\d[\d._]*__/.test(base)) return true;
  if (/^(?:down|rollback|undo)\.sql$/i.test(base))
    return (
      names.has(name.replace(/(?<![a-z])[a-z]+\.sql$/i, "up.sql")) || names.has(name.replace(/(?<![a-z])[a-z]+\.sql$/i, "migration.sql"))
    );
  return /[-_]down\.sql$/i.test(base) && names.has(name.replace(/down\.sql$/i, "up.sql"));
}

function compareCandidates(a: Candidate, b: Candidate): number {
  if (a.folder !== b.folder) return compareNames(a.folder, b.folder);
  if (a.repeatable !== b.repeatable) return a.repeatable ? 1 : -1;
  if ((a.version === null) !== (b.version === null)) return a.version === null ? 1 : -1;
  const order = a.version !== null && b.version !== null ? compareVersions(a.version, b.version) : 0;
  return order || compareNames(a.unit, b.unit) || compareText(a.text.name, b.text.name);
}

function refuseTwins(ordered: readonly Candidate[]): void {
  for (const [at, one] of ordered.entries()) {
    const next = ordered[at + 1];
    if (next === undefined || one.folder !== next.folder || one.version === null || next.version === null) continue;
    if (one.repeatable || !ONE_FILE_PER_VERSION.has(one.tool) || one.tool !== next.tool) continue;
    if (compareVersions(one.version, next.version) !== 0) continue;
    throw new PgassayError({
      what: `Cannot order the migrations of ${one.folder === "" ? "the folder" : one.folder}`,
      why: `${one.text.name} and ${next.text.name} have the same version, which ${one.tool} does not allow.`,
      next: "Give one of them a version of its own, or choose another kind with --migrations plain.",
    });
  }
}
