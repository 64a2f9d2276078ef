import type { ContentClass } from "../../model/snapshot.ts";

export interface ContentPattern {
  readonly class: Exclude<ContentClass, "other">;
  /**
   * For the server's `~` under the collation "C" and for a RegExp with the flag `s`: a dot matches every character in both.
   * Every repetition is bounded by what follows it, so that neither side goes back over the text more than once.
   */
  readonly pattern: string;
  /** The digits have to pass the check sum of card numbers besides. */
  readonly luhn?: true;
}

/** Secrets whose issuer marks them. Keys that are made to be seen, such as Stripe's `pk_live_`, are none. */
const API_KEYS = [
  "(sk|rk)_(live|test)_[A-Za-z0-9]{10,}",
  "whsec_[A-Za-z0-9+/=]{20,}",
  "sk-[A-Za-z0-9_-]{20,}",
  "sk[.]eyJ[A-Za-z0-9_-]{10,}[.]",
  "xox[abeoprs]-[A-Za-z0-9-]{10,}",
  "xapp-[0-9]-[A-Za-z0-9-]{10,}",
  "gh[oprsu]_[A-Za-z0-9]{36,}",
  "github_pat_[A-Za-z0-9_]{22,}",
  "gl(pat|ptt|dt|rt|soat)-[A-Za-z0-9_-]{20,}",
  "(AKIA|ASIA)[A-Z2-7]{16}$",
  "AIza[A-Za-z0-9_-]{35}",
  "GOCSPX-[A-Za-z0-9_-]{20,}",
  "ya29[.][A-Za-z0-9_-]{20,}",
  "1//0[A-Za-z0-9_-]{20,}",
  "(access|processor|asset-report)-(sandbox|development|production)-[0-9a-f-]{36}",
  "SG[.][A-Za-z0-9_-]{16,32}[.][A-Za-z0-9_-]{32,64}$",
  "npm_[A-Za-z0-9]{36}",
  "pypi-[A-Za-z0-9_-]{50,}",
  "key-[0-9a-f]{32}$",
  "SK[0-9a-f]{32}$",
  "shp(at|ca|pa|ss)_[0-9a-fA-F]{32}",
  "sq0(atp|csp)-[A-Za-z0-9_-]{22,}",
  "EAA[A-Za-z0-9]{40,}",
  "do[oprt]_v1_[0-9a-f]{64}",
  "hf_[A-Za-z0-9]{30,}",
  "(lin_api|figd|ntn)_[A-Za-z0-9_-]{30,}",
].join("|");

/** 32, 40, 56, 64, 96 or 128 digits. One inside the other: the server follows each value on one path, and not on six. */
const digestOf = (digit: string) =>
  [32, 8, 16, 8, 32, 32].reduceRight((rest, more) => `${digit}{${more}}${rest === "" ? "" : `(${rest})?`}`, "");

/** What crypt(3) and its kin write before the salt of other password hashes. */
const CRYPT = "[$](1|5|6|y|gy|apr1|sha1|P|H|S|sm3)[$]|md5[$]|sha1[$]|SCRAM-SHA-(1|256|512)[$]|[{](S?SHA|S?MD5|SSHA(256|384|512)|CRYPT)[}]";

