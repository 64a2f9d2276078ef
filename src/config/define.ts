import type { Config } from "./schema.ts";

/** Gives a configuration in TypeScript its types. */
export function defineConfig(config: Config): Config {
  return config;
}
