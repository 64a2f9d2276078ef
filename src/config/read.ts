import { PgassayError } from "../model/failure.ts";
import { nearest } from "./nearest.ts";
import { type Config, configSchema } from "./schema.ts";

/** Checks what a file holds. `where` is its name. Throws with the place and a suggestion. */
export function readConfig(value: unknown, where: string): Config {
  const result = configSchema.safeParse(value);
  if (!result.success) throw refused(result.error.issues[0] as Issue, where);
  for (const source of [result.data.source ?? []].flat()) refuseCredentials(source, where);
  return result.data;
}

type Issue = { readonly code: string; readonly path: readonly PropertyKey[]; readonly message: string; readonly keys?: readonly string[] };

function refused(issue: Issue, where: string): PgassayError {
  const place = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys ?? [];
    const known = issue.path.length === 0 ? Object.keys(configSchema.shape) : [];
    const meant = nearest(key, known);
    return new PgassayError({
      what: `${where} has the key ${[place, key].filter((part) => part !== "").join(".")}`,
      why: meant === null ? "it is not known" : `did you mean ${meant}?`,
      next:
        known.length === 0
          ? "pgassay config schema prints what may be there"
          : `The keys are ${known.filter((it) => it !== "$schema").join(", ")}`,
    });
  }
  return new PgassayError({
    what: place === "" ? where : `${place} in ${where}`,
    why: issue.message.replace(/^Invalid input: /, ""),
    next: "pgassay config schema prints what may be there",
  });
}

/** A file that is committed is no place for a password. */
function refuseCredentials(source: string, where: string): void {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*:[^/?#]*@/i.test(source) && !/\bpassword\s*=/i.test(source)) return;
  throw new PgassayError({
    what: `source in ${where}`,
    why: "it holds a password",
    next: "Leave it out there, and set PGPASSWORD or DATABASE_URL, or use ~/.pgpass",
  });
}
