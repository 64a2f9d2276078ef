import { describe, expect, test } from "vitest";
import { PgassayError } from "../../../src/model/failure.ts";
import { connectionFailure, sqlstateOf } from "../../../src/sources/live/failures.ts";

const raised = (message: string, code?: string) => Object.assign(new Error(message), code === undefined ? {} : { code });

describe("an error of the driver", () => {
  test.each([
    [raised('password authentication failed for user "hunter2"', "28P01"), "(SQLSTATE 28P01)"],
    [raised("hunter2", "53300"), "(SQLSTATE 53300)"],
    [raised("hunter2", "XX000"), "(SQLSTATE XX000)"],
    [raised("connect ECONNREFUSED hunter2", "ECONNREFUSED"), "nothing listens there"],
    [raised("getaddrinfo ENOTFOUND hunter2", "ENOTFOUND"), "the host has no address"],
    [raised("write EPIPE hunter2", "EPIPE"), "the driver gave up"],
    [raised("timeout expired hunter2"), "no answer in time"],
    [raised("self-signed certificate hunter2", "DEPTH_ZERO_SELF_SIGNED_CERT"), "self-signed certificate"],
    [raised("hunter2", "CERT_HAS_EXPIRED"), "(CERT_HAS_EXPIRED)"],
    [raised("Connection terminated unexpectedly hunter2"), "the connection was lost"],
  ])("2. %s says why, and quotes nothing", (error, why) => {
    const failure = connectionFailure("Cannot connect to u@h:1/d", error);
    expect(failure.why).toContain(why);
    expect(`${failure.message} ${failure.next} ${failure.stack} ${String(failure.cause)}`).not.toContain("hunter2");
  });

  test("a failure that already says what to do stays as it is", () => {
    const failure = new PgassayError({ what: "a", why: "b", next: "c" });
    expect(connectionFailure("x", failure)).toBe(failure);
  });

  test("only the server's codes are SQLSTATEs", () => {
    expect(sqlstateOf(raised("", "EPIPE"))).toBeNull();
    expect(sqlstateOf(raised("", "P0001"))).toBe("P0001");
    expect(sqlstateOf(null)).toBeNull();
  });
});
