import { distinctName } from "../../facts/distinct-name.ts";
import type { Column } from "../../model/catalog.ts";

/** What takes the place of a secret in clear, and what people have to do for it, in whole sentences. */
export interface Protection {
  readonly title: string;
  /** `columns` replace the secret; `lookup` is the one of them that rows are found by, null where nothing looks the secret up. */
  readonly columns: readonly { readonly name: string; readonly type: "bytea" | "text" }[];
  readonly lookup: string | null;
  readonly done: "encrypted" | "hashed";
  readonly reason: string;
  readonly confirm: string;
  readonly room: string;
  readonly write: string;
  /** What the new code does, after "Deploy code that". */
  readonly read: string;
  readonly renew: string;
}

/** For a secret that has to be presented again. `kind`: its words in a sentence, `access token`. */
export function encryption(column: Column, kind: string): Protection {
  const { table } = column;
  const taken = namesIn(column);
  const ciphertext = distinctName([column.name], "_ciphertext", taken);
  const keyId = distinctName([column.name], "_key_id", taken);
  const lookup = isLookedUp(column) ? distinctName([column.name], "_hmac", taken) : null;
  const lookedUp = lookup === null ? "" : ` and ${lookup} = HMAC-SHA-256 of it under a separate key`;
  return {
    title: `Encrypt ${table.name}.${column.name} under a key of the key service`,
    columns: [
      { name: ciphertext, type: "bytea" },
      { name: keyId, type: "text" },
      ...(lookup === null ? [] : [{ name: lookup, type: "bytea" as const }]),
    ],
    lookup,
    done: "encrypted",
    reason: "Encryption needs a key that never comes near the database.",
    confirm: `Confirm that ${table.name}.${column.name} holds secrets (${kind}) in clear, not digests or ciphertexts. Create a key for them in your key service. Secrets that only have to be recognised, such as your users' passwords, are hashed with argon2id instead, and need no key.`,
    room: "Room for the ciphertext, the key's name, and a keyed digest where rows are looked up by the secret.",
    write: `Deploy code that writes ${ciphertext} and ${keyId}${lookedUp} beside ${column.name} for every new value. Then let it go through the rows where ${ciphertext} is null, in batches by primary key, and encrypt each value under a data key of its own that the key service wraps.`,
    read: `decrypts ${ciphertext}${lookup === null ? "" : `, looks rows up by ${lookup}`}`,
    renew: `Rotate every secret (${kind}) that was stored in clear: revoke it where it was issued and store its successor encrypted.`,
  };
}

/** For passwords that people log in with: they only have to be recognised, and nobody should be able to read them back. */
export function passwordHash(column: Column): Protection {
  const { table } = column;
  const hash = distinctName([column.name], "_hash", namesIn(column));
  return {
    title: `Keep ${table.name}.${column.name} as a hash that nobody can read back`,
    columns: [{ name: hash, type: "text" }],
    lookup: null,
    done: "hashed",
    reason: "A password is compared, never shown: nothing has to be able to read it back.",
    confirm: `Confirm that ${table.name}.${column.name} holds the passwords that people log in with, in clear, not hashes. A password that your application itself presents to another service is encrypted under a key of your key service instead.`,
    room: "Room for the hash, which names its algorithm, its cost and its salt.",
    write: `Deploy code that writes ${hash} = argon2id of the password, with a salt of its own, beside ${column.name} for every new value. Then let it go through the rows where ${hash} is null, in batches by primary key, and hash each password: nobody has to log in for that.`,
    read: `checks a login against ${hash}`,
    renew: "Ask everybody whose password was stored in clear for a new one, and tell them to change it wherever else they use it.",
  };
}

function namesIn(column: Column): Set<string> {
  return new Set(column.table.columns.map(({ name }) => name));
}

function isLookedUp(column: Column): boolean {
  return isUniqueAlone(column) || column.dependents.some((item) => item.kind === "index");
}

export function isUniqueAlone(column: Column): boolean {
  return column.table.indexes.some((index) => index.unique && index.keys.length === 1 && index.keys[0]?.column === column);
}
