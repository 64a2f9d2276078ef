import { lstat, mkdir } from "node:fs/promises";
import path from "node:path";
import type { OutputFile } from "../../fixes/output.ts";
import { PgassayError } from "../../model/failure.ts";
import { cannotWrite, writeFileWhole } from "../terminal/write-file.ts";

/** Writes the files under a folder, each whole or not at all. Without `force`, none is written when one is there already. */
export async function writeFiles(folder: string, files: readonly OutputFile[], force: boolean): Promise<void> {
  const targets = files.map((file) => ({ ...file, target: path.join(folder, file.path) }));
  if (!force) {
    for (const { target } of targets) {
      if ((await lstat(target).catch(() => null)) === null) continue;
      throw new PgassayError({ what: `cannot write ${target}`, why: "it is there already", next: "Name an empty folder, or add --force" });
    }
  }
  for (const { target, text } of targets) {
    await mkdir(path.dirname(target), { recursive: true }).catch((error: unknown) => {
      throw cannotWrite(target, error);
    });
    await writeFileWhole(target, [text]);
  }
}
