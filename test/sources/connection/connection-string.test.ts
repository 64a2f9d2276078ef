import { describe, expect, test } from "vitest";
import { parseConnectionString } from "../../../src/sources/connection/connection-string.ts";

describe("what libpq takes for a connection", () => {
  test.each([
    ["postgres://", {}],
    ["postgresql://db.example", { host: "db.example" }],
    ["POSTGRES://db.example:6543/app", { host: "db.example", port: "6543", dbname: "app" }],
    ["postgres://ann@db/app", { user: "ann", host: "db", dbname: "app" }],
    ["postgres://ann:p%40ss%2F%3A%25@db/app", { user: "ann", password: "p@ss/:%", host: "db", dbname: "app" }],
    ["postgres://ann:a#b:c@db/app", { user: "ann", password: "a#b:c", host: "db", dbname: "app" }],
    ["postgres://a,b:5433,c/app", { host: "a,b,c", port: ",5433,", dbname: "app" }],
    ["postgres://[::1]:5433/app", { host: "::1", port: "5433", dbname: "app" }],
    ["postgres://[2001:db8::1],other/app", { host: "2001:db8::1,other", dbname: "app" }],
    ["postgres://%2Fvar%2Frun%2Fpostgresql/app", { host: "/var/run/postgresql", dbname: "app" }],
    ["postgres:///app?host=/tmp&port=5433", { host: "/tmp", port: "5433", dbname: "app" }],
    ["postgres://db/app?sslmode=require&connect_timeout=3", { host: "db", dbname: "app", sslmode: "require", connect_timeout: "3" }],
    ["postgres://db?dbname=a%20b", { host: "db", dbname: "a b" }],
    ["postgres://db/app?ssl=true", { host: "db", dbname: "app", sslmode: "require" }],
    ["postgres://db/n%C3%A4me", { host: "db", dbname: "näme" }],
    ["host=db dbname=app user=ann", { host: "db", dbname: "app", user: "ann" }],
    ["host = db   port= 5433", { host: "db", port: "5433" }],
    ["password='it\\'s \\\\ here' user=ann", { password: "it's \\ here", user: "ann" }],
    ["password=a\\ b", { password: "a b" }],
    ["host='' dbname=app", { dbname: "app" }],
    // A value may stand after spaces.
    ["host= dbname=app", { host: "dbname=app" }],
    ["service=prod", { service: "prod" }],
    ["app", { dbname: "app" }],
  ])("3. %s", (text, parameters) => {
    expect(parseConnectionString(text)).toEqual({ parameters, ignored: [] });
  });

  test("parameters of other tools are named, unknown ones are only counted", () => {
    const { ignored } = parseConnectionString("postgres://db/app?schema=public&pgbouncer=true&hunter2=x");
    expect(ignored).toEqual(["schema", "pgbouncer", "(an unknown one)"]);
  });

  test.each([
    "postgres://zoe:hunter2@hunter2@db/app",
    "postgres://zoe:hunter2/x@db/app",
    "postgres://zoe:hunter2%zz@db/app",
    "postgres://zoe:hunter2%00@db/app",
    "postgres://zoe:hunter2@db/app?sslmode",
    "password='hunter2 host=db",
    "password=hunter2 host",
  ])("3. %s is refused, and no part of it is repeated", (text) => {
    expect(() => parseConnectionString(text)).toThrowError(
      expect.objectContaining({ name: "PgassayError", what: "The connection string cannot be read" }),
    );
    try {
      parseConnectionString(text);
    } catch (error) {
      const { what, why, next, stack } = error as { what: string; why: string; next: string; stack: string };
      expect([what, why, next, stack.split("\n")[0]].join(" ")).not.toMatch(/hunter2|zoe/);
    }
  });
});
