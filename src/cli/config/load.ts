import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { mergeConfigs } from "../../config/merge.ts";
import { PRESETS } from "../../config/presets.ts";
import { readConfig } from "../../config/read.ts";
import { isPack } from "../../config/rule-pack.ts";
import type { Config } from "../../config/schema.ts";
import { PgassayError } from "../../model/failure.ts";
import { isConnection } from "../source-kind.ts";
import { readJsonc } from "./jsonc.ts";
import { importModule } from "./module.ts";

/** A configuration with everything that it extends, its paths made absolute. */
export async function loadConfig(file: string, seen: readonly string[] = []): Promise<Config> {
  const own = absolute(readConfig(await contentOf(file), path.basename(file)), file);
  const chain = [...seen, file];
  const bases: Config[] = [];
  const presets: string[] = [];
  for (const base of own.extends ?? []) {
    if ((PRESETS as readonly string[]).includes(base)) presets.push(base);
    else bases.push(await extended(base, file, chain));
  }
  const inherited = bases.flatMap((base) => base.extends ?? []);
  return { ...mergeConfigs([...bases, own]), extends: [...new Set([...inherited, ...presets])] };
}

async function extended(base: string, from: string, chain: readonly string[]): Promise<Config> {
  const target = resolveFrom(base, from);
  if (chain.includes(target)) {
    throw new PgassayError({
      what: `${path.basename(from)} extends ${base}`,
      why: "that one extends it in turn",
      next: "Take one of the two out",
    });
  }
  if (!isPackage(base)) return loadConfig(target, chain);
  const exported = await importModule(target, base);
  return isPack(exported) ? { packs: [exported] } : absolute(readConfig(exported, base), target);
}

async function contentOf(file: string): Promise<unknown> {
  const extension = path.extname(file);
  if (extension !== ".json" && extension !== ".jsonc") return importModule(file, path.basename(file));
  const value = readJsonc(textOf(file), path.basename(file));
  return path.basename(file) === "package.json" ? (value as { pgassay?: unknown }).pgassay : value;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const why = existsSync(file) ? `it cannot be read (${(error as NodeJS.ErrnoException).code})` : "it does not exist";
    throw new PgassayError({ what: `no file ${file}`, why, next: "Name a configuration, or run pgassay init" }, { cause: error });
  }
}

/** A path starts with a dot or a slash, or is a file beside the one that names it; everything else is a package. */
function isPackage(name: string): boolean {
  return !/^[./]/.test(name) && !/\.(?:jsonc?|m?[jt]s)$/.test(name);
}

function resolveFrom(name: string, file: string): string {
  if (!isPackage(name)) return path.resolve(path.dirname(file), name);
  try {
    return createRequire(file).resolve(name);
  } catch (error) {
    const why = `it is not installed where ${path.basename(file)} looks for it`;
    throw new PgassayError({ what: `no package ${name}`, why, next: `npm install --save-dev ${name}` }, { cause: error });
  }
}

function absolute(config: Config, file: string): Config {
  const here = (name: string) => path.resolve(path.dirname(file), name);
  return {
    ...config,
    ...(config.baseline === undefined ? {} : { baseline: here(config.baseline) }),
    ...(config.source === undefined ? {} : { source: [config.source].flat().map((it) => (isConnection(it) ? it : shown(here(it)))) }),
    ...(config.packs === undefined ? {} : { packs: config.packs.map((it) => (typeof it === "string" ? resolveFrom(it, file) : it)) }),
    ...(config.reporters === undefined
      ? {}
      : { reporters: Object.fromEntries(Object.entries(config.reporters).map(([name, module]) => [name, resolveFrom(module, file)])) }),
  };
}

/** Reports name files as one would type them. */
function shown(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative === "" ? "." : relative;
}
