/** libpq's keywords that we understand. */
export const KEYWORDS = [
  "host",
  "hostaddr",
  "port",
  "dbname",
  "user",
  "password",
  "passfile",
  "service",
  "connect_timeout",
  "sslmode",
  "sslrootcert",
  "sslcert",
  "sslkey",
  "target_session_attrs",
] as const;

export type Keyword = (typeof KEYWORDS)[number];
export type Parameters = Partial<Record<Keyword, string>>;

/** Parameters as the user wrote them, and the names of those that have no meaning here. */
export interface Parsed {
  readonly parameters: Parameters;
  readonly ignored: readonly string[];
}

const KNOWN: ReadonlySet<string> = new Set(KEYWORDS);

/** Keywords of libpq and of other tools that we have no use for. Others are not repeated: a part of a password may look like one. */
const FOREIGN: ReadonlySet<string> = new Set([
  "application_name",
  "channel_binding",
  "client_encoding",
  "connection_limit",
  "fallback_application_name",
  "gssencmode",
  "keepalives",
  "keepalives_count",
  "keepalives_idle",
  "keepalives_interval",
  "krbsrvname",
  "load_balance_hosts",
  "options",
  "pgbouncer",
  "pool_timeout",
  "replication",
  "require_auth",
  "schema",
  "sslcompression",
  "sslcrl",
  "sslnegotiation",
  "sslpassword",
  "sslsni",
  "statement_cache_size",
  "tcp_user_timeout",
]);

/** An empty value counts as not given, as in libpq. */
export function parsed(pairs: Iterable<readonly [string, string]>): Parsed {
  const parameters: Parameters = {};
  const ignored: string[] = [];
  for (const [key, value] of pairs) {
    if (!KNOWN.has(key)) ignored.push(FOREIGN.has(key) ? key : "(an unknown one)");
    else if (value !== "") parameters[key as Keyword] = value;
  }
  return { parameters, ignored };
}

const VARIABLES: Readonly<Record<string, Keyword>> = {
  PGHOST: "host",
  PGHOSTADDR: "hostaddr",
  PGPORT: "port",
  PGDATABASE: "dbname",
  PGUSER: "user",
  PGPASSWORD: "password",
  PGPASSFILE: "passfile",
  PGSERVICE: "service",
  PGCONNECT_TIMEOUT: "connect_timeout",
  PGSSLMODE: "sslmode",
  PGSSLROOTCERT: "sslrootcert",
  PGSSLCERT: "sslcert",
  PGSSLKEY: "sslkey",
  PGTARGETSESSIONATTRS: "target_session_attrs",
};

export type Environment = Readonly<Record<string, string | undefined>>;

export function environmentParameters(environment: Environment): Parameters {
  return parsed(Object.entries(VARIABLES).map(([name, keyword]) => [keyword, environment[name] ?? ""] as const)).parameters;
}
