import { existsSync } from "node:fs";
import { PgassayError } from "../model/failure.ts";
import type { SnapshotData } from "../model/snapshot.ts";
import type { Parameters } from "../sources/connection/parameters.ts";
import type { ConnectionTarget } from "../sources/connection/target.ts";
import { UsageError } from "./failure.ts";
import type { Io } from "./io.ts";
import { noteLine } from "./notes.ts";
import type { InputOptions } from "./options/input.ts";
import type { TerminalOptions } from "./options/output.ts";
import type { SampleOptions } from "./options/sample.ts";
import type { WorkloadOptions } from "./options/workload.ts";
import type { Surroundings } from "./program.ts";
import { refuseSample, sampleWanted } from "./sample.ts";
import { isConnection } from "./source-kind.ts";
import { VERSION } from "./version.ts";

export type ReadOptions = InputOptions & SampleOptions & Partial<WorkloadOptions> & Pick<TerminalOptions, "quiet">;

export const APPLICATION = `pgassay ${VERSION}`;

export interface Wanted {
  readonly stats: boolean;
  /** Whether a live server is asked for its pg_stat_statements; what the options name is always read. */
  readonly workload?: boolean;
}

/** Whatever the command line or the environment names, as a snapshot with the workload that the options name. `want` is for a live server. */
export async function readSource(
  sources: readonly string[],
  options: ReadOptions,
  surroundings: Pick<Surroundings, "io" | "signal" | "progress">,
  want: Wanted | Promise<Wanted>,
): Promise<SnapshotData> {
  const snapshot = await readStructure(sources, options, surroundings, want);
  if (options.logs === undefined && options.workload === undefined) return snapshot;
  const { withWorkload } = await import("./read-workload.ts");
  return withWorkload(snapshot, { logFormat: "auto", ...options }, surroundings);
}

/** Only the kind of source that is needed is loaded. */
async function readStructure(
  sources: readonly string[],
  options: ReadOptions,
  surroundings: Pick<Surroundings, "io" | "signal" | "progress">,
  want: Wanted | Promise<Wanted>,
): Promise<SnapshotData> {
  const { io, signal, progress } = surroundings;
  const [first] = sources;
  const target = await liveTarget(sources, options, io);
  if (first === undefined || target !== null) return readLive(target as ConnectionTarget, options, surroundings, await want);
  refuseConnectionOptions(options, first);
  progress.say(`reading ${sources.join(", ")}`);
  if (/\.json$/i.test(first)) {
    const { snapshotSource } = await import("../sources/snapshot-file.ts");
    const snapshot = await snapshotSource(onlyOne(sources) as string).load();
    refuseSample(options, first, snapshot);
    return snapshot;
  }
  refuseSample(options, sources.join(", "), null);
  const { replaySource } = await import("../sources/replay/replay-source.ts");
  const replay = replaySource(sources, {
    cache: options.cache,
    migrations: options.migrations,
    maxDurationMs: shortOf(options.maxDuration),
    ...(options.pgVersion === undefined ? {} : { pgVersion: options.pgVersion }),
  });
  return replay.load({ stats: false, schemas: null }, signal);
}

async function readLive(
  target: ConnectionTarget,
  options: ReadOptions,
  { io, signal, progress }: Pick<Surroundings, "io" | "signal" | "progress">,
  want: Wanted,
): Promise<SnapshotData> {
  const { liveSource } = await import("../sources/live/live-source.ts");
  const live = liveSource(target, { applicationName: APPLICATION, now: () => new Date() });
  const workload = want.workload === true && options.pgStatStatements !== false;
  progress.say(`reading ${live.name}`);
  try {
    return await live.load({ stats: want.stats, schemas: null, workload, ...sampleWanted(options) }, signal);
  } finally {
    progress.done();
    if (options.quiet !== true) for (const notice of live.notices) io.stderr.write(noteLine(notice));
  }
}

/** The database that is the source; null when the source is no database. */
export async function liveTarget(sources: readonly string[], options: InputOptions, io: Io): Promise<ConnectionTarget | null> {
  const [first] = sources;
  if (first !== undefined && !(isConnection(first) && !existsSync(first))) return null;
  return targetOf(onlyOne(sources) ?? options.url ?? io.env.DATABASE_URL, options, io);
}

async function targetOf(input: string | undefined, options: InputOptions, io: Io): Promise<ConnectionTarget> {
  const flags = await connectionFlags(options, io);
  if (
    input === undefined &&
    Object.keys(flags).length === 0 &&
    !Object.keys(io.env).some((name) => /^PG(HOST|SERVICE|DATABASE|USER|PORT)/.test(name))
  ) {
    throw new UsageError({
      what: "no source",
      why: "none was named, and neither DATABASE_URL nor a PG variable is set",
      next: "Name a .sql file, a folder of migrations, a snapshot or a database: pgassay audit schema.sql",
    });
  }
  const { resolveConnection } = await import("../sources/connection/resolve-connection.ts");
  return resolveConnection(input, flags, io.env);
}

async function connectionFlags(options: InputOptions, io: Io): Promise<Parameters> {
  const { service, host, port, user, dbname, sslmode, sslrootcert } = options;
  const given = { service, host, port: port === undefined ? undefined : String(port), user, dbname, sslmode, sslrootcert };
  const flags = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Parameters;
  return options.passwordStdin === true ? { ...flags, password: await passwordFrom(io.stdin) } : flags;
}

/** Standard input is read once, however often the password is needed. */
const passwords = new WeakMap<Io["stdin"], Promise<string>>();

function passwordFrom(stdin: Io["stdin"]): Promise<string> {
  const known = passwords.get(stdin) ?? firstLine(stdin);
  passwords.set(stdin, known);
  return known;
}

async function firstLine(stdin: Io["stdin"]): Promise<string> {
  let text = "";
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  const [line = ""] = text.split(/\r?\n/);
  if (line !== "") return line;
  throw new PgassayError({
    what: "no password",
    why: "--password-stdin read an empty line",
    next: "Pipe the password into standard input",
  });
}

function onlyOne(sources: readonly string[]): string | undefined {
  if (sources.length <= 1) return sources[0];
  throw new UsageError({
    what: `${sources.length} sources`,
    why: "only .sql files and folders can be read together",
    next: "Name one database or one snapshot",
  });
}

/** Otherwise a file would be read while the user believes that a database is. */
function refuseConnectionOptions(options: InputOptions, source: string): void {
  const names = ["url", "service", "host", "port", "user", "dbname", "passwordStdin", "sslmode", "sslrootcert"] as const;
  const given = names.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  const flag = `--${given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new UsageError({ what: `${flag} with ${source}`, why: "that is not a database", next: "Leave one of the two out" });
}

/** The replay knows which statement takes so long: it has to notice before the whole run is stopped. */
function shortOf(ms: number): number {
  return Math.round(Math.max(ms * 0.9, ms - 1_000));
}
