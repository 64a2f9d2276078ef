import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resolveConnection } from "../../src/sources/connection/resolve-connection.ts";
import { connect } from "../../src/sources/live/connect.ts";
import { serverOwner } from "../native/owner.ts";
import { type NativeServer, startServer } from "./servers.ts";

function hasOpenssl(): boolean {
  try {
    return execFileSync("openssl", ["version"], { encoding: "utf8" }) !== "";
  } catch {
    return false;
  }
}

/** A server whose certificate is its own root, and is for the name `localhost` only. */
describe.skipIf(!hasOpenssl())("a server with TLS", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "pgassay-tls-"));
  const certificate = path.join(folder, "server.crt");
  const key = path.join(folder, "server.key");
  let server: NativeServer;

  beforeAll(async () => {
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"];
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, ...subject], {
      stdio: "ignore",
    });
    const owner = serverOwner();
    chmodSync(folder, 0o755);
    chmodSync(key, 0o600);
    if (owner !== undefined) chownSync(key, owner.uid, owner.gid);
    server = await startServer(16, { settings: { ssl: "on", ssl_cert_file: certificate, ssl_key_file: key } });
  });

  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  async function encrypted(parameters: string): Promise<boolean> {
    const target = resolveConnection(`user=postgres dbname=postgres port=${server.port} ${parameters}`, {}, {});
    const client: pg.Client = await connect(target, "pgassay/test", new AbortController().signal);
    const result = await client.query("select ssl from pg_stat_ssl where pid = pg_backend_pid()").finally(() => client.end());
    return result.rows[0].ssl;
  }

  test.each([
    ["host=127.0.0.1 sslmode=disable", false],
    ["host=127.0.0.1 sslmode=allow", false],
    ["host=127.0.0.1 sslmode=prefer", true],
    ["host=127.0.0.1 sslmode=require", true],
    ["host=127.0.0.1", true],
    ["host=localhost hostaddr=127.0.0.1 sslmode=verify-full sslrootcert=ROOT", true],
    ["host=127.0.0.1 sslmode=verify-ca sslrootcert=ROOT", true],
    ["host=other.example hostaddr=127.0.0.1 sslmode=verify-ca sslrootcert=ROOT", true],
  ])("5. %s connects", async (parameters, tls) => {
    expect(await encrypted(parameters.replace("ROOT", certificate))).toBe(tls);
  });

  test.each([
    ["host=localhost hostaddr=127.0.0.1 sslmode=verify-full", "self-signed certificate"],
    ["host=127.0.0.1 sslmode=verify-ca", "self-signed certificate"],
    ["host=other.example hostaddr=127.0.0.1", "self-signed certificate"],
    ["host=127.0.0.1 sslmode=verify-full sslrootcert=ROOT", "the certificate is for another host"],
    ["host=other.example hostaddr=127.0.0.1 sslmode=verify-full sslrootcert=ROOT", "the certificate is for another host"],
  ])("5. %s is refused", async (parameters, why) => {
    await expect(encrypted(parameters.replace("ROOT", certificate))).rejects.toMatchObject({ name: "PgassayError", why });
  });
});
