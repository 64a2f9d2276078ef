import { defineConfig } from "tsdown";

// What a stack shows of a bug.
const KEPT = { keepNames: { function: true, class: true } };

/** What can be loaded for nothing: it does nothing by itself, and asks for no module of node that costs much. */
const PURE = /[\\/]src[\\/](config|contract|engine|facts|model|reporters|fixes|cli[\\/](?!main|commands))/;

const common = {
  format: "esm",
  platform: "node",
  target: "node20.19",
  fixedExtension: false,
  clean: false,
} as const;

// Two builds that share nothing: the library exports all of zod to rule authors, and the program is to start without it.
export default defineConfig([
  {
    ...common,
    entry: {
      "cli/main": "src/cli/main.ts",
      "sources/replay/worker": "src/sources/replay/worker.ts",
      "sources/logs/worker": "src/sources/logs/worker.ts",
      "shadow/planner/worker": "src/shadow/planner/worker.ts",
      "prove/worker": "src/prove/worker.ts",
    },
    dts: false,
    // Reading these from node_modules, file by file, costs more than all the rest of a cached run.
    deps: { alwaysBundle: ["commander", "chalk", "zod"] },
    outputOptions: {
      chunkFileNames: "cli/[name]-[hash].js",
      // To open sixty files costs more than to parse what a command does not need of them.
      codeSplitting: { groups: [{ name: "small", test: PURE, maxModuleSize: 4_000, minShareCount: 3 }] },
    },
    minify: { compress: KEPT, mangle: KEPT, codegen: { removeWhitespace: true } },
  },
  {
    ...common,
    entry: { index: "src/index.ts", rule: "src/rule.ts", testing: "src/testing.ts" },
    dts: true,
  },
]);
