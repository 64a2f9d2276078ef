import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { PgassayError } from "../../model/failure.ts";

/** What a module exports by default; TypeScript included. It runs code of the project: only what the user or the configuration names. */
export async function importModule(file: string, name: string): Promise<unknown> {
  if (!isFile(file))
    throw new PgassayError({
      what: `no file ${name}`,
      why: existsSync(file) ? "it is a folder" : "it does not exist",
      next: "Name a file of JSON, JavaScript or TypeScript",
    });
  const { createJiti } = await import("jiti");
  try {
    return await createJiti(path.join(path.dirname(file), "_")).import(file, { default: true });
  } catch (error) {
    throw new PgassayError(
      {
        what: `${name} could not be run`,
        why: firstLine(error instanceof Error ? error.message : String(error)),
        next: "Run it with node to see where it fails",
      },
      { cause: error },
    );
  }
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

/** The lines that follow are a stack. */
function firstLine(message: string): string {
  return message.split("\n", 1)[0] as string;
}
