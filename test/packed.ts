import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
/** What a clone has, as far as the build and the package need it. */
const TREE = [
  "src",
  "rules",
  "scripts",
  "docs/schema",
  ".npmrc",
  "package.json",
  "tsconfig.json",
  "tsdown.config.ts",
  "README.md",
  "LICENSE",
];

/** The checkout as `npm pack` makes a package of it, built in a copy. The tarball; `folder` exists and is not cleared. */
export function packed(folder: string): string {
  const tree = path.join(folder, "tree");
  mkdirSync(tree);
  for (const name of TREE) cpSync(path.join(root, name), path.join(tree, name), { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(tree, "node_modules"));
  // As pre-commit does, it takes what is printed for the name of the file.
  const printed = execFileSync("npm", ["pack", "--pack-destination", folder], { cwd: tree, encoding: "utf8", stdio: "pipe" });
  return path.join(folder, printed.trim());
}
