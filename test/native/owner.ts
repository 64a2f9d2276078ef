import { execFileSync, spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import path from "node:path";

/** Whom a server runs as; undefined is this process's own user. */
export type Owner = { readonly uid: number; readonly gid: number } | undefined;

/** PostgreSQL refuses to run as root, so root hands the server to `nobody`: initdb needs a user that has a name. */
export function serverOwner(): Owner {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** The folder of programs, copied next to the data when the owner cannot enter the checkout (one below /root, say). */
export function reachableBin(native: string, directory: string, owner: Owner): string {
  const runs = (folder: string) =>
    spawnSync(path.join(folder, "bin", "postgres"), ["--version"], { ...owner, cwd: "/", stdio: "ignore" }).status === 0;
  if (runs(native)) return path.join(native, "bin");
  const copy = path.join(directory, "server");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  // The owner has to be able to remove it.
  if (owner) execFileSync("chown", ["-R", `${owner.uid}:${owner.gid}`, copy]);
  return path.join(copy, "bin");
}
