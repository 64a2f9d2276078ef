import { PgassayError } from "../../model/failure.ts";

/** SQLSTATE of an error that the server or the driver raised. */
export function sqlstateOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : null;
}

interface Advice {
  readonly why: string;
  readonly next: string;
}

const BY_SQLSTATE: Readonly<Record<string, Advice>> = {
  "28P01": { why: "the password was not accepted", next: "Check the user and the password (PGPASSWORD, or ~/.pgpass with mode 0600)." },
  "28000": { why: "the server does not let this user in from here", next: "Check the user, sslmode and the server's pg_hba.conf." },
  "3D000": { why: "there is no such database", next: "Check the name of the database." },
  "53300": { why: "the server has no connection left", next: "Try again later, or raise max_connections." },
  "55P03": { why: "another session keeps a system catalog locked", next: "Try again when its DDL is done." },
  "57P03": { why: "the server is starting up, shutting down or recovering", next: "Try again in a moment." },
  "57P01": { why: "an administrator ended the session", next: "Run it again." },
  "57014": { why: "a query was cancelled, or took longer than the statement timeout", next: "Run it again, or read fewer schemas." },
  "42501": { why: "this role may not read a system catalog", next: "Ask for a role with the default rights on pg_catalog, or pg_monitor." },
  "40001": { why: "the query was in the way of replication on this standby", next: "Run it again, or against the primary." },
  "08P01": {
    why: "the server or a pooler refused the protocol",
    next: "Connect to the server itself, or to a pooler in transaction mode.",
  },
};

const BY_SYSTEM_CODE: Readonly<Record<string, Advice>> = {
  ECONNREFUSED: { why: "nothing listens there", next: "Check host and port, and that the server runs." },
  ENOTFOUND: { why: "the host has no address", next: "Check the host's name." },
  EAI_AGAIN: { why: "the host's address could not be looked up", next: "Check the network and the host's name." },
  ENOENT: { why: "there is no such socket", next: "Check the socket directory and the port, and that the server runs." },
  EACCES: { why: "the socket may not be opened", next: "Check the permissions of the socket directory." },
  ETIMEDOUT: { why: "no answer in time", next: "Check host, port and firewall." },
  EHOSTUNREACH: { why: "there is no route to the host", next: "Check the network." },
  ECONNRESET: { why: "the connection was cut", next: "Check the server's log." },
};

const TLS_NEXT = "Give the right sslrootcert, or choose another sslmode if you accept the risk.";

/** What happened, from what may be shown: a driver's own message can quote what the user typed. */
export function connectionFailure(what: string, error: unknown): PgassayError {
  if (error instanceof PgassayError) return error;
  const sqlstate = sqlstateOf(error);
  const code = String((error as { code?: unknown } | null)?.code ?? "");
  const message = error instanceof Error ? error.message : "";
  const advice = (sqlstate === null ? undefined : BY_SQLSTATE[sqlstate]) ?? BY_SYSTEM_CODE[code] ?? fromMessage(code, message);
  const state = sqlstate === null ? "" : ` (SQLSTATE ${sqlstate})`;
  return new PgassayError({ what, why: `${advice.why}${state}`, next: advice.next });
}

function fromMessage(code: string, message: string): Advice {
  if (/timeout expired|timed? ?out/i.test(message))
    return { why: "no answer in time", next: "Check host, port and firewall, or raise PGCONNECT_TIMEOUT." };
  if (message.includes("does not support SSL")) {
    return {
      why: "the server does not support TLS",
      next: "Turn on ssl on the server, or give sslmode=disable if you accept a connection in clear.",
    };
  }
  if (/self.signed/i.test(`${code} ${message}`)) return { why: "self-signed certificate", next: TLS_NEXT };
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return { why: "the certificate is for another host", next: TLS_NEXT };
  if (/CERT|TLS|SSL|UNABLE_TO/.test(code)) return { why: `the certificate was not accepted (${code})`, next: TLS_NEXT };
  if (/password must be a string|SASL|no password/i.test(message)) {
    return { why: "the server asks for a password, and there is none", next: "Set PGPASSWORD, or write ~/.pgpass with mode 0600." };
  }
  if (/terminated|closed|ended/i.test(message))
    return { why: "the connection was lost", next: "Check the server's log, and run it again." };
  return { why: "the driver gave up", next: "Check host, port and sslmode." };
}
