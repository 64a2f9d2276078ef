import { readFile } from "node:fs/promises";
import path from "node:path";
import { Script } from "node:vm";
import { commonTokens, declareClassPlugin, PluginKind, tokens } from "@stryker-mutator/api/plugin";
import { DryRunStatus, determineHitLimitReached, MutantRunStatus, TestStatus } from "@stryker-mutator/api/test-runner";
import { build } from "esbuild";
import { collectTests } from "./collect-tests.mjs";

/** Where the instrumented code looks for the mutant that acts, and counts what it covers. */
globalThis.__stryker__ ??= {};
const stryker = globalThis.__stryker__;

/**
 * Runs tests in this process, from one bundle that is compiled once and evaluated anew for each mutant: nothing that a mutant
 * left in a cache reaches the next one, and a mutant costs a few milliseconds instead of a start of vitest.
 */
class BundleRunner {
  static inject = tokens(commonTokens.options);

  constructor({ tests }) {
    this.files = tests;
  }

  /** The bundle is evaluated again for mutants that act while it is loaded. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const packages = new Set();
    const entry = this.files.map((file) => `import ${JSON.stringify(path.resolve(file))};`).join("\n");
    const { outputFiles } = await build({
      stdin: { contents: entry, resolveDir: process.cwd() },
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      logLevel: "silent",
      plugins: [sourcesOf(packages)],
    });
    const loaded = await Promise.all([...packages].map(async (name) => [name, await import(name)]));
    this.packages = new Map(loaded);
    this.evaluate = new Script(`(async (packages, vitest) => {${outputFiles[0].text}\n})`).runInThisContext();
    this.names = [...(await this.load()).keys()];
  }

  /** Each test has its own evaluation, since a cache would hide from the second test what it covers. */
  async dryRun() {
    stryker.activeMutant = undefined;
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const tests = [];
    for (const id of this.names) {
      const test = (await this.load()).get(id);
      const started = performance.now();
      stryker.currentTestId = id;
      const failure = await failureOf(test);
      stryker.currentTestId = undefined;
      if (failure !== null) return { status: DryRunStatus.Error, errorMessage: `${id}: ${failure}` };
      tests.push({ id, name: id, timeSpentMs: performance.now() - started, status: TestStatus.Success });
    }
    return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    stryker.activeMutant = activeMutant.id;
    stryker.hitCount = 0;
    stryker.hitLimit = hitLimit;
    let nrOfTests = 0;
    const after = (result) => determineHitLimitReached(stryker.hitCount, hitLimit) ?? { ...result, nrOfTests };
    const killed = (id, failureMessage) => after({ status: MutantRunStatus.Killed, killedBy: [id], failureMessage });
    let tests;
    try {
      tests = await this.load();
    } catch (error) {
      return killed(this.names[0], String(error));
    }
    for (const id of testFilter ?? this.names) {
      nrOfTests += 1;
      const failure = tests.has(id) ? await failureOf(tests.get(id)) : "the test is gone";
      if (failure !== null) return killed(id, failure);
    }
    return after({ status: MutantRunStatus.Survived });
  }

  async load() {
    const { vitest, tests } = collectTests();
    await this.evaluate(this.packages, vitest);
    return tests;
  }
}

async function failureOf(test) {
  try {
    await test();
    return null;
  } catch (error) {
    return String(error);
  }
}

/** Packages stay outside of the bundle and are loaded once; sources know where they lie. */
const sourcesOf = (packages) => ({
  name: "sources",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^./#]/ }, ({ path: name, kind }) => {
      if (kind === "entry-point") return undefined;
      if (name !== "vitest") packages.add(name);
      return { path: name, namespace: "package" };
    });
    onLoad({ filter: /.*/, namespace: "package" }, ({ path: name }) => ({
      contents: name === "vitest" ? "module.exports = vitest;" : `module.exports = packages.get(${JSON.stringify(name)});`,
    }));
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const text = await readFile(file, "utf8");
      return { contents: text.replaceAll("import.meta.dirname", JSON.stringify(path.dirname(file))), loader: "ts" };
    });
  },
});

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "bundle", BundleRunner)];
