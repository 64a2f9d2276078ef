import { open, readFile, stat } from "node:fs/promises";
import { PgassayError } from "../model/failure.ts";
import type { WorkloadData } from "../model/workload.ts";
import { isStatStatementsExport, readExport } from "./pgss/read-export.ts";
import { statStatementsWorkload } from "./pgss/workload.ts";
import { loadGrammar } from "./sql-reader.ts";
import { isWorkloadFile, readWorkloadFile } from "./workload-file.ts";

export type InputKind = "log" | "workload file" | "pg_stat_statements export";

export interface WorkloadRead {
  readonly workload: WorkloadData;
  /** For people: what they would not expect of the file. */
  readonly notes: readonly string[];
}

const HEAD = 65_536;

/** What a file is, by how it begins; a log is what nothing else is. Throws `PgassayError` for a snapshot, which is a source. */
export async function inputKind(path: string): Promise<InputKind> {
  const head = await headOf(path);
  if (/^\s*\{\s*"pgassaySnapshot"/.test(head)) {
    throw new PgassayError({
      what: `Cannot read ${path} as a workload`,
      why: "It is a snapshot, which holds the workload that was read with it.",
      next: "Name it as the source: pgassay audit <snapshot>",
    });
  }
  if (isStatStatementsExport(head)) return "pg_stat_statements export";
  return isWorkloadFile(head) ? "workload file" : "log";
}

/** A workload file or an export. Throws `PgassayError`. */
export async function readInput(path: string, kind: Exclude<InputKind, "log">): Promise<WorkloadRead> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new PgassayError({
      what: `Cannot read ${path}`,
      why: `The system says ${error.code ?? "unknown error"}.`,
      next: "Name a file that you may read.",
    });
  });
  return kind === "workload file" ? workloadFile(path, text) : exported(path, text);
}

function workloadFile(path: string, text: string): WorkloadRead {
  const { workload, leftOut } = readWorkloadFile(path, text);
  if (leftOut.statements === 0) return { workload, notes: [] };
  return { workload, notes: [`${path} was written without ${leftOut.statements} statements of ${leftOut.calls} calls`] };
}

async function exported(path: string, text: string): Promise<WorkloadRead> {
  const { rows, unknown, nested, own, databases } = readExport(path, text);
  const { mtime } = await stat(path);
  const workload = statStatementsWorkload(
    rows,
    {
      source: path,
      since: null,
      // The export does not say when it was made: no later than it was last written.
      until: mtime.toISOString(),
      dropped: null,
      bytes: Buffer.byteLength(text),
      lines: rows.length + nested + own + unknown,
      unknownLines: unknown,
    },
    await loadGrammar(),
  );
  return {
    workload,
    notes: [
      ...(databases > 1 ? [`${path} has statements of ${databases} databases: those of others will not be found in the catalog`] : []),
      ...(nested > 0
        ? [`${path} has ${nested} statements from inside functions, which were left out: their time is in the statement that called`]
        : []),
      ...(own > 0 ? [`${path} has ${own} statements of pgassay itself, which were left out`] : []),
    ],
  };
}

/** Empty for what is no plain file: only the reader of logs knows pipes, folders and patterns. */
async function headOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) return "";
  const file = await open(path).catch(() => null);
  if (file === null) return "";
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead).toString("utf8");
  } finally {
    await file.close();
  }
}
