import { defineRule, dropIndex, type FixDraft, heldBy, type Index, rebuildIndex, redundantBeside, replacedBy, z } from "#rule";

export default defineRule({
  id: "invalid-index",
  on: "index",
  needs: [],
  uses: ["stats"],
  category: "indexes",
  severity: "error",
  confidence: "certain",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "An index is not valid: a concurrent build failed and left it behind.",
    why: "No query uses it, and unless the build failed at its very beginning every write still pays for it. A unique one says nothing about the rows that were there, though it may refuse new ones. CREATE INDEX CONCURRENTLY IF NOT EXISTS finds it there and reports success, so that the next migration does not repair it either.",
    remedy:
      "Build it again, or drop it where another index does its work. The fix does either concurrently, and looks for duplicates first where the index is unique.",
    ignoreWhen:
      "The index is being built at this moment by a role whose work this one may not see; builds that can be seen are left out already. Indexes of partitioned tables, which wait for their parts, are left out already.",
    links: ["https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY"],
  },
  options: z.object({}),
  messages: {
    broken: "Index {index} on {table} is not valid: queries do not use it, and writes pay for it.",
    unenforced: "Unique index {index} on {table} is not valid: it does not keep duplicates out, and queries do not use it.",
    leftover: "Index {index} on {table} is not valid, and {keeper} does its work.",
  },
  looksAt: ({ valid, building }) => !valid && building === undefined,
  *check(index, { stats }) {
    // The index of a partitioned table is not valid until each partition has its part.
    if (index.table.kind === "table" && index.table.partitioning !== null) return;
    const keeper = keeperOf(index);
    const data = { index: index.name, table: index.table.name };
    const known = stats?.index(index);
    const evidence = [
      { label: "valid", value: false, from: "pg_index.indisvalid" },
      ...(known === undefined ? [] : [{ label: "size", value: known.bytes, unit: "bytes", from: "pg_class.relpages" } as const]),
    ];
    if (keeper !== undefined) yield { message: "leftover", data: { ...data, keeper: keeper.name }, evidence, related: [keeper] };
    else yield { message: index.unique ? "unenforced" : "broken", data, evidence };
  },
  fix(index): FixDraft {
    const keeper = keeperOf(index);
    if (keeper !== undefined) {
      const drop = dropIndex(index, `${keeper.name} does its work.`, keeper);
      // Going back would build a valid index, which was not there.
      return { title: `Drop ${index.name}`, safety: "safe", changes: [index], steps: [{ ...drop, undo: null }] };
    }
    const replaced = index.table.kind === "table" ? replacedBy(index.table, asBuilt(index)).filter((other) => other !== index) : [];
    return {
      title: `Build ${index.name} again`,
      safety: "safe",
      changes: [index, ...replaced],
      steps: [
        rebuildIndex(index),
        ...replaced.map((other) => dropIndex(other, `The rebuilt index does all that ${other.name} does.`, index)),
      ],
    };
  },
});

/** A valid index that does what this one would do. */
function keeperOf(index: Index): Index | undefined {
  if (heldBy(index) !== null) return undefined;
  const built = asBuilt(index);
  return index.table.indexes.find((other) => other !== index && redundantBeside(built, other));
}

function asBuilt(index: Index): Index {
  return { ...index, valid: true, ready: true };
}
