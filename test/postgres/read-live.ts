import type { SnapshotData } from "../../src/model/snapshot.ts";
import { resolveConnection } from "../../src/sources/connection/resolve-connection.ts";
import { type LiveSource, liveSource } from "../../src/sources/live/live-source.ts";

const UNTIL_THE_END = new AbortController().signal;

/** The live source on a URL, with nothing from this machine's environment. */
export function sourceOf(url: string, options: { readonly longestSnapshot?: number } = {}): LiveSource {
  const target = resolveConnection(url, {}, {});
  return liveSource(target, { applicationName: "pgassay/test", now: () => new Date("2026-01-01T00:00:00Z"), ...options });
}

export async function readLive(url: string, want: { readonly stats?: boolean } = {}, signal = UNTIL_THE_END): Promise<SnapshotData> {
  return sourceOf(url).load({ stats: want.stats ?? false, schemas: null }, signal);
}
