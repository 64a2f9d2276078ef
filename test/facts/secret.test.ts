import { describe, expect, test } from "vitest";
import { classifySecret, type SecretQuestion } from "../../src/facts/secret/classify.ts";
import { type SecretShape, shapeOfSecret } from "../../src/facts/secret/shape.ts";

const ask = (column: string, more: Partial<SecretQuestion> = {}) =>
  classifySecret({ column, table: "t", storage: "text", siblings: [column], ...more });

const lines = (text: string) => text.trim().split(/\s+/);

describe("secrets", () => {
  test.each(
    lines(`
      access_token accessToken accesstoken plaid_access_token refresh_token client_secret clientsecret api_key apiKey secret_key private_key
      password passwd pwd smtp_password token tokenstring tokenValue session_token reset_password_token totp_secret mfasecret webhook_secret
      signing_key recovery_codes recoveryCodes backup_codes jwt connection_string aws_secret_access_key credentials_value passphrase
      one_time_passcode verification_token id_token personal_access_tokens
    `),
  )("%s", (name) => {
    expect(ask(name).kind).not.toBeNull();
  });

  test.each<[string, string, string | null]>([
    ["plaid_access_token", "items", "plaid"],
    ["providerAccessToken", "accounts", "provider"],
    ["api_key", "stripe_accounts", "stripe"],
    ["smtp_password", "settings", "smtp"],
    // An authorization server's own tables: it may well keep digests.
    ["client_secret", "oauth_client_details", null],
    ["client_secret", "hydra_client", null],
    ["refreshToken", "User", null],
    ["access_token", "sessions", null],
    // A password of the provider's customer is recognised, not presented.
    ["password", "provider_users", null],
  ])("%s in %s has to be presented to %s", (column, table, provider) => {
    expect(ask(column, { table })).toMatchObject({ kind: expect.any(String), provider });
  });

  test("what people choose is a password", () => {
    expect([ask("password"), ask("user_pwd"), ask("token")].map(({ password }) => password)).toEqual([true, true, false]);
  });

  test.each<[string, string, boolean]>([
    ["password", "users", true],
    ["user_password", "settings", true],
    ["passwd", "login_accounts", true],
    ["password", "provider_users", true],
    ["password", "connections", false],
    ["smtp_password", "users", false],
    ["password_token", "users", false],
  ])("people log in with %s in %s: %s", (column, table, login) => {
    expect(ask(column, { table }).login).toBe(login);
  });

  test("an access key beside its secret is an identifier", () => {
    expect(ask("access_key", { siblings: ["access_secret"] }).kind).toBeNull();
    expect(ask("access_key", { siblings: ["secretKey"] }).kind).toBeNull();
    expect(ask("aws_access_key", { siblings: ["aws_secret_access_key"] }).kind).toBeNull();
    expect(ask("secret_access_key", { siblings: ["access_key"] }).kind).toBe("access key");
    expect(ask("access_key", { siblings: ["client_secret", "key", "access_level"] }).kind).toBe("access key");
    expect(ask("private_key", { siblings: ["secret_key"] }).kind).toBe("private key");
    expect(ask("access_key").kind).toBe("access key");
  });
});

describe("what is no secret, or no clear one", () => {
  test.each(
    lines(`
      password_hash passwordHash encrypted_password hashed_secret token_digest access_token_encrypted secret_ciphertext key_fingerprint
      password_salt masked_api_key access_token_signature public_key public_token publishable_key idempotency_key sort_key page_token
      next_page_token csrf_token device_token push_token token_type token_count max_tokens token_expires_at token_uri token_id secret_name
      secret_arn secret_path api_key_id credential_id credentials_type password_changed_at password_version access_token_strategy
      failed_password_attempts secretary tokenizer passport keyboard primary_key cache_key feature_key routing_key path_tokens
    `),
  )("%s", (name) => {
    expect(ask(name).kind).toBeNull();
  });

  test.each<[string, readonly string[]]>([
    ["secret", ["salt"]],
    ["token", ["iv", "auth_tag"]],
    ["access_token", ["access_token_key_id"]],
    ["access_token", ["key_id"]],
    ["password", ["password_hash"]],
    ["token", ["symbol", "decimals"]],
  ])("%s beside %j", (column, siblings) => {
    expect(ask(column, { siblings: [column, ...siblings] }).kind).toBeNull();
  });

  test("a ciphertext of the same name leaves the clear column where it was", () => {
    expect(ask("token", { siblings: ["token", "token_ciphertext", "token_key_id"] }).kind).not.toBeNull();
    expect(ask("token", { siblings: ["token", "other_ciphertext", "token_key_id"] }).kind).toBeNull();
  });

  test("so does one that is called encrypted, word by word", () => {
    expect(ask("access_token", { siblings: ["encrypted_access_token", "nonce"] }).kind).not.toBeNull();
    expect(ask("access_token", { siblings: ["encrypted_acc_es_stoken", "nonce"] }).kind).toBeNull();
  });

  test("a guard of more words than the column's own is another's", () => {
    expect(ask("access_token", { siblings: ["webhook_token_hash"] }).kind).not.toBeNull();
    expect(ask("access_token", { siblings: ["access_token_hash"] }).kind).toBeNull();
  });

  test("words and coins make a short token theirs", () => {
    expect(ask("token", { siblings: ["token_frequency"] }).kind).toBeNull();
    expect(ask("erc_token", { siblings: ["chain_id"] }).kind).toBeNull();
    expect(ask("user_access_token", { siblings: ["symbol"] }).kind).not.toBeNull();
    expect(ask("client_secret", { siblings: ["symbol"] }).kind).not.toBeNull();
  });

  test("another secret's hash protects nothing but itself", () => {
    expect(ask("reset_password_token", { siblings: ["password_hash"] }).kind).not.toBeNull();
    expect(ask("access_token", { siblings: ["api_key_id", "password_salt"] }).kind).not.toBeNull();
  });

  test("what the owner of a domain publishes is no secret", () => {
    expect(ask("verification_token", { table: "domains" }).kind).toBeNull();
    expect(ask("verification_token", { table: "users" }).kind).not.toBeNull();
    expect(ask("token", { table: "domains" }).kind).not.toBeNull();
    expect(ask("verification_password", { table: "domains" }).kind).not.toBeNull();
  });

  test("bytes and documents are judged by what they usually hold", () => {
    expect(ask("access_token", { storage: "bytes" }).kind).toBeNull();
    expect(ask("private_key", { storage: "bytes" }).kind).not.toBeNull();
    expect(ask("id_token", { storage: "document" }).kind).toBeNull();
    expect(ask("credentials", { storage: "document" }).kind).not.toBeNull();
    expect(ask("session_jwt", { storage: "bytes" }).kind).toBeNull();
    expect(ask("otp", { storage: "bytes" }).kind).toBeNull();
    expect(ask("client_secret", { storage: "document" }).kind).not.toBeNull();
    expect(ask("refresh_tokens", { storage: "document" }).kind).not.toBeNull();
    expect(ask("sessionToken", { storage: "document" }).kind).toBeNull();
    expect(ask("passwords", { storage: "document" }).kind).toBeNull();
  });
});

