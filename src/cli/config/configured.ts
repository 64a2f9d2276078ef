import path from "node:path";
import type { Command } from "commander";
import type { Config } from "../../config/schema.ts";

export interface ConfigOptions {
  /** A file; true: the nearest one; false: none. */
  readonly config?: string | boolean;
}

export function addConfigOptions(command: Command): Command {
  return command
    .optionsGroup("Configuration:")
    .option("-c, --config <file>", "configuration to use (default: the nearest pgassay.config.*, up to the repository's root)")
    .option("--no-config", "use none, and run no code of the project");
}

type Env = Readonly<Record<string, string | undefined>>;

/** The file of the configuration that a run has; null when there is none. */
export async function configFile({ config = true }: ConfigOptions, env: Env, cwd: string): Promise<string | null> {
  if (config === false) return null;
  const named = typeof config === "string" ? config : (env.PGASSAY_CONFIG ?? "");
  if (named !== "") return path.resolve(cwd, named);
  const { findConfig } = await import("./find.ts");
  return findConfig(cwd);
}

/** The configuration that a run has; empty when there is none. Nothing is loaded for that. */
export async function configured(options: ConfigOptions, env: Env, cwd: string): Promise<Config> {
  const file = await configFile(options, env, cwd);
  if (file === null) return {};
  const { loadConfig } = await import("./load.ts");
  return loadConfig(file);
}

const TAKEN = ["failOn", "maxWarnings", "strict", "minSeverity", "pgVersion", "baseline"] as const;

/** What the command line leaves open, the configuration says. */
export function withConfig<O extends object>(options: O, config: Config, command: Pick<Command, "getOptionValueSource">): O {
  const isOpen = (name: string) => ["default", undefined].includes(command.getOptionValueSource(name));
  const taken = TAKEN.filter((name) => config[name] !== undefined && isOpen(name)).map((name) => [name, config[name]]);
  return { ...options, ...Object.fromEntries(taken) };
}

/** The configuration's source stands in where no source and no connection is named. */
export function sourcesOf(sources: readonly string[], options: object, { source }: Config): readonly string[] {
  const named = ["url", "service", "host", "port", "user", "dbname"].some(
    (name) => (options as Record<string, unknown>)[name] !== undefined,
  );
  if (sources.length > 0 || named || source === undefined) return sources;
  return [source].flat();
}
