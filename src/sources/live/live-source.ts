import { PgassayError } from "../../model/failure.ts";
import type { SnapshotData } from "../../model/snapshot.ts";
import { type Want as CatalogWant, readStructure } from "../catalog/read.ts";
import { readStatistics } from "../catalog/statistics.ts";
import type { ConnectionTarget } from "../connection/target.ts";
import { connect } from "./connect.ts";
import { connectionFailure, sqlstateOf } from "./failures.ts";
import { readLogSettings } from "./log-settings.ts";
import { readAdvice } from "./privileges.ts";
import { type SampleWant, takeSample } from "./sample.ts";
import { close, stoppable } from "./stoppable.ts";
import { readOnly } from "./transaction.ts";
import { takeWorkload } from "./workload.ts";

const LONGEST_SNAPSHOT = 30_000;

export interface Want extends CatalogWant {
  /** Left out: no table is read. */
  readonly sample?: SampleWant;
  /** Whether pg_stat_statements is read. */
  readonly workload?: boolean;
}

export interface LiveOptions {
  /** Shown to administrators in pg_stat_activity. */
  readonly applicationName: string;
  readonly now: () => Date;
  /** Milliseconds that the structure may take: while it is read, vacuum and concurrent index builds elsewhere wait. */
  readonly longestSnapshot?: number;
}

export interface LiveSource {
  /** `user@host:port/database` */
  readonly name: string;
  /** How the connection was understood, and after `load` what the server made us say. */
  readonly notices: readonly string[];
  load(want: Want, signal: AbortSignal): Promise<SnapshotData>;
}

/** A server, read in one short read-only transaction, its statistics in another, its statements in a third, and each table of a sample in one of its own. */
export function liveSource(target: ConnectionTarget, options: LiveOptions): LiveSource {
  const notices = [...target.notices];
  return {
    name: target.name,
    notices,
    async load(want, signal) {
      try {
        return await loadOnce(target, options, want, signal, notices);
      } catch (error) {
        signal.throwIfAborted();
        // On a standby, replication may end a query that reads what it is about to remove: once more, from the start.
        if (sqlstateOf(error) !== "40001") throw connectionFailure(`Cannot read ${target.name}`, error);
      }
      return await loadOnce(target, options, want, signal, notices).catch((error) => {
        signal.throwIfAborted();
        throw connectionFailure(`Cannot read ${target.name}`, error);
      });
    },
  };
}

async function loadOnce(
  target: ConnectionTarget,
  options: LiveOptions,
  want: Want,
  signal: AbortSignal,
  notices: string[],
): Promise<SnapshotData> {
  signal.throwIfAborted();
  const client = await connect(target, options.applicationName, signal);
  const deadline = AbortSignal.timeout(options.longestSnapshot ?? LONGEST_SNAPSHOT);
  const either = AbortSignal.any([signal, deadline]);
  try {
    const structure = await stoppable(client, either, () =>
      readOnly(client, "repeatable read", either, async (session) => {
        const [advice, logSettings, read] = await Promise.all([
          readAdvice(session, want.sample !== undefined),
          readLogSettings(session),
          readStructure(session, want.schemas),
        ]);
        note(notices, advice);
        const settings = { ...read.server.settings, ...logSettings };
        return { ...read, server: { ...read.server, settings } };
      }),
    ).catch((error) => {
      signal.throwIfAborted();
      throw deadline.aborted ? tooLong(target) : error;
    });
    const statistics = want.stats
      ? await stoppable(client, signal, () =>
          readOnly(client, "read committed", signal, (session) => readStatistics(session, structure.counted)),
        )
      : null;
    const workload = want.workload === true ? await takeWorkload(client, target.name, signal) : null;
    note(notices, workload?.notices ?? []);
    const sample = want.sample === undefined ? null : await takeSample(client, structure, want.sample, signal);
    return {
      takenAt: options.now().toISOString(),
      source: { kind: "live", name: target.name, statements: null },
      server: structure.server,
      catalog: structure.catalog,
      stats: statistics?.stats ?? null,
      sample: sample?.data ?? null,
      workload: workload?.data ?? null,
      locations: [],
      suppressions: [],
      gaps: [...structure.gaps, ...(statistics?.gaps ?? []), ...(workload?.gaps ?? []), ...(sample?.gaps ?? [])],
    };
  } finally {
    await close(client);
  }
}

function note(notices: string[], advice: readonly string[]): void {
  for (const notice of advice) if (!notices.includes(notice)) notices.push(notice);
}

function tooLong(target: ConnectionTarget): PgassayError {
  return new PgassayError({
    what: `Reading ${target.name} took too long`,
    why: "a snapshot that stays open holds back vacuum and concurrent index builds, so it was given up",
    next: "Read fewer schemas, or audit a dump of the schema (pg_dump --schema-only).",
  });
}
