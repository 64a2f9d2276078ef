import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { resolveConnection } from "../../../src/sources/connection/resolve-connection.ts";
import { fakeFiles } from "./fake-files.ts";

const SERVICE_FILE = "/home/me/.pg_service.conf";
const SERVICES =
  "# mine\n[other]\nhost=no\n\n[prod]\nhost = svc.example\nport=7000\nuser=svc\ndbname=svcdb\npassword=svcpw\n[last]\nhost=no\n";

describe("precedence", () => {
  const files = fakeFiles({ [SERVICE_FILE]: SERVICES });
  test.each([
    ["flags over the string", "postgres://u@string:1/d", { host: "flag", port: "9" }, { PGHOST: "env" }, "u@flag:9/d"],
    ["the string over the environment", "host=string", {}, { PGHOST: "env", PGPORT: "2", PGUSER: "e", PGDATABASE: "ed" }, "e@string:2/ed"],
    ["the environment over the service", "service=prod", {}, { PGHOST: "env", PGDATABASE: "ed" }, "svc@env:7000/ed"],
    ["the service over the defaults", undefined, {}, { PGSERVICE: "prod" }, "svc@svc.example:7000/svcdb"],
    ["a service named by a flag", undefined, { service: "prod" }, {}, "svc@svc.example:7000/svcdb"],
    ["defaults", undefined, {}, {}, "me@localhost:5432/me"],
    ["the database is the user when none is named", undefined, { user: "ann" }, {}, "ann@localhost:5432/ann"],
    ["an empty variable is no variable", undefined, {}, { PGHOST: "", PGUSER: "ann" }, "ann@localhost:5432/ann"],
  ] as const)("4. %s", (_, input, flags, environment, name) => {
    expect(resolveConnection(input, flags, environment, files).name).toBe(name);
  });

  test("the default host is a socket where there is one", () => {
    const target = resolveConnection("app", { port: "5433" }, {}, fakeFiles({ "/tmp/.s.PGSQL.5433": "" }));
    expect(target.name).toBe("me@/tmp:5433/app");
  });

  test("the system's service file comes after the user's", () => {
    const target = resolveConnection("service=prod", {}, { PGSYSCONFDIR: "/etc/pg" }, fakeFiles({ "/etc/pg/pg_service.conf": SERVICES }));
    expect(target.hosts[0]?.host).toBe("svc.example");
  });

  test("an unknown service is an error", () => {
    expect(() => resolveConnection("service=none", {}, {}, files)).toThrow("The connection service is not defined");
  });
});

describe("hosts", () => {
  test("3. several, with a port each or one for all", () => {
    const ports = (input: string) => resolveConnection(input, {}, {}, fakeFiles()).hosts.map(({ host, port }) => [host, port]);
    expect(ports("postgres://a,b:6000,c/d")).toEqual([
      ["a", 5432],
      ["b", 6000],
      ["c", 5432],
    ]);
    expect(ports("host=a,b port=6000")).toEqual([
      ["a", 6000],
      ["b", 6000],
    ]);
    expect(() => ports("host=a,b,c port=1,2")).toThrow("different numbers");
    expect(() => ports("host=a port=70000")).toThrow("A port is not valid");
  });

  test("an address keeps the name for certificates and passwords", () => {
    const [host] = resolveConnection("host=db.example hostaddr=10.0.0.1", {}, {}, fakeFiles()).hosts;
    expect(host).toMatchObject({ host: "db.example", address: "10.0.0.1" });
  });

  test("a name for IPv6 is readable", () => {
    expect(resolveConnection("postgres://u@[::1]:5433/d", {}, {}, fakeFiles()).name).toBe("u@[::1]:5433/d");
  });
});

describe("passwords", () => {
  const passfile = [
    "# comment",
    "other:5432:*:*:wrong",
    "localhost:*:app:ann:socket",
    "a\\:b:5432:*:ann:colon\\:in\\\\it",
    "*:*:*:ann:any:thing",
  ].join("\n");
  const passwordFor = (input: string, mode = 0o600, environment = {}) =>
    resolveConnection(input, {}, environment, fakeFiles({ "/home/me/.pgpass": { text: passfile, mode } }));

  test.each([
    ["postgres://ann@/app?host=/tmp", "socket"],
    ["host=a:b user=ann", "colon:in\\it"],
    ["host=elsewhere user=ann", "any:thing"],
    ["host=elsewhere user=bob", undefined],
    ["host=elsewhere user=ann password=given", "given"],
  ])("%s", (input, password) => {
    expect(passwordFor(input).hosts[0]?.password?.reveal()).toBe(password);
  });

  test("4. a file that others may read is not used, and that is said", () => {
    const target = passwordFor("host=elsewhere user=ann", 0o644);
    expect(target.hosts[0]?.password).toBeNull();
    expect(target.notices.join()).toContain("/home/me/.pgpass was not used");
  });

  test("4. PGPASSFILE names another file, PGPASSWORD comes before it", () => {
    const files = fakeFiles({ "/pw": "*:*:*:*:filed" });
    const password = (environment: Record<string, string>) =>
      resolveConnection("host=h", {}, environment, files).hosts[0]?.password?.reveal();
    expect(password({ PGPASSFILE: "/pw" })).toBe("filed");
    expect(password({ PGPASSFILE: "/pw", PGPASSWORD: "env" })).toBe("env");
  });

  test("2. a password in the string is warned about, and shown nowhere", () => {
    const target = resolveConnection("postgres://ann:hunter2@db/app?schema=x", {}, {}, fakeFiles());
    expect(target.notices.join()).toContain("holds a password");
    expect(target.hosts[0]?.password?.reveal()).toBe("hunter2");
    for (const text of [JSON.stringify(target), inspect(target, { depth: 9, showHidden: true }), `${target.hosts[0]?.password}`]) {
      expect(text).not.toContain("hunter2");
    }
  });

  test("a password in the environment is not warned about", () => {
    const url = "postgres://ann:hunter2@localhost/app";
    expect(resolveConnection("host=localhost", {}, { PGPASSWORD: "x" }, fakeFiles()).notices.join()).not.toContain("password");
    expect(resolveConnection(url, {}, { DATABASE_URL: url }, fakeFiles()).notices.join()).not.toContain("password");
  });
});

describe("time and attributes", () => {
  test.each([
    [undefined, 10_000],
    ["3", 3_000],
    ["1", 2_000],
    ["0", 10_000],
    ["-1", 10_000],
    ["soon", 10_000],
  ])("1. PGCONNECT_TIMEOUT=%s", (text, milliseconds) => {
    expect(resolveConnection("host=h", {}, { PGCONNECT_TIMEOUT: text }, fakeFiles()).connectTimeout).toBe(milliseconds);
  });

  test("target_session_attrs", () => {
    expect(resolveConnection("host=h target_session_attrs=prefer-standby", {}, {}, fakeFiles()).sessionAttributes).toBe("prefer-standby");
    expect(() => resolveConnection("host=h", {}, { PGTARGETSESSIONATTRS: "best" }, fakeFiles())).toThrow("target_session_attrs");
  });

  test("what has no effect is said", () => {
    const { notices } = resolveConnection("postgres://localhost/app?schema=public", {}, { PGOPTIONS: "-c x=y" }, fakeFiles());
    expect(notices.join("; ")).toContain("without effect here: schema");
    expect(notices.join("; ")).toContain("PGOPTIONS");
  });
});
