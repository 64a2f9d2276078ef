import { CsvRecord, endOfCsvRecord, INCOMPLETE } from "./csv-record.ts";
import type { LogFormat } from "./format.ts";

/** Where a piece of log can be cut: the offset behind its last whole record. 0 when there is none. */
export function boundary(bytes: Buffer, format: LogFormat): number {
  if (format.is === "csv") return endOfCsvRecords(bytes);
  if (format.is === "json") return bytes.lastIndexOf(10) + 1;
  for (let newline = bytes.lastIndexOf(10, -2); newline >= 0; newline = newline === 0 ? -1 : bytes.lastIndexOf(10, newline - 1)) {
    if (bytes[newline + 1] !== 9) return newline + 1;
  }
  return 0;
}

function endOfCsvRecords(bytes: Buffer): number {
  const record = new CsvRecord();
  let at = 0;
  for (;;) {
    const end = at < bytes.length ? endOfCsvRecord(record, bytes, at, false) : INCOMPLETE;
    if (end === INCOMPLETE) return at;
    at = end;
  }
}
