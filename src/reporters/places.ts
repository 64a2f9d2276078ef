import path from "node:path";
import type { Finding } from "../contract/finding.ts";
import { plainText } from "../model/plain-text.ts";
import type { SourceLocation } from "../model/reference.ts";

/** Whence file names are meant, for tools that show findings beside the code. The shell knows. */
export interface Places {
  /** Where the program runs: relative names start here. */
  readonly cwd: string;
  /** The top of the repository: names are given from here. */
  readonly root: string;
  /** The file that stands in for objects that no file declares, from the root. */
  readonly anchor: string;
}

/** A file as seen from the top of the repository, with slashes; of a file outside of it, the name alone. Never absolute, never with `..`. */
export function fileFromRoot(file: string, { cwd, root }: Places): string {
  const within = path.relative(root, path.resolve(cwd, file)).split(path.sep);
  const outside = within[0] === ".." || within[0] === "" || path.isAbsolute(within.join(path.sep));
  return outside ? path.basename(file) : within.join("/");
}

/** Where a finding is shown: at the line that declares its object, or at the file that stands in. */
export function placeOf({ source }: Finding, places: Places): SourceLocation {
  return source === null ? { file: places.anchor, line: 1 } : { ...source, file: fileFromRoot(source.file, places) };
}

/** `schema.sql:12:3`, as compilers write it. */
export function placeText({ file, line, column }: SourceLocation): string {
  return plainText(`${file}:${line}${column === undefined ? "" : `:${column}`}`);
}

/** A relative reference as RFC 3986 wants it: each name percent-encoded by itself, and no first name that reads as a scheme. */
export function uriOf(file: string): string {
  return file
    .split("/")
    .map((name) => encodeURIComponent(name.replace(/\p{Cs}/gu, "\uFFFD")))
    .join("/");
}
