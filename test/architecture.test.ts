import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** Which folder (or file) of src may import which; see docs/architecture.md. Every layer may import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  facts: ["model"],
  contract: ["model", "facts"],
  workload: ["model", "facts", "contract"],
  engine: ["model", "facts", "contract"],
  fixes: ["model", "facts", "contract"],
  reporters: ["model", "facts", "contract"],
  config: ["model", "contract", "engine"],
  locate: ["model", "contract"],
  shadow: ["model", "facts", "contract"],
  advisor: ["model", "facts", "workload", "shadow"],
  sources: ["model", "facts", "contract", "locate", "shadow", "workload"],
  "audit.ts": ["model", "contract", "workload", "engine"],
  testing: ["model", "facts", "contract", "engine", "fixes", "shadow", "sources", "workload", "advisor", "audit.ts"],
  prove: ["model", "facts", "contract", "fixes", "shadow", "testing"],
  "index.ts": ["model", "config", "contract", "engine", "fixes", "reporters", "sources", "workload", "advisor", "audit.ts", "rules"],
  "rule.ts": ["contract"],
  "testing.ts": ["testing"],
  cli: [
    "model",
    "facts",
    "contract",
    "engine",
    "fixes",
    "reporters",
    "config",
    "locate",
    "shadow",
    "sources",
    "workload",
    "advisor",
    "prove",
    "audit.ts",
    "rules",
  ],
};

/** Layers that are pure: no files, no network, no clock, no environment. */
const PURE = ["model", "facts", "contract", "engine", "fixes", "reporters", "config", "locate", "workload", "audit.ts"];
const IMPURE_MODULES = /^node:(fs|net|tls|http|https|child_process|worker_threads|os|process|dns|timers|readline)/;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^;"']*?\bfrom\s*"([^"]+)"|\bimport\(\s*"([^"]+)"|(?:^|\n)import\s+"([^"]+)"|new URL\("(\.[^"]+\.ts)"/g,
    ),
  ].map((match) => (match[1] ?? match[2] ?? match[3] ?? match[4]) as string);
}

function layerOf(file: string): string {
  const [top, second] = relative(root, resolve(root, file)).split("/");
  return top === "src" ? (second as string) : (top as string);
}

describe("architecture", () => {
  const files = sources("src");

  test("every layer of src has its edges written down", () => {
    const layers = new Set(files.map(layerOf));
    expect([...layers].filter((layer) => !(layer in MAY_IMPORT))).toEqual([]);
  });

  test.each(files)("%s imports only what its layer may", (file) => {
    const layer = layerOf(file);
    const targets = importsOf(file)
      .filter((specifier) => specifier.startsWith("."))
      .map((specifier) => layerOf(join(dirname(file), specifier)));
    expect(targets.filter((target) => target !== layer && !MAY_IMPORT[layer]?.includes(target))).toEqual([]);
  });

  test.each(files.filter((file) => PURE.includes(layerOf(file))))("%s is pure", (file) => {
    const text = readFileSync(join(root, file), "utf8");
    expect(importsOf(file).filter((specifier) => IMPURE_MODULES.test(specifier))).toEqual([]);
    expect(text).not.toMatch(/\basync\b|\bawait\b|\bDate\.now\b|\bnew Date\(\)|\bprocess\.|\bMath\.random\b|\bconsole\./);
  });

  test.each(sources("rules").filter((file) => !file.endsWith("rules/index.ts")))("%s imports only the public rule API", (file) => {
    expect(importsOf(file).filter((specifier) => specifier !== "#rule")).toEqual([]);
  });
});
