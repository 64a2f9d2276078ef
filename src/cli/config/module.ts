import { existsSync } from "node:fs";
import path from "node:path";
import { PgassayError } from "../../model/failure.ts";

/** What a module exports by default; TypeScript included. It runs code of the project: only what the user or the configuration names. */
export async function importModule(file: string, name: string): Promise<unknown> {
  if (!existsSync(file))
    throw new PgassayError({ what: `no file ${name}`, why: "it does not exist", next: "Check the path in the configuration" });
  const { createJiti } = await import("jiti");
  try {
    return await createJiti(path.join(path.dirname(file), "_")).import(file, { default: true });
  } catch (error) {
    throw new PgassayError(
      {
        what: `${name} could not be run`,
        why: error instanceof Error ? error.message : String(error),
        next: "Run it with node to see where it fails",
      },
      { cause: error },
    );
  }
}
