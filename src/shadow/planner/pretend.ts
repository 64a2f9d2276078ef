import type { Embedded } from "../embedded.ts";

const BLOCK = 8_192;
/** A relation of more blocks goes on in a second file: RELSEG_SIZE, 1 GB. */
const SEGMENT = 131_072;

/** What there is of a file in PGlite's memory: the size that `lseek` tells, and the bytes themselves. */
interface FileNode {
  usedBytes: number;
}

interface FileSystem {
  lookupPath(path: string): { readonly node: FileNode };
  writeFile(path: string, data: Uint8Array): void;
}

/**
 * The planner does not trust `pg_class.relpages`: it asks the file for its size, and scales the restored number of rows
 * by it. So the files of all tables and indexes of users are given the size that `relpages` says. Nothing is allocated,
 * and nothing may read or write those relations afterwards: EXPLAIN without ANALYZE looks at the first page of an index.
 */
export async function pretendSizes(embedded: Embedded): Promise<void> {
  const relations = await embedded.rows<{ path: string | null; pages: number }>(
    `SELECT pg_catalog.pg_relation_filepath(oid) AS path, relpages AS pages
     FROM pg_catalog.pg_class WHERE oid >= 16384 AND relkind IN ('r', 'm', 'i') AND relpages > 0`,
  );
  const files = embedded.db.Module.FS as unknown as FileSystem;
  for (const { path, pages } of relations) {
    if (path === null) continue;
    for (let segment = 0; segment * SEGMENT < pages; segment += 1) {
      const file = `/pglite/data/${path}${segment === 0 ? "" : `.${segment}`}`;
      if (segment > 0) files.writeFile(file, new Uint8Array(0));
      const { node } = files.lookupPath(file);
      node.usedBytes = Math.max(node.usedBytes, Math.min(pages - segment * SEGMENT, SEGMENT) * BLOCK);
    }
  }
}
