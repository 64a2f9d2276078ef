import { dollarQuoted, literal } from "../../facts/identifier.ts";

/** Stops the file unless a query answers true. `%` needs no care: the message is data, not a format. */
export function guard(query: string, message: string, hint: string): string {
  const body = [
    "",
    "BEGIN",
    "  IF (",
    `    ${query}`,
    "  ) IS NOT TRUE THEN",
    `    RAISE EXCEPTION USING MESSAGE = ${literal(message).trim()}, HINT = ${literal(hint).trim()};`,
    "  END IF;",
    "END",
    "",
  ].join("\n");
  return `DO ${dollarQuoted(body)};\n`;
}

/** A plan may use what the assumed version has and an older server has not. */
export function versionGuard(version: number): string {
  const major = Math.floor(version / 10_000);
  return guard(
    `pg_catalog.current_setting('server_version_num')::integer >= ${major}0000`,
    `pgassay wrote this file for PostgreSQL ${major} or later`,
    "Run pgassay fix again with --pg-version set to the major version of this server.",
  );
}