/** The first that matches is the class of a value; a value that none matches is `other`. */
export const CONTENT_PATTERNS: readonly ContentPattern[] = [
  { class: "jwt", pattern: "^(Bearer )?eyJ[A-Za-z0-9_-]{8,}[.][A-Za-z0-9_-]*[.][A-Za-z0-9_-]*" },
  { class: "api key", pattern: `^(Bearer )?(${API_KEYS})` },
  {
    class: "private key",
    pattern: "^-----BEGIN (?!ENCRYPTED )([A-Z0-9]+ ){0,2}PRIVATE KEY( BLOCK)?-----(?!\\s+Proc-Type: 4,ENCRYPTED)",
  },
  { class: "bcrypt", pattern: "^([{]bcrypt[}]|bcrypt(_sha256)?[$]|[$]wp)?[$]2[abxy]?[$][0-9]{2}[$][./A-Za-z0-9]{53}$" },
  { class: "argon2", pattern: "^(argon2|[{]argon2[^{}]{0,24}[}])?[$]argon2(id|i|d)[$][!-~]+$" },
  { class: "scrypt", pattern: "^([{]scrypt[^{}]{0,24}[}]|[$]scrypt[$]|[$]7[$]|scrypt[$:])[!-~]{16,}$" },
  // ASP.NET Identity writes its PBKDF2 hashes in base64, behind a version and the id of the hash.
  { class: "pbkdf2", pattern: "^(([{]pbkdf2[^{}]{0,24}[}]|[$]?pbkdf2[$:_-])[!-~]{16,}|AQAAAA[A-Za-z0-9+/]{60,}={0,2})$" },
  {
    class: "digest",
    pattern: `^((sha-?(1|224|256|384|512):|\\\\x)?(${digestOf("[0-9a-f]")}|${digestOf("[0-9A-F]")})$|(${CRYPT})[!-~]{8,}$)`,
  },
  // pgp_sym_encrypt and pgp_pub_encrypt of pgcrypto, as encode(…, 'escape') shows their first bytes.
  { class: "pgp", pattern: "^(-----BEGIN PGP MESSAGE-----|\\\\303\\r\\u0004|\\\\301\\\\30[0-7].\\u0003)" },
  { class: "vault", pattern: "^vault:v[0-9]+:[A-Za-z0-9+/_=-]+$" },
  // What the key services of AWS and of Google write before a ciphertext, in base64 and in bytes.
  {
    class: "kms",
    pattern: "^(AQ[EI][CD]AH[A-Za-z0-9+/]{40,}={0,2}$|CiQA[A-Za-z0-9+/_-]{40,}={0,2}$|\\u0001[\\u0001-\\u0003]{2}\\\\000)",
  },
  { class: "fernet", pattern: "^gAAAAA[A-Za-z0-9_-]{60,}={0,2}$" },
  // Laravel, OpenSSL and CryptoJS, Active Record, Rails' message encryptor, Jasypt, age, encrypted PEM.
  {
    class: "ciphertext",
    pattern:
      '^(eyJpdiI6[A-Za-z0-9+/=]+$|U2FsdGVkX1[A-Za-z0-9+/=\\r\\n]+$|[{]"p":"[A-Za-z0-9+/=]+","h":[{]|ENC[(][A-Za-z0-9+/=]+[)]$|(enc|encrypted):[!-~]+$|[A-Za-z0-9+/]+={0,2}--[A-Za-z0-9+/]+={0,2}--[A-Za-z0-9+/]+={0,2}$|age-encryption[.]org/v1|-----BEGIN (AGE ENCRYPTED FILE|ENCRYPTED PRIVATE KEY)-----|-----BEGIN [A-Z]+ PRIVATE KEY-----\\s+Proc-Type: 4,ENCRYPTED)',
  },
  { class: "uuid", pattern: "^[{]?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}[}]?$" },
  { class: "email", pattern: '^[^\\s@<>"]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$' },
  // The ranges of the issuers: of ids that merely count, one in ten passes the check sum.
  {
    class: "card-like",
    pattern:
      "^(4[0-9]{12}([0-9]{3}){0,2}|(5[1-5][0-9]{2}|2(22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720))[0-9]{12}|3[47][0-9]{13}|3(0[0-5]|[689][0-9])[0-9]{11}|35[0-9]{14}|6(011|5[0-9]{2}|4[4-9][0-9]|2[0-9]{2})[0-9]{12,15}|[2-6][0-9]{3}([ -][0-9]{4}){3}|3[47][0-9]{2}[ -][0-9]{6}[ -][0-9]{5})$",
    luhn: true,
  },
  { class: "boolean", pattern: "^(t|f|T|F|y|n|Y|N|true|false|True|False|TRUE|FALSE|yes|no|Yes|No|YES|NO|on|off|On|Off|ON|OFF)$" },
  {
    class: "date",
    pattern:
      "^([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])|(0?[1-9]|[12][0-9]|3[01])([./])(0?[1-9]|1[0-2])[./][0-9]{4}|(0?[1-9]|1[0-2])/(0?[1-9]|[12][0-9]|3[01])/[0-9]{4})$",
  },
  {
    class: "timestamp",
    pattern:
      "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[T ]([01][0-9]|2[0-4]):[0-5][0-9](:[0-6][0-9]([.,][0-9]{1,9})?)?( ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?))?$",
  },
  { class: "integer", pattern: "^[+-]?[0-9]+$" },
  {
    class: "decimal",
    pattern: "^[+-]?([0-9]+[.][0-9]*|[.][0-9]+|[0-9]+([.][0-9]*)?[eE][+-]?[0-9]+|[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?)$",
  },
  { class: "hex", pattern: "^(0x)?[0-9a-fA-F]{16,}$" },
  // An object is known by its beginning, since long values are cut.
  {
    class: "json",
    pattern: '^\\s*([{]\\s*("|[}]\\s*$)|[[]\\s*(["{[]|\\]\\s*$|(-?[0-9][0-9.eE+-]*|true|false|null)\\s*(,|\\]\\s*$)))',
  },
  // A digit, and a capital right after a small letter or a digit: words and slugs have no such mixture.
  {
    class: "base64",
    pattern: "^(?=.*[0-9])(?=.*[a-z0-9][A-Z])(?=.*[a-z])([A-Za-z0-9+/\\r\\n]{16,}|[A-Za-z0-9_-]{16,})={0,2}$",
  },
];
