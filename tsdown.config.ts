import { defineConfig } from "tsdown";

export default defineConfig({
  entry: {
    "cli/main": "src/cli/main.ts",
    index: "src/index.ts",
    rule: "src/rule.ts",
    testing: "src/testing.ts",
    "sources/replay/worker": "src/sources/replay/worker.ts",
  },
  format: "esm",
  platform: "node",
  target: "node20.19",
  // `npm run build` puts the data directory of the embedded server into dist before.
  clean: ["dist/**/*.js", "dist/**/*.ts"],
  dts: { build: false },
  // Reading these from node_modules, file by file, costs more than all the rest of a cached run.
  noExternal: ["commander", "chalk", "zod"],
  fixedExtension: false,
});
