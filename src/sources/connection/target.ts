import type { Secret } from "./secret.ts";
import type { Tls } from "./tls.ts";

export const SESSION_ATTRIBUTES = ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"] as const;
export type SessionAttributes = (typeof SESSION_ATTRIBUTES)[number];

export interface TargetHost {
  /** A name, an address, or the directory of a socket, which begins with a slash. */
  readonly host: string;
  /** Where to connect when it is not the host itself: certificates are still checked against the host. */
  readonly address: string | null;
  readonly port: number;
  readonly password: Secret | null;
  readonly tls: Tls;
}

/** All that is needed to connect, and a name for it that may be shown. */
export interface ConnectionTarget {
  /** `user@host:port/database` */
  readonly name: string;
  readonly user: string;
  readonly database: string;
  /** Tried in order. */
  readonly hosts: readonly TargetHost[];
  readonly sessionAttributes: SessionAttributes;
  /** Milliseconds, for each host. */
  readonly connectTimeout: number;
  /** What the user should know about how the parameters were read. No secrets. */
  readonly notices: readonly string[];
}
