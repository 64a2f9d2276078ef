import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { PgassayError } from "../../src/model/failure.ts";

export const MAJORS = [14, 15, 16, 17, 18] as const;
export type Major = (typeof MAJORS)[number];

const home = import.meta.dirname;

/** The folder with `bin`, `lib` and `share` of one major, ready to run. */
export function nativeFolder(major: Major): string {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new PgassayError({
      what: `cannot start PostgreSQL ${major} for the tests`,
      why: `the packaged servers are for linux x64, this is ${process.platform} ${process.arch}`,
      next: "run the tests in a linux x64 container",
    });
  }
  const root = path.join(home, "node_modules", `native-pg-${major}`);
  if (!existsSync(root)) {
    throw new PgassayError({
      what: `cannot start PostgreSQL ${major} for the tests`,
      why: "its package is not installed",
      next: "run: npm ci --prefix test/native --ignore-scripts",
    });
  }
  linkLibraries(root);
  return path.join(root, "native");
}

/** Installs the packaged servers when they are missing. Their install scripts are not run: `linkLibraries` does that work. */
export function installNative(): void {
  if (MAJORS.every((major) => existsSync(path.join(home, "node_modules", `native-pg-${major}`)))) return;
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: home, stdio: ["ignore", "ignore", "inherit"] });
}

/** npm packages cannot hold symbolic links, so the package lists them: `libpq.so.5.18` is to be found as `libpq.so.5` too. */
function linkLibraries(root: string): void {
  const links: readonly { source: string; target: string }[] = JSON.parse(
    readFileSync(path.join(root, "native", "pg-symlinks.json"), "utf8"),
  );
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      // Another test process may make the same link at the same time.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
