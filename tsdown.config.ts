import { defineConfig } from "tsdown";

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
    outputOptions: { chunkFileNames: "cli/[name]-[hash].js" },
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  },
  {
    ...common,
    entry: { index: "src/index.ts", rule: "src/rule.ts", testing: "src/testing.ts" },
    dts: true,
  },
]);
