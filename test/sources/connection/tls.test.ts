import { describe, expect, test } from "vitest";
import { resolveConnection } from "../../../src/sources/connection/resolve-connection.ts";
import { tlsAttempts } from "../../../src/sources/connection/tls.ts";
import { fakeFiles } from "./fake-files.ts";

const ROOT = { "/home/me/.postgresql/root.crt": "ROOT" };

function attempts(input: string, files: Record<string, string> = {}, environment = {}) {
  const [host] = resolveConnection(input, {}, environment, fakeFiles(files)).hosts;
  return host === undefined ? [] : tlsAttempts(host.tls, host.host);
}

describe("sslmode means what libpq says", () => {
  test("5. disable, allow, prefer, require", () => {
    const unverified = { rejectUnauthorized: false };
    expect(attempts("host=db sslmode=disable")).toEqual([false]);
    expect(attempts("host=db sslmode=allow")).toEqual([false, unverified]);
    expect(attempts("host=db sslmode=prefer")).toEqual([unverified, false]);
    expect(attempts("host=db sslmode=require")).toEqual([unverified]);
  });

  test("require with a root certificate verifies it", () => {
    expect(attempts("host=db sslmode=require", ROOT)).toMatchObject([{ ca: "ROOT", rejectUnauthorized: true }]);
  });

  test("verify-ca skips the name, verify-full checks it", () => {
    const certificate = { subject: { CN: "db" }, subjectaltname: "DNS:db" } as never;
    const check = (input: string) => {
      const [only, ...others] = attempts(input, ROOT);
      expect(others).toEqual([]);
      expect(only).toMatchObject({ ca: "ROOT", rejectUnauthorized: true });
      return only === false || only === undefined ? null : only.checkServerIdentity?.("ignored", certificate);
    };
    expect(check("host=other sslmode=verify-ca")).toBeUndefined();
    expect(check("host=db sslmode=verify-full")).toBeUndefined();
    expect(check("host=other sslmode=verify-full")).toBeInstanceOf(Error);
  });

  test.each([
    ["host=localhost", "prefer"],
    ["host=127.0.0.2", "prefer"],
    ["host=::1", "prefer"],
    ["host=/tmp", "prefer"],
    ["host=db.example", "verify-full"],
    ["host=127.example", "verify-full"],
    ["host=10.0.0.1", "verify-full"],
  ])("%s gets %s when nobody says", (input, mode) => {
    expect(resolveConnection(input, {}, {}, fakeFiles()).hosts[0]?.tls).toMatchObject({ mode, chosen: false });
  });

  test("5. what was used is said when nobody chose, and what require leaves out", () => {
    const notices = (input: string) => resolveConnection(input, {}, {}, fakeFiles()).notices;
    expect(notices("host=db")).toEqual(["sslmode is verify-full, since none was given"]);
    expect(notices("host=db sslmode=verify-full")).toEqual([]);
    expect(notices("host=/tmp")).toEqual([]);
    expect(notices("host=db sslmode=require")).toEqual(["sslmode=require encrypts, and does not verify who answers"]);
  });

  test("a socket is never encrypted", () => {
    expect(attempts("host=/tmp sslmode=verify-full")).toEqual([false]);
  });

  test("client certificates, and files that are not there", () => {
    const files = { "/c": "CERT", "/k": "KEY" };
    expect(attempts("host=db sslmode=require sslcert=/c sslkey=/k", files)).toEqual([
      { cert: "CERT", key: "KEY", rejectUnauthorized: false },
    ]);
    expect(() => attempts("host=db sslrootcert=/none")).toThrow("cannot be read");
    expect(attempts("host=db sslrootcert=system", ROOT)[0]).not.toHaveProperty("ca");
    expect(() => attempts("host=db sslmode=perhaps")).toThrow("sslmode");
  });

  test("PGSSLMODE is heard", () => {
    expect(attempts("host=db", {}, { PGSSLMODE: "disable" })).toEqual([false]);
  });
});
