import { isIP } from "node:net";
import { type ConnectionOptions, checkServerIdentity } from "node:tls";
import { PgassayError } from "../../model/failure.ts";
import type { ConnectionFiles } from "./files.ts";
import type { Parameters } from "./parameters.ts";

export const SSL_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;
export type SslMode = (typeof SSL_MODES)[number];

export interface Tls {
  readonly mode: SslMode;
  /** False when the user said nothing, and the mode follows from the host. */
  readonly chosen: boolean;
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

/** Modes with libpq's meaning. When nobody says one: `prefer` on this machine, `verify-full` over a network. */
export function resolveTls(parameters: Parameters, local: boolean, files: ConnectionFiles): Tls {
  const mode = parameters.sslmode ?? (local ? "prefer" : "verify-full");
  if (!isMode(mode)) {
    throw new PgassayError({
      what: "The sslmode is not one that PostgreSQL knows",
      why: `it takes ${SSL_MODES.join(", ")}`,
      next: "Give one of these as sslmode= in the connection string, or in PGSSLMODE.",
    });
  }
  const own = (name: string) => `${files.home}/.postgresql/${name}`;
  const root = parameters.sslrootcert === "system" ? null : (parameters.sslrootcert ?? existing(own("root.crt"), files));
  const cert = parameters.sslcert ?? existing(own("postgresql.crt"), files);
  const key = cert === null ? null : (parameters.sslkey ?? existing(own("postgresql.key"), files));
  return {
    // libpq: when a root certificate is there, `require` verifies it as `verify-ca` does.
    mode: mode === "require" && root !== null ? "verify-ca" : mode,
    chosen: parameters.sslmode !== undefined,
    ca: mode === "disable" || root === null ? null : certificate(root, files),
    cert: mode === "disable" || cert === null ? null : certificate(cert, files),
    key: mode === "disable" || key === null ? null : certificate(key, files),
  };
}

/** What to try, in order, for one host: `false` is a connection in clear. */
export function tlsAttempts(tls: Tls, host: string): readonly (ConnectionOptions | false)[] {
  if (host.startsWith("/")) return [false];
  const files = { ...(tls.cert === null ? {} : { cert: tls.cert }), ...(tls.key === null ? {} : { key: tls.key }) };
  const unverified: ConnectionOptions = { ...files, rejectUnauthorized: false };
  const verified: ConnectionOptions = { ...files, ...(tls.ca === null ? {} : { ca: tls.ca }), rejectUnauthorized: true };
  switch (tls.mode) {
    case "disable":
      return [false];
    case "allow":
      return [false, unverified];
    case "prefer":
      return [unverified, false];
    case "require":
      return [unverified];
    case "verify-ca":
      return [{ ...verified, checkServerIdentity: () => undefined }];
    case "verify-full":
      return [{ ...verified, checkServerIdentity: (_, peer) => checkServerIdentity(host, peer) }];
  }
}

export function isLocal(host: string): boolean {
  return host.startsWith("/") || host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function isMode(text: string): text is SslMode {
  return (SSL_MODES as readonly string[]).includes(text);
}

function existing(path: string, files: ConnectionFiles): string | null {
  return files.exists(path) ? path : null;
}

function certificate(path: string, files: ConnectionFiles): string {
  const text = files.read(path);
  if (text !== null) return text;
  throw new PgassayError({
    what: "A TLS certificate or key cannot be read",
    why: `there is no readable file at ${path}`,
    next: "Check sslrootcert, sslcert and sslkey, and who may read those files.",
  });
}