describe("the shape of a secret", () => {
  test.each<[Partial<SecretShape>, string]>([
    [{ checks: ["CHECK ((length(token) = 64))"] }, "its CHECK admits digests only"],
    [{ maxLength: 60, password: true }, "60 characters are the length of a bcrypt hash"],
    [{ maxLength: 26 }, "26 characters hold no digest and no ciphertext"],
    [{ checks: ["CHECK ((key ~~ 'sk_%'::text))"] }, "its CHECK asks for the form of the secret"],
  ])("%j is said", (given, because) => {
    expect(shapeOfSecret({ uuid: false, maxLength: null, default: null, checks: [], expressions: [], ...given })?.because).toBe(because);
  });

  const shape = (more: Partial<SecretShape>) =>
    shapeOfSecret({ uuid: false, maxLength: null, default: null, checks: [], expressions: [], ...more })?.is ?? null;

  test.each<[string, Partial<SecretShape>, string | null]>([
    ["plain text says nothing", {}, null],
    ["a uuid", { uuid: true }, "clear"],
    ["too short for a digest", { maxLength: 26 }, "clear"],
    ["long enough for bcrypt", { maxLength: 60 }, null],
    ["a password as long as bcrypt", { maxLength: 60, password: true }, "protected"],
    ["a password longer than bcrypt", { maxLength: 61, password: true }, null],
    ["made by its default", { default: "encode(gen_random_bytes(32), 'hex'::text)" }, "clear"],
    ["a constant default", { default: "''::text" }, null],
    ["hashed by an index", { expressions: ["digest(token, 'sha256'::text)"] }, "clear"],
    ["lower() hashes nothing", { expressions: ["lower(token)"] }, null],
    ["a CHECK on its prefix", { checks: ["CHECK ((key ~~ 'sk_%'::text))"] }, "clear"],
    ["a CHECK for bcrypt", { checks: ["CHECK ((password ~ '^\\$2[aby]\\$'::text))"] }, "protected"],
    ["a CHECK for sha256 in hexadecimal", { checks: ["CHECK ((token ~ '^[0-9a-f]{64}$'::text))"] }, "protected"],
    ["32 characters, which md5 has", { maxLength: 32 }, null],
    ["a default of older servers", { default: "uuid_generate_v4()" }, "clear"],
    ["a default of newer servers", { default: "uuidv7()" }, "clear"],
    ["a default of a function of one's own", { default: "next_random_key (1)" }, null],
    ["hashed by sha256 of its bytes", { expressions: ["sha256((token)::bytea)"] }, "clear"],
    ["a word that ends in a digest's name", { expressions: ["undigested(token)"] }, null],
    ["a CHECK on how it starts", { checks: ["CHECK (starts_with(key, 'sk_'::text))"] }, "clear"],
    ["a CHECK on its length", { checks: ["CHECK ((length((key)::text) = 20))"] }, "clear"],
    ["a CHECK on a length that hides nothing", { checks: ["CHECK ((length((key)::text) = length((id)::text)))"] }, null],
    ["a CHECK on the length of a digest in a cast", { checks: ["CHECK ((char_length((token)::text) = 128))"] }, "protected"],
    ["a CHECK that is not about the form", { checks: ["CHECK ((key <> ''::text))"] }, null],
    ["a CHECK on a digest's length", { checks: ["CHECK ((length(token) = 64))"] }, "protected"],
  ])("%s", (_, given, is) => {
    expect(shape(given)).toBe(is);
  });
});
