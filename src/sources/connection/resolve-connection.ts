import { PgassayError } from "../../model/failure.ts";
import { parseConnectionString } from "./connection-string.ts";
import { type ConnectionFiles, machineFiles } from "./files.ts";
import { type Environment, environmentParameters, type Parameters } from "./parameters.ts";
import { passwordIn } from "./passfile.ts";
import { Secret } from "./secret.ts";
import { readService } from "./service-file.ts";
import { type ConnectionTarget, SESSION_ATTRIBUTES, type SessionAttributes, type TargetHost } from "./target.ts";
import { isLocal, resolveTls } from "./tls.ts";

const CONNECT_TIMEOUT = 10_000;
const SOCKET_DIRECTORIES = ["/var/run/postgresql", "/tmp"];

/**
 * Flags over the connection string over the environment over the service over the defaults.
 *
 * @param input a URL, `keyword=value` pairs, the name of a database, or nothing
 * @throws PgassayError without any part of a password
 */
export function resolveConnection(
  input: string | undefined,
  flags: Parameters,
  environment: Environment,
  files: ConnectionFiles = machineFiles,
): ConnectionTarget {
  const notices: string[] = [];
  const given = input === undefined ? { parameters: {}, ignored: [] } : parseConnectionString(input);
  // What came out of the environment was not typed where others can see it.
  if (given.parameters.password !== undefined && !Object.values(environment).includes(input)) {
    notices.push("the connection string holds a password: other users of this machine may see it; prefer PGPASSWORD or a passfile");
  }
  const explicit: Parameters = { ...environmentParameters(environment), ...given.parameters, ...flags };
  const service = explicit.service === undefined ? { parameters: {}, ignored: [] } : readService(explicit.service, environment, files);
  const parameters: Parameters = { ...service.parameters, ...explicit };
  const ignored = [...given.ignored, ...service.ignored];
  if (ignored.length > 0) notices.push(`connection parameters without effect here: ${ignored.join(", ")}`);
  if (environment.PGOPTIONS) notices.push("PGOPTIONS has no effect here: poolers refuse it");

  const user = parameters.user ?? files.user;
  const database = parameters.dbname ?? user;
  const endpoints = endpointsOf(parameters, files);
  const passwords = passwordFile(parameters, files, notices);
  const hosts = endpoints.map(({ host, address, port }): TargetHost => {
    const password = parameters.password ?? passwordIn(passwords, { host, port, database, user });
    return {
      host,
      address,
      port,
      password: password === null ? null : new Secret(password),
      tls: resolveTls(parameters, isLocal(host), files),
    };
  });
  notices.push(...tlsNotices(hosts));
  const places = hosts.map(({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`);
  return {
    name: `${user}@${places.join(",")}/${database}`,
    user,
    database,
    hosts,
    sessionAttributes: sessionAttributes(parameters.target_session_attrs),
    connectTimeout: connectTimeout(parameters.connect_timeout),
    notices,
  };
}

interface Endpoint {
  readonly host: string;
  readonly address: string | null;
  readonly port: number;
}

/** One port goes with every host, or there is one for each. */
function endpointsOf(parameters: Parameters, files: ConnectionFiles): readonly Endpoint[] {
  const names = parameters.host?.split(",") ?? [];
  const addresses = parameters.hostaddr?.split(",") ?? [];
  const ports = parameters.port?.split(",") ?? [];
  const count = Math.max(1, names.length, addresses.length);
  if ((ports.length > 1 && ports.length !== count) || (names.length > 0 && addresses.length > 0 && names.length !== addresses.length)) {
    throw new PgassayError({
      what: "The connection names different numbers of hosts, addresses and ports",
      why: `${names.length} hosts, ${addresses.length} addresses, ${ports.length} ports`,
      next: "Give one port for all hosts, or one for each.",
    });
  }
  return Array.from({ length: count }, (_, at): Endpoint => {
    const port = portOf(ports[ports.length === 1 ? 0 : at] ?? "");
    const address = addresses[at] || null;
    return { host: names[at] || address || defaultHost(port, files), address, port };
  });
}

function portOf(text: string): number {
  const port = text === "" ? 5432 : /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new PgassayError({ what: "A port is not valid", why: "it is a number from 1 to 65535", next: "Correct port= or PGPORT." });
}

function defaultHost(port: number, files: ConnectionFiles): string {
  return SOCKET_DIRECTORIES.find((directory) => files.exists(`${directory}/.s.PGSQL.${port}`)) ?? "localhost";
}

/** A file that others may read is not used, as in libpq: it says so. */
function passwordFile(parameters: Parameters, files: ConnectionFiles, notices: string[]): string {
  if (parameters.password !== undefined) return "";
  const path = parameters.passfile ?? `${files.home}/.pgpass`;
  const mode = files.mode(path);
  if (mode === null) return "";
  if ((mode & 0o077) !== 0) {
    notices.push(`the password file ${path} was not used: others may read it; its permissions should be 0600`);
    return "";
  }
  return files.read(path) ?? "";
}

function tlsNotices(hosts: readonly TargetHost[]): readonly string[] {
  const modes = new Map(hosts.filter(({ host }) => !host.startsWith("/")).map(({ tls }) => [tls.mode, tls]));
  return [...modes.values()].flatMap((tls) => {
    if (tls.mode === "require") return "sslmode=require encrypts, and does not verify who answers";
    return tls.chosen ? [] : `sslmode is ${tls.mode}, since none was given`;
  });
}

function sessionAttributes(text = "any"): SessionAttributes {
  const found = SESSION_ATTRIBUTES.find((item) => item === text);
  if (found !== undefined) return found;
  throw new PgassayError({
    what: "target_session_attrs is not one that PostgreSQL knows",
    why: `it takes ${SESSION_ATTRIBUTES.join(", ")}`,
    next: "Correct it in the connection string, or in PGTARGETSESSIONATTRS.",
  });
}

/** Seconds, as in libpq: 1 means 2. Zero and less would wait for ever, which we never do. */
function connectTimeout(text: string | undefined): number {
  const seconds = Number(text);
  return text === undefined || !Number.isInteger(seconds) || seconds <= 0 ? CONNECT_TIMEOUT : Math.max(2, seconds) * 1000;
}
