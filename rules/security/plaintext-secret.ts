import {
  type Column,
  contentOfSecret,
  defineRule,
  encryption,
  type HeldSecret,
  heldSecret,
  hintsAtSecret,
  passwordHash,
  protectSecret,
  type SecretAnswer,
  secretStorageOf,
  shapeOfSecret,
  z,
} from "#rule";

export default defineRule({
  id: "plaintext-secret",
  on: "column",
  needs: [],
  uses: ["sample"],
  category: "security",
  severity: "warning",
  confidence: "heuristic",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "A column seems to hold tokens, keys or passwords in clear text.",
    why: "Whoever reads the table, a backup, a replica, the WAL or a statement log can act as the user or the application: an access token to a bank needs no second factor. Dropping the column later does not take the bytes out of the file or the backups.",
    remedy:
      "Keep secrets that have to be presented again encrypted under a key that a key service holds (envelope encryption), with the key's id beside the ciphertext; keep those that only have to be recognised as digests. The fix adds the columns for the one or, where people log in with the password, for the other, and says what the application and the key service have to do between the steps; it never contains a key. An error means that the schema itself or a sample of the values shows clear text; a warning means that only the name speaks, and `pgassay audit --sample` on the live database decides.",
    ignoreWhen: "The application encrypts or hashes the value before it writes it, and the column's name cannot be changed to say so.",
    links: [
      "https://cheatsheetseries.owasp.org/cheatsheets/Cryptographic_Storage_Cheat_Sheet.html",
      "https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html",
    ],
  },
  options: z.object({
    ignoredColumns: z
      .array(z.string())
      .default([])
      .describe("Names of columns that are known to hold ciphertexts, digests or no secrets at all."),
  }),
  messages: {
    clear: "{column} in {table} holds secrets ({kind}) in clear text: {because}.",
    unknown:
      "{column} in {table} is named for secrets ({kind}), and nothing beside it speaks for protection. The schema cannot tell whether it is clear text{decides}.",
  },
  looksAt: ({ name }) => hintsAtSecret(name),
  *check(column, { options, sample }) {
    const answer = heldSecret(column);
    if (answer === null || options.ignoredColumns.includes(column.name)) return;
    const shape = shapeOfSecret(shapeOf(column, answer));
    // A random key can have the length of a digest: where no digest can stand, it is not taken for one.
    const content = contentOfSecret(sample?.content(column), shape?.is !== "clear" && answer.provider === null);
    const verdict = content === null || content.is === "unclear" ? shape : { ...content, is: content.is };
    if (verdict?.is === "protected") return;
    const data = { column: column.name, table: column.table.name, kind: answer.kind };
    const evidence = [
      { label: "name", value: answer.kind, from: "pg_catalog.pg_attribute.attname" },
      { label: "type", value: column.type.text, from: "pg_catalog.pg_attribute.atttypid" },
      ...(answer.provider === null
        ? []
        : [{ label: "has to be presented in clear, so that it cannot be a digest, to", value: answer.provider, from: "name" }]),
      ...(content === null ? [] : [{ label: "content", value: content.because, from: "sample" }]),
    ];
    if (verdict !== null) {
      yield { message: "clear", data: { ...data, because: verdict.because }, severity: "error", confidence: "likely", evidence };
    } else {
      const decides =
        content === null ? ": `pgassay audit --sample` on the live database decides" : `, nor can a sample: ${content.because}`;
      yield { message: "unknown", data: { ...data, decides }, evidence };
    }
  },
  fix(column, _, { server }) {
    const { kind, login } = heldSecret(column) as HeldSecret;
    const protection = login ? passwordHash(column) : encryption(column, kind);
    return protectSecret({ column, kind, protection, server });
  },
});

function shapeOf(column: Column, { password }: SecretAnswer) {
  const { table, type } = column;
  const base = type.over ?? type;
  const limited = (base.name === "varchar" || base.name === "bpchar") && !base.array;
  return {
    uuid: secretStorageOf(type) === "uuid",
    password,
    maxLength: limited ? (base.modifiers[0] ?? null) : null,
    default: column.default,
    checks: table.constraints.flatMap((item) =>
      item.type === "check" && item.columns.length === 1 && item.columns[0] === column ? [item.definition as string] : [],
    ),
    expressions: [
      ...column.dependents.flatMap((item) => (item.kind === "index" ? item.keys.flatMap((key) => key.expression ?? []) : [])),
      ...column.dependents.flatMap((item) => (item.kind === "column" ? [item.default as string] : [])),
    ],
  };
}
