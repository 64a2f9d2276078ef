import { readFileSync } from "node:fs";
import type { SnapshotData } from "../model/snapshot.ts";
import type { InputOptions } from "./options/input.ts";
import type { Surroundings } from "./program.ts";

/** Whatever the command line names, as a snapshot. */
export async function readSource(source: string | undefined, _options: InputOptions, { progress }: Surroundings): Promise<SnapshotData> {
  progress.say(`reading ${source}`);
  const { openEmbedded } = await import("../shadow/embedded.ts");
  const { readCatalog } = await import("../sources/catalog/read.ts");
  const { pgliteSession } = await import("../sources/catalog/pglite-session.ts");
  const db = await openEmbedded();
  await db.run(readFileSync(source as string, "utf8").replaceAll(/^\\.*$/gm, ""));
  const read = await readCatalog(pgliteSession(db.db), { stats: false, schemas: null });
  await db.close();
  return { takenAt: "2026-01-01T00:00:00Z", source: { kind: "sql", name: source as string, statements: 0 }, ...read, locations: [] };
}
