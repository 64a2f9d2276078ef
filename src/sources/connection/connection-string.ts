import { PgassayError } from "../../model/failure.ts";
import { type Parsed, parsed } from "./parameters.ts";

/**
 * What libpq takes for a connection: a URI, `keyword=value` pairs, or the name of a database.
 * @throws PgassayError that quotes nothing of the text, since any part of it may be a password.
 */
export function parseConnectionString(text: string): Parsed {
  if (/^postgres(?:ql)?:\/\//i.test(text)) return parseUri(text);
  return text.includes("=") ? parsed(pairsIn(text)) : parsed([["dbname", text]]);
}

/** `scheme://[user[:password]@][host[:port],…][/database][?keyword=value&…]` */
function parseUri(text: string): Parsed {
  const rest = text.slice(text.indexOf("://") + 3);
  const [, authority = "", path = "", query = ""] = /^([^/?]*)(?:\/([^?]*))?(?:\?([\s\S]*))?$/.exec(rest) ?? [];
  const at = authority.indexOf("@");
  if (at !== authority.lastIndexOf("@")) throw malformed("there is more than one @ before the database");
  const userInfo = at < 0 ? "" : authority.slice(0, at);
  const colon = userInfo.indexOf(":");
  const user = colon < 0 ? userInfo : userInfo.slice(0, colon);
  const password = colon < 0 ? "" : userInfo.slice(colon + 1);
  const hosts: string[] = [];
  const ports: string[] = [];
  for (const item of authority.slice(at + 1).split(",")) {
    const match = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(item);
    if (match === null) throw malformed("a port is not a number");
    hosts.push(decoded((match[1] ?? "").replace(/^\[|\]$/g, "")));
    ports.push(match[2] ?? "");
  }
  const pairs: [string, string][] = [
    ["user", decoded(user)],
    ["password", decoded(password)],
    ["host", hosts.join(",")],
    ["port", ports.every((port) => port === "") ? "" : ports.join(",")],
    ["dbname", decoded(path)],
  ];
  for (const item of query.split("&").filter((part) => part !== "")) {
    const equals = item.indexOf("=");
    if (equals < 0) throw malformed("a parameter after ? has no value");
    const key = decoded(item.slice(0, equals));
    const value = decoded(item.slice(equals + 1));
    // JDBC's spelling, which libpq takes too.
    if (key === "ssl") pairs.push(["sslmode", value === "true" ? "require" : ""]);
    else pairs.push([key, value]);
  }
  // A parameter after ? comes last and wins.
  return parsed(pairs);
}

function decoded(text: string): string {
  try {
    const plain = decodeURIComponent(text);
    if (!plain.includes("\0")) return plain;
  } catch {
    // The message below says it without the text.
  }
  throw malformed("a % is not followed by two hexadecimal digits of UTF-8 text");
}

/** `keyword = value` pairs: a value with spaces stands in single quotes, and a backslash takes the next character as it is. */
function* pairsIn(text: string): Generator<readonly [string, string]> {
  const pair = /\s*([^\s=]+)\s*=\s*(?:'((?:[^'\\]|\\[\s\S])*)'(?=\s|$)|((?:[^\s\\']|\\[\s\S])(?:[^\s\\]|\\[\s\S])*|(?=\s|$)))/gy;
  let end = 0;
  for (const match of text.matchAll(pair)) {
    end = match.index + match[0].length;
    yield [match[1] as string, (match[2] ?? match[3] ?? "").replace(/\\([\s\S])/g, "$1")];
  }
  if (text.slice(end).trim() !== "") throw malformed("it is not a list of keyword=value");
}

function malformed(why: string): PgassayError {
  return new PgassayError({
    what: "The connection string cannot be read",
    why,
    next: "Percent-encode special characters in a URL (@ is %40, / is %2F, : is %3A, % is %25), or give the password in PGPASSWORD or a passfile.",
  });
}
