import { readFileSync } from "node:fs";
import { PgassayError } from "../model/failure.ts";
import type { SnapshotData } from "../model/snapshot.ts";
import { writePrivate } from "./private-file.ts";
import { refusedShape } from "./refused-shape.ts";

/** Of the file's format. A file of another version is refused. */
const VERSION = 1;

/** Writes structure, statistics and locations, which hold no row data, readable by the owner alone. Throws `PgassayError`. */
export function writeSnapshot(path: string, data: SnapshotData): void {
  try {
    writePrivate(path, snapshotText(data));
  } catch (error) {
    throw new PgassayError({
      what: `Cannot write ${path}`,
      why: `The system says ${codeOf(error)}.`,
      next: "Name a file in a folder that exists and that you may write to; symbolic links are not followed.",
    });
  }
}

/** What the file holds. */
export function snapshotText(data: SnapshotData): string {
  return `${JSON.stringify({ pgassaySnapshot: VERSION, ...data })}\n`;
}

/** Throws `PgassayError` when the file is not a whole snapshot of this version. */
export async function readSnapshot(path: string): Promise<SnapshotData> {
  const refuse = (why: string): PgassayError =>
    new PgassayError({ what: `Cannot read ${path}`, why, next: "Take the snapshot again: pgassay snapshot <source> -o <file>" });
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw refuse(`The system says ${codeOf(error)}.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse("It is not JSON.");
  }
  const version = typeof value === "object" && value !== null ? (value as { pgassaySnapshot?: unknown }).pgassaySnapshot : undefined;
  if (version === undefined) throw refuse("It is not a snapshot: the field pgassaySnapshot is missing.");
  if (version !== VERSION) throw refuse(`Its format is version ${plain(version)}; this pgassay reads version ${VERSION}.`);
  const { snapshotSchema } = await import("./snapshot/schema.ts");
  const checked = snapshotSchema.safeParse(value);
  if (checked.success) return checked.data;
  throw refuse(refusedShape(checked.error, "snapshot"));
}

export function snapshotSource(path: string): { readonly name: string; load(): Promise<SnapshotData> } {
  return {
    name: path,
    load: async () => {
      const data = await readSnapshot(path);
      return { ...data, source: { ...data.source, kind: "snapshot", name: path } };
    },
  };
}

function plain(version: unknown): string {
  return typeof version === "number" ? String(version) : "unknown";
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "unknown error";
}
