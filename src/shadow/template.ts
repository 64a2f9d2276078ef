import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip, gzipSync } from "node:zlib";
import { packageRoot } from "./package-root.ts";

/**
 * The data directory of an empty embedded server, ready to boot: a start without it pays for initdb, about two seconds.
 * `scripts/template.ts` writes it into dist; it is found from src and from the bundle alike.
 */
export function templatePath(): string {
  return join(packageRoot(), "dist", "template", `${pgliteVersion()}.tar.gz`);
}

export async function readTemplate(): Promise<Blob | undefined> {
  const path = templatePath();
  if (!existsSync(path)) return undefined;
  const packed = await readFile(path);
  // Its last four bytes are the size of what is in it: with room for all of it nothing is put together from pieces.
  return new Blob([await promisify(gunzip)(packed, { chunkSize: packed.readUInt32LE(packed.length - 4) })]);
}

/** PGlite overwrites postgresql.conf when an extension must be preloaded, so the settings go where ALTER SYSTEM keeps them. */
const SETTINGS: Readonly<Record<string, string>> = {
  autovacuum: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  wal_init_zero: "off",
  shared_buffers: "32MB",
  // One transaction may hold about 100 locks per unit: 64 would stop at 2,000 tables with their indexes.
  max_locks_per_transaction: "256",
  timezone: "UTC",
  datestyle: "ISO, MDY",
  default_text_search_config: "pg_catalog.english",
};

/** Without the template databases, which nobody connects to, the data directory is a third of its size. */
const SHRINK = [
  "UPDATE pg_catalog.pg_database SET datistemplate = false",
  "DROP DATABASE template0",
  "DROP DATABASE template1",
  "VACUUM",
  "CHECKPOINT",
];

export async function writeTemplate(): Promise<string> {
  const { PGlite } = await import("@electric-sql/pglite");
  // A segment of the write-ahead log is written in full, whatever is in it: the smallest is a sixteenth of the default.
  const db = await PGlite.create({ initDbStartParams: ["--wal-segsize=1"] });
  const settings = Object.entries(SETTINGS).map(([name, value]) => `ALTER SYSTEM SET ${name} = '${value}'`);
  for (const statement of [...settings, ...SHRINK]) await db.exec(statement);
  const image = await db.dumpDataDir("none");
  await db.close();
  const path = templatePath();
  const draft = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, gzipSync(Buffer.from(await image.arrayBuffer()), { level: 9 }));
  renameSync(draft, path);
  return path;
}

export async function ensureTemplate(): Promise<string> {
  const path = templatePath();
  return existsSync(path) ? path : await writeTemplate();
}

function pgliteVersion(): string {
  const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  const manifest = JSON.parse(readFileSync(join(dirname(entry), "..", "package.json"), "utf8")) as { version: string };
  return manifest.version;
}
