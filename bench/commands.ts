import { execFileSync } from "node:child_process";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");

export const CLI = path.join(root, "dist/cli/main.js");
export const FINANCE = path.join(root, "fixtures/finance/schema.sql");

/** A stale build would be measured in silence, so every run builds. */
export function build(): void {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}

/** The command as a person would type it, for the report. */
export function typed(command: string, args: readonly string[]): string {
  const short = (text: string) =>
    text
      .replace(`${root}/`, "")
      .replace(process.execPath, "node")
      .replace(/postgresql:\S+/, "$URL");
  return [command, ...args].map(short).join(" ");
}
