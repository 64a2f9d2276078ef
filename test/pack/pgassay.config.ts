import { defineConfig } from "pgassay";

export default defineConfig({
  extends: ["money"],
  packs: ["./build/house-rules.js"],
  rules: { "house-column-prefix": ["error", { prefix: "col_" }] },
});
