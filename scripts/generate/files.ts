import { execFileSync } from "node:child_process";
import path from "node:path";

export interface Generated {
  /** From the root of the repository. */
  readonly file: string;
  readonly text: string;
}

export function staleIn(files: readonly Generated[], read: (file: string) => string | null): Generated[] {
  return files.filter(({ file, text }) => read(file) !== text);
}

/** TypeScript and JSON as the linter wants them. */
export function formatted({ file, text }: Generated): Generated {
  const biome = path.join(import.meta.dirname, "../../node_modules/.bin/biome");
  return { file, text: execFileSync(biome, ["check", "--write", `--stdin-file-path=${file}`], { input: text, encoding: "utf8" }) };
}
