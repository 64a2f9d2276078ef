/** Signs of an extension that a schema may use without creating it, because its host does. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\buuid_generate_v\d|\buuid_nil\b|\buuid_ns_/i, "uuid-ossp"],
  [
    /(?<!\bpg_catalog)\.gen_random_uuid\b|\bgen_random_bytes\b|\bgen_salt\b|\bdigest\s*\(|\bhmac\s*\(|\bpgp_(?:sym|pub)_|\bcrypt\s*\(/i,
    "pgcrypto",
  ],
  [/\bcitext\b/i, "citext"],
  [/\b(?:gin|gist)_trgm_ops\b|\bsimilarity\s*\(/i, "pg_trgm"],
  [/\bhstore\b/i, "hstore"],
  [/\b(?:ltree|lquery)\b/i, "ltree"],
  [/\bunaccent\s*\(/i, "unaccent"],
  [/\bmoddatetime\s*\(/i, "moddatetime"],
  [/\bearth_distance\s*\(|\bll_to_earth\s*\(/i, "earthdistance"],
  [/\bexclude\s+using\s+gist\b|\busing\s+"?gist"?\b/i, "btree_gist"],
  [/\busing\s+"?gin"?\b/i, "btree_gin"],
  [/\bcrosstab\w*\s*\(/i, "tablefunc"],
  [/\bgist__int_ops\b|\bgin__int_ops\b/i, "intarray"],
  [/\b(?:vector|halfvec|sparsevec)\s*\(\s*\d+\s*\)|\bvector_(?:cosine|l2|ip)_ops\b/i, "vector"],
  [/\b(?:geometry|geography)\b/i, "postgis"],
];

/** The extensions that CREATE EXTENSION should find while this text is replayed. */
export function extensionsHinted(sql: string): string[] {
  const created = [...sql.matchAll(/\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?(?:"([^"]+)"|([a-z_][\w$-]*))/gi)].map(
    (match) => match[1] ?? (match[2] as string).toLowerCase(),
  );
  return [...created, ...SIGNS.filter(([sign]) => sign.test(sql)).map(([, extension]) => extension)];
}

/** Which extension brings what an error says is missing: `type "citext"`, `function uuid_generate_v4()`. */
export function extensionFor(missing: string): string | null {
  return SIGNS.find(([sign]) => sign.test(missing) || sign.test(`${missing}(`))?.[1] ?? null;
}
