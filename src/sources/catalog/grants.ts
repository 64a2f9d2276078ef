import type { Grant } from "../../model/data.ts";
import { compareText } from "../../model/reference.ts";

/** The letters of an `aclitem`, as its output function writes them. */
const PRIVILEGES: Readonly<Record<string, string>> = {
  r: "SELECT",
  a: "INSERT",
  w: "UPDATE",
  d: "DELETE",
  D: "TRUNCATE",
  x: "REFERENCES",
  t: "TRIGGER",
  X: "EXECUTE",
  U: "USAGE",
  C: "CREATE",
  T: "TEMPORARY",
  c: "CONNECT",
  s: "SET",
  A: "ALTER SYSTEM",
  m: "MAINTAIN",
};

const NO_GRANTS: readonly Grant[] = [];
const ITEM = /("(?:[^"]|"")*"|[^"=,]*)=([A-Za-z*]*)\/("(?:[^"]|"")*"|[^",]*)(?:,|$)/gy;

/** Decodes access lists. Few lists differ in a database, so each text is decoded once and its grants are shared. */
export class Grants {
  readonly #decoded = new Map<string, readonly Grant[]>();

  /** `acl` is `array_to_string(acl, ',')`; null when the defaults were never changed. */
  of(acl: string | null, owner: string): readonly Grant[] {
    if (acl === null || acl === "") return NO_GRANTS;
    const key = `${owner}\0${acl}`;
    let grants = this.#decoded.get(key);
    if (grants === undefined) {
      grants = decode(acl, owner);
      this.#decoded.set(key, grants);
    }
    return grants;
  }
}

/** One grantee may have several items, by several grantors: they are one grant here. */
function decode(acl: string, owner: string): readonly Grant[] {
  const privileges = new Map<string, Map<boolean, Set<string>>>();
  for (const [, grantee = "", letters = ""] of acl.matchAll(ITEM)) {
    const name = grantee === "" ? "public" : unquoted(grantee);
    if (name === owner && grantee !== "") continue;
    const byOption = privileges.get(name) ?? new Map<boolean, Set<string>>();
    privileges.set(name, byOption);
    for (const [, letter = "", star] of letters.matchAll(/([A-Za-z])(\*?)/g)) {
      const grantable = star === "*";
      const set = byOption.get(grantable) ?? new Set<string>();
      byOption.set(grantable, set.add(PRIVILEGES[letter] ?? letter));
    }
  }
  const grants: Grant[] = [];
  for (const [grantee, byOption] of privileges) {
    for (const [grantable, names] of byOption) grants.push({ grantee, privileges: [...names].sort(compareText), grantable });
  }
  return grants.sort((a, b) => compareText(a.grantee, b.grantee) || Number(a.grantable) - Number(b.grantable));
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
