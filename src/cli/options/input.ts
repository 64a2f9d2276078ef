import { type Command, Option } from "commander";
import { MIGRATION_TOOLS } from "../../sources/replay/tools.ts";
import { duration, list, majorVersion, wholeNumber } from "./values.ts";

export interface InputOptions {
  readonly url?: string;
  readonly service?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly dbname?: string;
  readonly passwordStdin?: true;
  readonly sslmode?: (typeof SSL_MODES)[number];
  readonly sslrootcert?: string;
  readonly schema?: readonly string[];
  readonly excludeSchema?: readonly string[];
  readonly table?: readonly string[];
  readonly excludeTable?: readonly string[];
  readonly migrations: (typeof MIGRATIONS)[number];
  readonly pgVersion?: number;
  readonly cache: boolean;
  /** Milliseconds. */
  readonly maxDuration: number;
}

export const SSL_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;
export const MIGRATIONS = ["auto", ...MIGRATION_TOOLS] as const;

export function addInputOptions(command: Command): Command {
  const input = command
    .optionsGroup("Input:")
    .option("--url <url>", "database to read, as a URL or host=… text")
    .option("--service <name>", "section of the connection service file")
    .option("--host <host>", "database server, or the directory of its socket")
    .addOption(new Option("--port <n>", "port of the server").argParser(wholeNumber))
    .option("--user <name>", "role to connect as")
    .option("--dbname <name>", "database to connect to")
    .option("--password-stdin", "read the password from standard input")
    .addOption(new Option("--sslmode <mode>", "as in libpq").choices(SSL_MODES))
    .option("--sslrootcert <file>", "certificates that the server's is checked by")
    .addOption(new Option("--schema <glob>", "only these schemas; repeat or separate with commas").argParser(list).env("PGASSAY_SCHEMA"))
    .addOption(new Option("--exclude-schema <glob>", "not these schemas").argParser(list).env("PGASSAY_EXCLUDE_SCHEMA"))
    .addOption(new Option("--table <glob>", "only these tables: name or schema.name").argParser(list).env("PGASSAY_TABLE"))
    .addOption(new Option("--exclude-table <glob>", "not these tables").argParser(list).env("PGASSAY_EXCLUDE_TABLE"))
    .addOption(
      new Option("--migrations <kind>", "order of the files of a folder").choices(MIGRATIONS).default("auto").env("PGASSAY_MIGRATIONS"),
    )
    .addOption(
      new Option("--pg-version <major>", "version that a schema file is meant for").argParser(majorVersion).env("PGASSAY_PG_VERSION"),
    )
    .addOption(new Option("--no-cache", "replay a schema file even when its snapshot is kept"));
  return addMaxDuration(input);
}

export function addMaxDuration(command: Command): Command {
  return command.addOption(
    new Option("--max-duration <time>", "give up after this time").argParser(duration).default(120_000, "120s").env("PGASSAY_MAX_DURATION"),
  );
}
