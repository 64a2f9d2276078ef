import type { ColumnSampleData, ContentClass } from "../../model/snapshot.ts";
import type { ShapeAnswer } from "./shape.ts";

export interface ContentAnswer {
  readonly is: ShapeAnswer["is"] | "unclear";
  /** `92 of 100 sampled values look like jwt` */
  readonly because: string;
}

/** Nobody stores these without meaning them to be found out from. */
const CLEAR: readonly ContentClass[] = ["jwt", "api key", "private key", "uuid"];
const PROTECTED: readonly ContentClass[] = ["bcrypt", "argon2", "scrypt", "pbkdf2", "pgp", "vault", "kms", "fernet", "ciphertext"];
/** Facts about secrets: whether there is one, until when, what it costs. */
const FACTS: readonly ContentClass[] = ["boolean", "date", "timestamp", "decimal"];

/** Of the values, so that a few that nobody has hashed yet are seen, and a stray one is not the rule. */
const NEARLY_ALL = 0.95;

/**
 * Shorter than any text of a digest or a ciphertext: base64 of 16 bytes, without padding, has 22 characters.
 * Hexadecimal of a nonce and a tag alone, 28 bytes, has 56.
 */
const SHORTEST_TEXT = 22;
const SHORTEST_HEX = 56;

/**
 * What a sample says of a column that is named for secrets; null when nothing was counted.
 * A digest and a random key in hexadecimal look alike: `mayBeDigest` says whether the column could hold digests at all.
 */
export function contentOfSecret(sample: ColumnSampleData | undefined, mayBeDigest: boolean): ContentAnswer | null {
  if (sample === undefined || sample.values === 0) return null;
  const { values, classes, lengthP95, distinct } = sample;
  const count = (names: readonly ContentClass[]) => names.reduce((sum, name) => sum + (classes[name] ?? 0), 0);
  const found = (names: readonly ContentClass[], is: ContentAnswer["is"]): ContentAnswer => {
    const seen = names.filter((name) => classes[name] !== undefined).join(" or ");
    return { is, because: `${count(names)} of ${values} sampled values look like ${seen}` };
  };
  const share = (names: readonly ContentClass[]) => count(names) / values;
  const hidden: readonly ContentClass[] = mayBeDigest ? [...PROTECTED, "digest"] : PROTECTED;
  if (share(hidden) >= NEARLY_ALL) return found(hidden, "protected");
  if (share(FACTS) >= NEARLY_ALL) return found(FACTS, "protected");
  if (share(CLEAR) > 1 - NEARLY_ALL) return found(CLEAR, "clear");
  if (share(["hex"]) > 1 - NEARLY_ALL && lengthP95 < SHORTEST_HEX) return found(["hex"], "clear");
  // One value over and over is a placeholder, and a short document is an empty one.
  if (lengthP95 < SHORTEST_TEXT && distinct > 1 && share(["json"]) <= 1 - NEARLY_ALL) {
    return {
      is: "clear",
      because: `95 % of ${values} sampled values have at most ${lengthP95} characters, too few for a digest or a ciphertext`,
    };
  }
  return found(mostOf(classes), "unclear");
}

/** The most frequent class. */
function mostOf(classes: ColumnSampleData["classes"]): readonly ContentClass[] {
  const [most] = (Object.entries(classes) as [ContentClass, number][]).sort(([, a], [, b]) => b - a);
  return most === undefined ? [] : [most[0]];
}
