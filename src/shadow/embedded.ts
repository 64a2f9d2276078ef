import type { PGlite } from "@electric-sql/pglite";
import { extensionModules } from "./extensions.ts";
import { RESET } from "./reset.ts";
import { readTemplate } from "./template.ts";

/** A PostgreSQL 18 inside this process, holding an empty database. It keeps the process alive until it is closed. */
export interface Embedded {
  readonly db: PGlite;
  /** One or more statements; several in one text are one transaction, unless the text has its own. */
  run(sql: string): Promise<void>;
  rows<T>(sql: string, parameters?: readonly unknown[]): Promise<T[]>;
  /** Back to an empty schema public: schemas, extensions, roles and settings go, and an open transaction is rolled back. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Extensions that CREATE EXTENSION shall find. They are made available, not created. */
  readonly extensions?: readonly string[];
}

let parts: Promise<[typeof import("@electric-sql/pglite"), Blob | undefined]> | undefined;

/** What every embedded server starts from, read once. Whoever will open one soon can call this ahead. */
export function embeddedParts(): NonNullable<typeof parts> {
  parts ??= Promise.all([import("@electric-sql/pglite"), readTemplate()]);
  return parts;
}

/** Throws nothing of its own: a name in `extensions` that PGlite does not bring is passed over. */
export async function openEmbedded(options: EmbeddedOptions = {}): Promise<Embedded> {
  const [[{ PGlite }, template], extensions] = await Promise.all([embeddedParts(), extensionModules(options.extensions ?? [])]);
  const db = await PGlite.create({
    extensions,
    startParams: startParameters(PGlite.defaultStartParams),
    ...(template === undefined ? {} : { loadDataDir: template }),
  });
  return {
    db,
    run: async (sql) => {
      await db.exec(sql);
    },
    rows: async <T>(sql: string, parameters: readonly unknown[] = []) => (await db.query<T>(sql, [...parameters])).rows,
    reset: async () => {
      for (const statement of RESET) await db.exec(statement);
    },
    close: () => db.close(),
  };
}

/**
 * With the default of 2 MB, recursion overflows the stack of V8 before PostgreSQL notices. PGlite then answers every
 * statement as if it had worked, and does none.
 */
const STACK_DEPTH = "200kB";

/**
 * As a server behaves: PostgreSQL's own default search_path, and no objects of users in pg_catalog (`-O`).
 * Tablespaces without a place on the disk are allowed: a replayed schema may name some.
 */
function startParameters(defaults: readonly string[]): string[] {
  const plain = defaults.filter((it) => it !== "-O").map((it) => (it.startsWith("search_path=") ? 'search_path="$user", public' : it));
  return [...plain, "-c", "allow_in_place_tablespaces=on", "-c", `max_stack_depth=${STACK_DEPTH}`];
}
