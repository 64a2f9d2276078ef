import {
  type Column,
  clearOldPayloads,
  defineRule,
  type FixDraft,
  ident,
  lexicon,
  recordedRole,
  recordsHistory,
  type Stats,
  singularsOf,
  type Table,
  tableWords,
  wordsOf,
  z,
} from "#rule";

/** What comes in or goes out as one piece, and is kept as it was. */
const VERBATIM = lexicon("raw payload verbatim");
const PIECE = lexicon("body request response webhook envelope");
/** Tables that get a row each time something happens, and keep it: queues and outboxes are emptied. */
const STREAM = lexicon(`
  log event webhook callback hook import ingest sync activity trace meta metadata transaction payment payout refund charge
`);
/** Names that say when a row goes away. */
const ENDS = lexicon("expire expires expiry expiration ttl purge purged retention retain");
/** Names that say when a row came, besides those for when it was created. */
const CAME = lexicon("received logged recorded imported occurred happened");
const MOMENT = lexicon("timestamptz timestamp date");
/** A name as it is written, a word or an equals sign. */
const WORD = /"(?:[^"]|"")*"|[\w$\u0080-\uffff]+|=/g;
const DOCUMENT = lexicon("json jsonb xml bytea");
const TEXT = lexicon("text varchar");

export default defineRule({
  id: "raw-payload-growth",
  on: "table",
  needs: [],
  uses: ["stats"],
  category: "redundancy",
  severity: "info",
  confidence: "heuristic",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "sometimes",
  docs: {
    summary: "A table keeps whole payloads of other systems, and nothing in the schema ever takes one away.",
    why: "Payloads are the widest columns there are, get a row for every event, and are read once, if at all. They come to fill the disk, the backups and the cache, and they hold personal data that nobody remembers to delete.",
    remedy:
      "Take out the fields that are used, and give the rest an end: partitions by month that are dropped, a job that deletes, or object storage with a lifecycle and its key in the row. Decide the time with those who answer for the data, and set `keepDays`: until then there is no SQL to write. The fix then makes a procedure that sets the payloads of older rows to NULL in batches, calls it once people agree, and says what to run each day; an index of the rows that still have a payload comes before it. It needs the moment at which a row came, payloads that may be NULL, and no trigger.",
    ignoreWhen:
      "The payloads are the record that the law asks for, or a job outside the database deletes them. Partitioned tables, tables with a time of expiry and those that a routine deletes from or clears are left out already.",
    links: ["https://www.postgresql.org/docs/current/ddl-partitioning.html"],
  },
  options: z.object({
    minRows: z
      .int()
      .min(0)
      .default(100_000)
      .describe("Tables known to have fewer rows are left out; a table whose rows nobody counted is not."),
    minShare: z.number().min(0).max(1).default(0.5).describe("Share of a table's bytes that makes its payloads dominate it."),
    keepDays: z
      .int()
      .min(1)
      .max(36_500)
      .nullable()
      .default(null)
      .describe(
        "Days after which payloads may be cleared, as those who answer for the data have decided; null while they have not: then there is no fix.",
      ),
  }),
  messages: {
    unbounded: "{table} keeps whole payloads ({columns}) of everything that happens, and nothing in the schema ever takes one away.",
    dominant: "Payloads ({columns}) take {percent} % of {table}, and nothing in the schema ever takes one away.",
  },
  *check(table, { stats, options }) {
    const columns = payloadsOf(table);
    if (columns.length === 0 || table.foreign || endsSomewhere(table)) return;
    const known = stats?.table(table);
    const rows = known?.rows ?? null;
    if (rows !== null && rows < options.minRows) return;
    const bytes = rows === null ? null : bytesOf(columns, rows, stats);
    const share = bytes === null || known === undefined || known.bytes === 0 ? null : Math.min(1, bytes / known.bytes);
    const data = { table: table.name, columns: columns.map(({ name }) => name).join(", ") };
    const evidence = [
      ...columns.map((column) => ({ label: column.name, value: column.type.text, from: "pg_catalog.pg_attribute.atttypid" })),
      ...(rows === null ? [] : [{ label: "rows", value: rows, unit: "rows", from: "pg_class.reltuples" } as const]),
      ...(bytes === null
        ? []
        : [{ label: "payloads, without what is stored out of line", value: bytes, unit: "bytes", from: "pg_stats.avg_width" } as const]),
    ];
    if (share !== null && share >= options.minShare)
      yield { message: "dominant", data: { ...data, percent: Math.round(share * 100) }, confidence: "likely", evidence, related: columns };
    else if (isStream(table)) yield { message: "unbounded", data, evidence, related: columns };
  },
  fix(table, _, { options: { keepDays } }): FixDraft | undefined {
    const columns = payloadsOf(table) as [Column, ...Column[]];
    const moment = table.columns.find(saysWhenItCame);
    if (keepDays === null || moment === undefined) return undefined;
    const steps = clearOldPayloads({ columns, moment, days: keepDays });
    if (steps === null) return undefined;
    return {
      title: `Clear the payloads of ${table.name} after ${keepDays} days`,
      safety: "manual",
      changes: [...columns, moment],
      steps,
    };
  },
});

/** Those that no routine clears. */
function payloadsOf(table: Table): Column[] {
  return table.columns.filter((column) => isPayload(column) && column.local && !isCleared(column));
}

/** A routine has `UPDATE table SET payload = NULL`. */
function isCleared({ name, table }: Column): boolean {
  const column = ident(name);
  return table.schema.routines.some(({ body }) => {
    if (body === null || !body.includes(column)) return false;
    const words = [...body.matchAll(WORD)].map(([word]) => word);
    const says = (word: string, at: number) => words[at]?.toLowerCase() === word;
    return (
      words.includes(ident(table.name)) &&
      words.some((_, at) => says("update", at)) &&
      words.some((word, at) => word === column && says("=", at + 1) && says("null", at + 2))
    );
  });
}

function saysWhenItCame({ name, type }: Column): boolean {
  if (type.schema !== "pg_catalog" || type.array || !MOMENT.has(type.name)) return false;
  return recordedRole(name) === "created" || wordsOf(name).some((word) => CAME.has(word));
}

/** `raw`, `payload` and `raw_response` in any wide type; `request_body` as text, `response` as a document. */
function isPayload(column: Column): boolean {
  const { name, array } = column.type.over ?? column.type;
  const document = DOCUMENT.has(name);
  if (array || !(document || TEXT.has(name)) || column.generated !== null) return false;
  const words = singularsOf(column.name);
  const last = words.at(-1) as string;
  if (VERBATIM.has(last) || (words[0] === "raw" && (document || PIECE.has(last)))) return true;
  return PIECE.has(last) && (document || (words.length > 1 && PIECE.has(words.at(-2) as string)));
}

function isStream(table: Table): boolean {
  return recordsHistory(table) || tableWords(table).some((word) => STREAM.has(word));
}

/** Partitions can be dropped, a time of expiry is there for a job, and a routine may delete. */
function endsSomewhere(table: Table): boolean {
  if (table.partitioning !== null || table.columns.some(({ name }) => wordsOf(name).some((word) => ENDS.has(word)))) return true;
  return table.schema.routines.some(({ body }) => body !== null && /\bdelete\b/i.test(body) && body.includes(table.name));
}

function bytesOf(columns: readonly Column[], rows: number, stats: Stats | undefined): number | null {
  const sizes = columns
    .map((column) => stats?.column(column))
    .map((known) => (known === undefined ? null : known.width * (1 - known.nullFraction)));
  return sizes.every((size) => size === null) ? null : Math.round(sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) * rows);
}
