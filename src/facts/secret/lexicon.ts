import { lexicon, phrases } from "../names.ts";

/** Words that name a secret by themselves. Whole words, singular. */
export const SECRET = lexicon(`
  secret token password passwd pwd passphrase passcode credential jwt otp mnemonic macaroon
  passwort kennwort geheimnis contrasena senha wachtwoord haslo
`);

/** Words that name a secret only together. */
export const SECRET_PHRASES = phrases(`
  api key
  access key
  secret key
  private key
  priv key
  signing key
  encryption key
  decryption key
  master key
  root key
  hmac key
  account key
  auth key
  authentication key
  license secret
  recovery code
  backup code
  scratch code
  authorization code
  auth code
  device code
  reset code
  seed phrase
  totp seed
  wallet seed
  connection string
  card pin
  auth cookie
  session cookie
`);

/** Kinds of secret that a program has to present to somebody else: a hash of them would be of no use. */
export const PRESENTED = phrases(`
  access token
  refresh token
  client secret
  api key
  api secret
  access key
  secret key
  private key
  priv key
  webhook secret
  signing secret
  signing key
  account key
  smtp password
  connection string
  credential
`);

/** Somebody else's service, to whom a token or key has to be shown as it is. */
export const PROVIDER = lexicon(`
  provider external upstream smtp imap
  plaid teller mx finicity yodlee tink truelayer gocardless dwolla stripe paypal braintree adyen square klarna wise revolut
  coinbase binance kraken alpaca quickbooks xero shopify hubspot salesforce zendesk intercom
  aws amazon azure gcp google github gitlab bitbucket slack discord telegram twilio sendgrid mailgun mailchimp postmark
  facebook instagram twitter linkedin microsoft apple spotify dropbox zoom notion jira openai anthropic
`);

/** What people choose and servers only recognise. */
export const PASSWORD = lexicon("password passwd pwd passphrase passcode passwort kennwort contrasena senha wachtwoord haslo");

/** Who logs in. A server or a connection has a password too, but one that is presented to somebody else. */
export const PEOPLE = lexicon(`
  user member customer employee admin administrator person people student teacher patient subscriber staff operator principal login
  benutzer nutzer kunde utilisateur usuario cliente utente
`);

/** Words anywhere in the name that say: what is stored is not the clear text. */
export const PROTECTED = lexicon(`
  hash hashed hmac digest sha md bcrypt argon scrypt pbkdf crypt crypted encrypted enc encr cipher ciphertext
  ciphered sealed wrapped fingerprint thumbprint checksum signature sig salt salted nonce iv masked redacted obfuscated tokenized
  verschlusselt chiffre cifrado
`);

/** Words anywhere in the name that say: made to be seen, or no credential. */
export const OPEN = lexicon(`
  public pub publishable idempotency idempotent dedup deduplication sort page paging pagination cursor continuation sync delta resume
  csrf xsrf device push fcm apns apn notification nft captcha path search stop lexeme ngram llm prompt
  completion parse parser max min count num number total used usage has is allow allowed require required require
  must can should need needs enable enabled disabled failed invalid last first next
`);

/** Words that make of the name a fact about the secret, when they come after it. */
export const ABOUT = lexicon(`
  id uuid guid name title label type kind count at on date time timestamp created updated issued generated sent expire expires expired
  expiry expiration exp ttl lifetime lifespan length len size hint prefix suffix ending last four url uri endpoint link ref reference arn
  path location version scope status state policy algorithm alg algo method format symbol address issuer audience subject description
  attempt retry strategy validity enabled required reset changed change rotation rotated age limit budget price cost per index position
  owner user provider source vendor strength rule question template page form field header param parameter email sender setting
  configuration config column row schema table file filename mode grant flow client
  alert balance rate supply decimal contract chain network standard logo image icon category
`);

/** Together with `VERIFIED`: a value that the owner of a domain publishes. */
export const VERIFICATION = lexicon("verification verify challenge validation");
export const VERIFIED = lexicon("dns domain txt cname hostname site website acme");

/** A sibling with one of these words (and no other, or with the column's own) protects the column. */
export const GUARD = lexicon(`
  iv nonce salt hash hashed hmac digest encrypted ciphertext dek kek kms encryption cipher algorithm algo iteration authtag keyid
`);

export const GUARD_PHRASES = phrases(`
  key id
  key version
  auth tag
  data key
`);

/** Neighbours of tokens that are words of a text, or coins. */
export const OTHER_TOKEN = lexicon("lemma frequency symbol decimal chain blockchain contract erc lexeme stem ngram embedding");

export const VOCABULARY: ReadonlySet<string> = new Set([
  ...[...SECRET, ...PROTECTED, ...ABOUT, ...PROVIDER].filter((word) => word.length > 3),
  ...lexicon(
    "api key access refresh client private public auth oauth session user app consumer webhook bearer mfa totp reset admin smtp login string value id",
  ),
]);
