import { loadModule, parseSync } from "libpg-query";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dbmate, flyway, goose, prisma } from "../../../src/fixes/migrations/sql-files.ts";
import type { OutputFile } from "../../../src/fixes/output.ts";
import { type Embedded, openEmbedded } from "../../../src/shadow/embedded.ts";
import { HOSTILE_NAMES } from "../../hostile-names.ts";
import { originOf, planOf } from "./plan.ts";

let db: Embedded;
beforeAll(async () => {
  await loadModule();
  db = await openEmbedded();
});
afterAll(() => db.close());
beforeEach(() => db.reset());

const NONE = { existing: [], folder: "app" };
const sorted = (files: readonly OutputFile[]) => files.toSorted((a, b) => (a.path < b.path ? -1 : 1));

/** What a tool sends: each text by itself, in a transaction or not. */
interface Sent {
  readonly texts: readonly string[];
  readonly transaction: boolean;
}

async function send({ texts, transaction }: Sent): Promise<void> {
  if (transaction) await db.run("BEGIN");
  try {
    for (const text of texts) await db.run(text);
    if (transaction) await db.run("COMMIT");
  } catch (error) {
    await db.run("ROLLBACK");
    throw error;
  }
}

const part = (text: string, from: string, to: string | null) => (text.split(from)[1] ?? "").split(to ?? "\0")[0] ?? "";
const statements = (text: string) =>
  [...text.matchAll(/^-- \+goose StatementBegin\n([\s\S]*?)^-- \+goose StatementEnd$/gm)].map(([, sql = ""]) => sql);
/** Statement by statement, as Flyway reads a file. */
function split(text: string): string[] {
  const bytes = Buffer.from(text);
  const { stmts = [] } = parseSync(text) as { stmts?: { stmt_location?: number; stmt_len?: number }[] };
  return stmts.map(({ stmt_location: at = 0, stmt_len: length }) =>
    bytes.subarray(at, length === undefined ? undefined : at + length).toString(),
  );
}

const TOOLS: Readonly<Record<string, (name?: string) => { up: Sent; down: Sent }[]>> = {
  goose: (name) =>
    sorted(goose(planOf(name), originOf(18), NONE)).map(({ text }) => {
      const transaction = !/^-- \+goose NO TRANSACTION$/m.test(text);
      const [up = "", down = ""] = text.split(/^-- \+goose Down$/m);
      return { up: { texts: statements(part(up, "-- +goose Up\n", null)), transaction }, down: { texts: statements(down), transaction } };
    }),
  dbmate: (name) =>
    sorted(dbmate(planOf(name), originOf(18), NONE)).map(({ text }) => {
      const transaction = !/^-- migrate:up transaction:false$/m.test(text);
      const [up = "", down = ""] = text.split(/^-- migrate:down.*$/m);
      return { up: { texts: [up.split(/^-- migrate:up.*$/m)[1] ?? ""], transaction }, down: { texts: [down], transaction } };
    }),
  flyway: (name) => {
    const files = flyway(planOf(name), originOf(18), NONE);
    const sentBy = (path: string): Sent => ({
      texts: split(files.find((file) => file.path === path)?.text ?? ""),
      transaction: files.find((file) => file.path === `${path}.conf`)?.text.includes("executeInTransaction=false") !== true,
    });
    return sorted(files.filter(({ path }) => /^V.*\.sql$/.test(path))).map(({ path }) => ({
      up: sentBy(path),
      down: sentBy(path.replace(/^V/, "U")),
    }));
  },
  prisma: (name) => {
    const files = prisma(planOf(name), originOf(18), NONE);
    const sentBy = (path: string): Sent => ({ texts: [files.find((file) => file.path === path)?.text ?? ""], transaction: false });
    return sorted(files.filter(({ path }) => path.endsWith("/migration.sql"))).map(({ path }) => ({
      up: sentBy(path),
      down: sentBy(path.replace("migration.sql", "down.sql")),
    }));
  },
};

const rows = async (name = "t") => db.rows(`SELECT * FROM public."${name.replaceAll('"', '""')}" ORDER BY 1`);

describe.each(Object.entries(TOOLS))("%s", (_, filesOf) => {
  test("runs up to the gate, and from there when its setting says so; then back to where nothing brings it back", async () => {
    const files = filesOf();
    const gate = files.findIndex(({ up }) => up.texts.some((text) => text.includes("pgassay.gate_2")));
    for (const { up } of files.slice(0, gate)) await send(up);
    expect(await rows()).toEqual([
      { id: 1, what: ["a?b :c %d $", "{e} `f` \\g \\?"].join("") },
      { id: 2, what: "x" },
    ]);
    expect(await db.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'public.made_idx'::regclass")).toEqual([{ indisvalid: true }]);
    await expect(send(files[gate]?.up as Sent)).rejects.toThrow("deploy gate 2");
    await db.run("SET pgassay.gate_2 = 'done'");
    for (const { up } of files.slice(gate)) await send(up);
    expect(Object.keys((await rows())[0] as object)).toEqual(["what"]);
    await expect(send(files.at(-1)?.down as Sent)).rejects.toThrow("cannot be undone");
    await db.run("ALTER TABLE public.t ADD COLUMN id integer");
    for (const { down } of files.slice(0, -1).toReversed()) await send(down);
    expect(await db.rows("SELECT to_regclass('public.t') AS gone")).toEqual([{ gone: null }]);
  });

  test.each(HOSTILE_NAMES.filter((name) => Buffer.byteLength(name) <= 63).map((name) => [JSON.stringify(name), name] as const))(
    "a table called %s",
    async (_, name) => {
      const files = filesOf(name);
      const gate = files.findIndex(({ up }) => up.texts.some((text) => text.includes("pgassay.gate_2")));
      for (const { up } of files.slice(0, gate)) await send(up);
      expect(await rows(name)).toHaveLength(2);
    },
  );
});

test("what the tool would obey is refused", () => {
  for (const [tool, emit] of [
    ["goose", goose],
    ["dbmate", dbmate],
  ] as const) {
    const line = tool === "goose" ? "-- +goose Down" : "-- migrate:down";
    expect(() => emit(planOf(`a\n${line}\nb`), originOf(18), NONE)).toThrow(`a line that ${tool} would obey`);
  }
});

test("new files stand after those that are there", () => {
  const existing = [{ name: "20991231235959_last.sql", text: "" }];
  const [first] = goose(planOf(), originOf(18), { existing, folder: "app" });
  expect((first?.path ?? "") > "20991231235959_last.sql").toBe(true);
});
