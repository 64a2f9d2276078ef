import { PgassayError } from "../../model/failure.ts";
import { isOwnText } from "../../workload/own.ts";
import { csvRecords } from "./csv.ts";
import { columnOf, type StatStatementsRow } from "./row.ts";

export interface ExportRead {
  readonly rows: readonly StatStatementsRow[];
  /** Entries that lack a number or are of no known form. */
  readonly unknown: number;
  /** Statements inside functions, which are left out: their time is in the statement that called. */
  readonly nested: number;
  /** Statements of pgassay itself, which are left out. */
  readonly own: number;
  /** Different databases among the entries; 0 when the export does not say. */
  readonly databases: number;
}

type Entry = Readonly<Record<string, unknown>>;

/** What an exported `pg_stat_statements` begins with: CSV with its names in the first line, an array of objects, or an object per line. */
export function isStatStatementsExport(head: string): boolean {
  const start = head.replace(/^\uFEFF/, "").trimStart();
  // A long query can stand before the calls.
  if (/^\[?\s*\{/.test(start))
    return /"query"\s*:/.test(start) && /"(?:queryid|calls)"\s*:/.test(start) && !/"schemaVersion"\s*:/.test(start);
  const names = firstLine(start).split(",");
  return names.some((name) => unquoted(name) === "query") && names.some((name) => unquoted(name) === "calls");
}

/** Throws `PgassayError` when the columns that are needed are not there. */
export function readExport(path: string, text: string): ExportRead {
  const plain = text.replace(/^\uFEFF/, "");
  const start = plain.trimStart();
  const entries = start.startsWith("[") ? jsonArray(path, start) : start.startsWith("{") ? jsonLines(start) : csvEntries(plain);
  let unknown = 0;
  let nested = 0;
  let own = 0;
  const databases = new Set<string>();
  const rows: StatStatementsRow[] = [];
  for (const entry of entries) {
    const row = entry === null ? null : rowOf(entry);
    if (entry === null || row === null) {
      unknown += 1;
      continue;
    }
    if (isFalse(entry.toplevel)) {
      nested += 1;
      continue;
    }
    if (row.query !== null && isOwnText(row.query)) {
      own += 1;
      continue;
    }
    const database = entry.datname ?? entry.dbid;
    if (database !== undefined) databases.add(String(database));
    rows.push(row);
  }
  return { rows, unknown, nested, own, databases: databases.size };
}

function jsonArray(path: string, text: string): Iterable<Entry | null> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PgassayError({
      what: `Cannot read ${path}`,
      why: "It begins like a JSON array, and is not one.",
      next: "Export pg_stat_statements again, as CSV with its header or as JSON.",
    });
  }
  return (value as readonly unknown[]).map(entryOf);
}

function* jsonLines(text: string): Iterable<Entry | null> {
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      value = null;
    }
    yield entryOf(value);
  }
}

function entryOf(value: unknown): Entry | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Entry) : null;
}

function* csvEntries(text: string): Iterable<Entry | null> {
  let names: readonly string[] | null = null;
  for (const record of csvRecords(text)) {
    if (names === null) names = record;
    else if (record.length === 1 && record[0] === "") continue;
    else yield record.length === names.length ? Object.fromEntries(names.map((name, n) => [name, record[n]])) : null;
  }
}

function rowOf(entry: Entry): StatStatementsRow | null {
  const names = Object.keys(entry);
  const number = (column: "calls" | "totalMs" | "maxMs" | "rows") => numberOf(entry[columnOf(names, column) ?? ""]);
  const [calls, totalMs, maxMs, rows] = [number("calls"), number("totalMs"), number("maxMs"), number("rows")];
  const { query } = entry;
  if (calls === null || totalMs === null) return null;
  return { query: typeof query === "string" && query !== "" ? query : null, calls, totalMs, maxMs: maxMs ?? 0, rows: rows ?? 0 };
}

function numberOf(value: unknown): number | null {
  const number = typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return Number.isFinite(number) && number >= 0 ? number : null;
}

/** `f` in CSV. */
function isFalse(value: unknown): boolean {
  return value === false || value === "f" || value === "false";
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? "";
}

function unquoted(name: string): string {
  return name.trim().replace(/^"(.*)"$/, "$1");
}
