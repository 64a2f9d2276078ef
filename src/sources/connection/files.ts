import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir, userInfo } from "node:os";

/** What resolving a connection needs to know of the machine. */
export interface ConnectionFiles {
  readonly home: string;
  readonly user: string;
  /** Null when it cannot be read. */
  read(path: string): string | null;
  /** Permission bits; null when there is no such file. */
  mode(path: string): number | null;
  exists(path: string): boolean;
}

export const machineFiles: ConnectionFiles = {
  get home() {
    return homedir();
  },
  get user() {
    return userInfo().username;
  },
  read(path) {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return null;
    }
  },
  mode(path) {
    try {
      return statSync(path).mode & 0o777;
    } catch {
      return null;
    }
  },
  exists: existsSync,
};
