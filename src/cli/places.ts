import path from "node:path";
import type { Report } from "../contract/report.ts";
import { fileFromRoot, type Places } from "../reporters/places.ts";
import { type ConfigOptions, configFile } from "./config/configured.ts";
import type { Io } from "./io.ts";

/** Where the tools of a repository look for files: from its top, as the runners of CI say it, or from here. */
export async function placesOf(
  { source }: Pick<Report, "source">,
  options: ConfigOptions,
  { cwd, env }: Pick<Io, "cwd" | "env">,
): Promise<Places> {
  const root = [env.GITHUB_WORKSPACE, env.CI_PROJECT_DIR].find((folder) => (folder ?? "") !== "") ?? cwd;
  const standIn =
    source.kind === "snapshot" ? source.name : ((await configFile(options, env, cwd)) ?? path.join(cwd, "pgassay.config.json"));
  return { cwd, root, anchor: fileFromRoot(standIn, { cwd, root, anchor: "" }) };
}
