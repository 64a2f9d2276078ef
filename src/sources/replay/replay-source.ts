import { createHash } from "node:crypto";
import { PgassayError } from "../../model/failure.ts";
import type { SnapshotData } from "../../model/snapshot.ts";
import { type Found, type FoundFile, find, read } from "../files/found.ts";
import type { SqlText } from "../files/sql-text.ts";
import { cachedSnapshot, keepSnapshot } from "./cache.ts";
import { migrationsOf } from "./migrations.ts";
import { toolVersion } from "./tool-version.ts";
import type { MigrationTool } from "./tools.ts";

export interface ReplayOptions {
  /** False reads and keeps nothing; true uses the user's cache folder; a text is the folder to use. */
  readonly cache: boolean | string;
  /** `17` or `17.2`: the server that the schema is meant for, when the text does not say. */
  readonly pgVersion?: string | number;
  /** For the whole load. A statement that never ends is named when it is over. */
  readonly maxDurationMs?: number;
  readonly migrations?: MigrationTool | "auto";
}

export interface Want {
  readonly stats: boolean;
  /** Null: every schema that is not PostgreSQL's own. */
  readonly schemas: readonly string[] | null;
}

export interface ReplaySource {
  readonly name: string;
  /** A text has no statistics: `stats` of the snapshot is null, wanted or not. Throws `PgassayError` when nothing could be loaded. */
  load(want: Want, signal: AbortSignal): Promise<SnapshotData>;
}

const DEFAULT_DURATION_MS = 300_000;

/** SQL files, dumps and folders of migrations, replayed into the embedded server. `-` is standard input. */
export function replaySource(paths: string | readonly string[], options: ReplayOptions): ReplaySource {
  const list = [paths].flat();
  const name = list.map((path) => (path === "-" ? "stdin" : path)).join(", ");
  return {
    name,
    async load(want, signal) {
      const found = list.map((path) => find(path));
      const texts = new Map(found.flatMap(({ files }) => files).map((file) => [file, read(file)]));
      const key = keyOf(found, texts, want, options, name);
      const known = cachedSnapshot(options.cache, key);
      if (known !== null) return known;
      // A warm cache must not pay for looking into the files, for the parser or the server.
      const { ReplayThread } = await import("./replay-thread.ts");
      const thread = new ReplayThread();
      try {
        const input = inputOf(list, found, (file) => texts.get(file) as SqlText, options.migrations ?? "auto");
        const { replay } = await import("./replay.ts");
        const { snapshot, whole } = await replay(input, thread, {
          name,
          schemas: want.schemas,
          durationMs: options.maxDurationMs ?? DEFAULT_DURATION_MS,
          serverVersion: options.pgVersion === undefined ? null : versionNumber(String(options.pgVersion)),
          signal,
        });
        // Includes are files that the key does not know.
        if (whole) keepSnapshot(options.cache, key, snapshot);
        return snapshot;
      } finally {
        // Nobody waits for it: the memory of a server takes a while to be given back.
        void thread.close();
      }
    },
  };
}

export interface Input {
  readonly kind: "sql" | "migrations";
  /** What psql includes may not leave. */
  readonly root: string;
  readonly scripts: readonly { readonly text: SqlText; readonly path: string | null }[];
  /** Migrations that are not SQL. */
  readonly foreign: readonly string[];
}

type Read = (file: FoundFile) => SqlText;

function inputOf(paths: readonly string[], found: readonly Found[], textOf: Read, tool: MigrationTool | "auto"): Input {
  const scripts = found.flatMap((it) => scriptsOf(it, textOf, tool));
  if (scripts.length === 0) {
    throw new PgassayError({
      what: `Nothing to read in ${paths.join(", ")}`,
      why: found.some((it) => it.foreign.length > 0) ? "Its migrations are not SQL." : "There is no .sql file.",
      next: "Name an .sql file, or the output of pg_dump --schema-only of a database that has the migrations.",
    });
  }
  const [first] = found as readonly [Found, ...Found[]];
  return {
    kind: found.some((it) => it.kind === "folder") ? "migrations" : "sql",
    root: first.root,
    scripts,
    foreign: found.flatMap((it) => it.foreign),
  };
}

function scriptsOf(found: Found, textOf: Read, tool: MigrationTool | "auto"): Input["scripts"] {
  if (found.kind === "folder") return migrationsOf(found.files, textOf, tool);
  return found.files.flatMap((file) => migrationsOf([file], textOf, tool));
}

/** `17`, `17.2` or `9.6.24` as `server_version_num`; null when it is none. */
export function versionNumber(text: string): number | null {
  const match = /^(\d{1,2})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?/.exec(text);
  if (match === null) return null;
  const [major, minor, patch] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
  return major >= 10 ? major * 10_000 + minor : major * 10_000 + minor * 100 + patch;
}

function keyOf(found: readonly Found[], texts: ReadonlyMap<FoundFile, SqlText>, want: Want, options: ReplayOptions, name: string): string {
  const hash = createHash("sha256");
  const kinds = found.map(({ kind, foreign }) => [kind, foreign]);
  hash.update(JSON.stringify([toolVersion(), name, want.schemas, options.pgVersion ?? null, options.migrations ?? "auto", kinds]));
  for (const text of texts.values()) hash.update(`\0${text.name}\0${text.bytes.length}\0`).update(text.bytes);
  return hash.digest("hex");
}
