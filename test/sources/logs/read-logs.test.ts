import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32, gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { writeLog } from "../../../bench/log-file.ts";
import { PgassayError } from "../../../src/model/failure.ts";
import { marked } from "../../../src/sources/catalog/session.ts";
import { capped } from "../../../src/sources/logs/archive.ts";
import { fileSource } from "../../../src/sources/logs/file-source.ts";
import { type LogsRead, type ReadLogsOptions, readLogs } from "../../../src/sources/logs/read-logs.ts";

const folder = mkdtempSync(path.join(tmpdir(), "pgassay-logs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
const read = (paths: readonly string[], options: Partial<ReadLogsOptions> = {}) => readLogs(paths, { format: "auto", signal, ...options });
const calls = ({ workload }: LogsRead) => Object.fromEntries(workload.statements.map((it) => [it.sql, it.calls]));

function line(sql: string, minute = 0): string {
  return `2026-03-04 10:${String(minute).padStart(2, "0")}:00.000 UTC [7] LOG:  duration: 1.000 ms  statement: ${sql}\n`;
}

function file(name: string, content: string | Uint8Array): string {
  const full = path.join(folder, name);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, content);
  return full;
}

describe("archives", () => {
  const text = line("SELECT a").repeat(3);

  test("49. gzip, zstd and zip are told by what is in them", async () => {
    expect(calls(await read([file("a.log.gz", gzipSync(text))]))).toEqual({ "SELECT a": 3 });
    expect(calls(await read([file("named-plain.log", gzipSync(text))]))).toEqual({ "SELECT a": 3 });
    expect(calls(await read([file("a.log.zst", zstdOf(text))]))).toEqual({ "SELECT a": 3 });
    const zip = await read([file("a.zip", zipOf({ "two.log": line("SELECT b", 2), "one.log": text }))]);
    expect(calls(zip)).toEqual({ "SELECT a": 3, "SELECT b": 1 });
    expect(zip.workload.coverage.sources.map((it) => it.replace(`${folder}/`, ""))).toEqual(["a.zip/one.log", "a.zip/two.log"]);
  });

  test.each([
    ["bzip2", Buffer.from("BZh91AY&SY")],
    ["xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])],
  ])("%s is refused with a sentence", async (name, content) => {
    await expect(read([file(`a.${name}`, content)])).rejects.toMatchObject({ why: `It is compressed with ${name}.` });
  });

  test("49. a damaged archive is one, and no bug", async () => {
    const packed = gzipSync(text.repeat(1000));
    const broken = Buffer.concat([packed.subarray(0, 60), Buffer.from("xxxxxxxxxxxx"), packed.subarray(72)]);
    await expect(read([file("broken.gz", broken)])).rejects.toMatchObject({ why: "The archive is damaged." });
    await expect(read([file("broken.zip", zipOf({ "a.log": text }).subarray(0, 60))])).rejects.toBeInstanceOf(PgassayError);
    await expect(read([file("broken.zst", zstdOf(text).fill(255, 5, 12))])).rejects.toBeInstanceOf(PgassayError);
  });

  test("49. what expands without end is left", async () => {
    async function* endless() {
      for (;;) yield Buffer.alloc(1000);
    }
    const drained = async () => {
      for await (const chunk of capped("bomb.gz", endless(), 50_000)) expect(chunk).toHaveLength(1000);
    };
    await expect(drained()).rejects.toBeInstanceOf(PgassayError);
  });
});

describe("files", () => {
  test("what pgassay itself sent is left out, and said", async () => {
    const { workload, notes } = await read([file("own.log", line(marked("relations", "select 1"), 1) + line("select 2", 2))]);
    expect(workload.statements).toMatchObject([{ sql: "select $1", calls: 1 }]);
    expect(notes).toEqual(["1 execution is of pgassay itself, and left out."]);
  });

  test("rotated files are read in the order of their times, whatever they are called", async () => {
    file("rotated/postgresql.log", line("SELECT b", 30));
    file("rotated/postgresql.log.1", line("SELECT a", 20));
    file("rotated/postgresql.log.2.gz", gzipSync(line("SELECT c", 10)));
    file("rotated/other.txt", "nothing");
    const { workload } = await read([path.join(folder, "rotated")]);
    expect(workload.coverage.sources.map((it) => path.basename(it))).toEqual(["postgresql.log.2.gz", "postgresql.log.1", "postgresql.log"]);
    expect(workload.window).toEqual({ since: "2026-03-04T10:10:00.000Z", until: "2026-03-04T10:30:00.000Z" });
  });

  test("a statement whose duration is in the next file counts once", async () => {
    file("across/1.log", "2026-03-04 10:00:00.000 UTC [7] LOG:  statement: SELECT a\n");
    file("across/2.log", "2026-03-04 10:00:01.000 UTC [7] LOG:  duration: 5.000 ms\n");
    const { workload } = await read([path.join(folder, "across", "*.log")]);
    expect(workload.statements).toMatchObject([{ calls: 1, timed: 1, totalMs: 5 }]);
  });

  test("one log in two formats is read once when it was found, and twice when it was named", async () => {
    const csv = `2026-03-04 10:00:00.001 UTC,"u","d",7,"[local]",69a80020.7,1,"SELECT",2026-03-04 10:00:00 UTC,3/1,0,LOG,00000,"duration: 1.000 ms  statement: SELECT a",,,,,,,,,"psql","client backend",,0\n`;
    const names = [file("both/x.log", line("SELECT a")), file("both/x.csv", csv)];
    const found = await read([path.join(folder, "both")]);
    expect(calls(found)).toEqual({ "SELECT a": 1 });
    expect(found.notes).toEqual([expect.stringMatching(/x\.log was not read: .*x\.csv tells the same\./)]);
    expect(calls(await read(names))).toEqual({ "SELECT a": 2 });
  });

  test("49. what is no log is passed over when it was found, and counted when it was named", async () => {
    file("mixed/a.log", line("SELECT a"));
    const other = file("mixed/app.log", "GET /index.html 200\nGET /favicon.ico 404\n");
    const found = await read([path.join(folder, "mixed")]);
    expect(found.workload.coverage).toMatchObject({ lines: 1, unknownLines: 0 });
    expect(found.notes).toEqual([expect.stringMatching(/app\.log is no log of PostgreSQL/)]);
    const named = await read([other]);
    expect(named.workload.coverage).toMatchObject({ lines: 2, unknownLines: 2 });
    expect(named.notes.join(" ")).toMatch(/log_line_prefix/);
  });

  test("an empty file has nothing in it", async () => {
    const empty = file("empty.log", "");
    utimesSync(empty, 1_772_618_400, 1_772_618_400);
    expect((await read([empty])).workload).toMatchObject({ statements: [], window: { since: null, until: "2026-03-04T10:00:00.000Z" } });
  });

  test("a file that grows is read as far as it reached", async () => {
    const growing = file("growing.log", line("SELECT a"));
    const source = await fileSource(growing);
    appendFileSync(growing, line("SELECT b"));
    const { bytes, last } = await source.next(Buffer.alloc(0));
    await source.close();
    expect([bytes.toString(), last]).toEqual([line("SELECT a"), true]);
  });

  test.each([["no-such.log"], ["no-such-*.log"], ["*/x.log"]])("%s is refused with a sentence", async (name) => {
    await expect(read([path.join(folder, name)])).rejects.toBeInstanceOf(PgassayError);
  });

  test("reading stops when it is told to", async () => {
    const stopped = AbortSignal.abort();
    await expect(read([file("stop.log", line("SELECT a"))], { signal: stopped })).rejects.toBe(stopped.reason);
  });
});

describe("threads", () => {
  test.each(["stderr", "csv", "json"] as const)("%s: one and three read the same", async (kind) => {
    const log = path.join(folder, `long.${kind}`);
    writeLog(log, kind, 8_000_000);
    const [one, three] = await Promise.all([read([log], { jobs: 1 }), read([log], { jobs: 3 })]);
    expect(one.workload.statements.length).toBeGreaterThan(10);
    expect(one.workload.coverage.unknownLines).toBe(0);
    expect(three).toEqual(one);
  });
});

/** One frame with one raw block: as little of zstd as can be. */
function zstdOf(text: string): Buffer {
  const content = Buffer.from(text);
  const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  const block = Buffer.alloc(3);
  block.writeUIntLE((content.length << 3) | 1, 0, 3);
  return Buffer.concat([frame, size, block, content]);
}

/** Files as they are, without compression. */
function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt32LE(crc32(content), 14);
    local.writeUInt32LE(content.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    central.writeUInt16LE(20, 6);
    local.copy(central, 16, 14, 28);
    central.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), content);
    list.push(central, Buffer.from(name));
    offset += 30 + name.length + content.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}
