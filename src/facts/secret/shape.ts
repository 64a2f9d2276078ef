/** What the schema shows of a column besides its name. Expressions as the server writes them. */
export interface SecretShape {
  readonly uuid: boolean;
  /** True when the name says that people choose it. */
  readonly password?: boolean;
  /** Characters that fit: the n of varchar(n); null without a limit. */
  readonly maxLength: number | null;
  readonly default: string | null;
  /** Definitions of the CHECKs that read this column only. */
  readonly checks: readonly string[];
  /** Expressions over the column: keys of indexes, generated columns. */
  readonly expressions: readonly string[];
}

export interface ShapeAnswer {
  readonly is: "clear" | "protected";
  /** Completes "… because". */
  readonly because: string;
}

/** The shortest digest that anybody stores: md5 in hexadecimal. */
const SHORTEST_DIGEST = 32;

/** Nobody limits a password to this number of characters for another reason. */
const BCRYPT_LENGTH = 60;

const RANDOM = /\b(?:gen_random_uuid|uuid_generate_v\w+|uuidv[47]|gen_random_bytes|random)\s*\(/;
const DIGEST = /\b(?:digest|hmac|md5|sha(?:1|224|256|384|512)|crypt)\s*\(/;
/** What a CHECK on digests asks for: a modular crypt prefix, or a hexadecimal text of a digest's length. */
const DIGEST_FORM = /\$2|\$argon2|\$scrypt|pbkdf2|\{(?:32|40|56|64|96|128)\}|length\(.*?\)\s*=\s*(?:32|40|56|60|64|96|97|128)\b/;
const CLEAR_FORM = /~~\s|\bstarts_with\s*\(|\bLIKE\b|length\(.*?\)\s*=\s*\d/;

/** Whether the schema itself proves what the column holds; null when it cannot tell. */
export function shapeOfSecret(shape: SecretShape): ShapeAnswer | null {
  if (shape.checks.some((check) => DIGEST_FORM.test(check))) return { is: "protected", because: "its CHECK admits digests only" };
  if (shape.uuid) return { is: "clear", because: "a uuid is neither a digest nor a ciphertext" };
  if (shape.password === true && shape.maxLength === BCRYPT_LENGTH) {
    return { is: "protected", because: `${BCRYPT_LENGTH} characters are the length of a bcrypt hash` };
  }
  if (shape.maxLength !== null && shape.maxLength < SHORTEST_DIGEST) {
    return { is: "clear", because: `${shape.maxLength} characters hold no digest and no ciphertext` };
  }
  if (shape.default !== null && RANDOM.test(shape.default)) return { is: "clear", because: "its default makes the secret in the database" };
  if (shape.expressions.some((expression) => DIGEST.test(expression))) {
    return { is: "clear", because: "an index or a generated column hashes it, so that it is not hashed itself" };
  }
  if (shape.checks.some((check) => CLEAR_FORM.test(check))) return { is: "clear", because: "its CHECK asks for the form of the secret" };
  return null;
}
