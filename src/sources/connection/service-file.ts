import { PgassayError } from "../../model/failure.ts";
import type { ConnectionFiles } from "./files.ts";
import { type Environment, type Parsed, parsed } from "./parameters.ts";

/** The section of a service, from PGSERVICEFILE or the user's file, then from the system's. */
export function readService(name: string, environment: Environment, files: ConnectionFiles): Parsed {
  const own = environment.PGSERVICEFILE ?? `${files.home}/.pg_service.conf`;
  const system = `${environment.PGSYSCONFDIR ?? "/etc/postgresql-common"}/pg_service.conf`;
  for (const path of [own, system]) {
    const section = sectionOf(files.read(path) ?? "", name);
    if (section !== null) return parsed(section);
  }
  throw new PgassayError({
    what: "The connection service is not defined",
    why: `no [section] of that name in ${own} or ${system}`,
    next: "Check the name, or point PGSERVICEFILE at the file that defines it.",
  });
}

function sectionOf(text: string, name: string): (readonly [string, string])[] | null {
  let pairs: (readonly [string, string])[] | null = null;
  for (const line of text.split(/\r?\n/).map((item) => item.trim())) {
    if (line.startsWith("[")) {
      if (pairs !== null) return pairs;
      if (line === `[${name}]`) pairs = [];
    } else if (pairs !== null && line !== "" && !line.startsWith("#")) {
      const equals = line.indexOf("=");
      if (equals > 0) pairs.push([line.slice(0, equals).trim(), line.slice(equals + 1).trim()]);
    }
  }
  return pairs;
}
