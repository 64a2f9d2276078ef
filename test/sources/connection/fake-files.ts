import type { ConnectionFiles } from "../../../src/sources/connection/files.ts";

/** A machine with these files; a file may say its permissions. */
export function fakeFiles(
  files: Readonly<Record<string, string | { readonly text: string; readonly mode: number }>> = {},
): ConnectionFiles {
  const entry = (path: string) => files[path];
  return {
    home: "/home/me",
    user: "me",
    read: (path) => {
      const found = entry(path);
      return found === undefined ? null : typeof found === "string" ? found : found.text;
    },
    mode: (path) => {
      const found = entry(path);
      return found === undefined ? null : typeof found === "string" ? 0o600 : found.mode;
    },
    exists: (path) => entry(path) !== undefined,
  };
}
