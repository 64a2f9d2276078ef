export const INCOMPLETE = -1;
export const MALFORMED = -2;

const MOST_COLUMNS = 40;
/** What is longer has lost a quote. */
const LONGEST_RECORD = 32_000_000;
const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const COMMA = 44;

/** Finds the columns of one CSV record, whatever is in them. */
export class CsvRecord {
  columns = 0;
  /** Per column: begin and end without the quotes around it, and 1 when it holds doubled quotes. */
  readonly from = new Int32Array(MOST_COLUMNS);
  readonly to = new Int32Array(MOST_COLUMNS);
  readonly doubled = new Uint8Array(MOST_COLUMNS);

  /**
   * The offset behind the record that begins at `start`; INCOMPLETE when `bytes` end before it does, which at the end
   * of the `last` piece it may; MALFORMED when this is no CSV.
   */
  read(bytes: Buffer, start: number, last: boolean): number {
    const length = bytes.length;
    let at = start;
    let column = 0;
    for (;;) {
      let from = at;
      let to = at;
      let doubled = 0;
      if (bytes[at] === QUOTE) {
        from = at + 1;
        to = from;
        for (;;) {
          to = bytes.indexOf(QUOTE, to);
          if (to < 0) return length - start > LONGEST_RECORD || last ? MALFORMED : INCOMPLETE;
          if (bytes[to + 1] !== QUOTE) break;
          doubled = 1;
          to += 2;
        }
        at = to + 1;
        if (bytes[at] === RETURN) at += 1;
      } else {
        while (at < length && bytes[at] !== COMMA && bytes[at] !== NEWLINE) at += 1;
        to = at;
      }
      if (column < MOST_COLUMNS) {
        this.from[column] = from;
        this.to[column] = to;
        this.doubled[column] = doubled;
        column += 1;
      }
      this.columns = column;
      if (at >= length) return last ? length : INCOMPLETE;
      if (bytes[at] === NEWLINE) return at + 1;
      if (bytes[at] !== COMMA) return MALFORMED;
      at += 1;
    }
  }
}

/** Fewer than the oldest csvlog has. */
const FEWEST_COLUMNS = 22;

/**
 * The offset behind the next record, or behind one line when no record begins here: `columns` is 0 then. So reading
 * finds its way again after a record that was cut off. INCOMPLETE as above.
 */
export function endOfCsvRecord(record: CsvRecord, bytes: Buffer, start: number, last: boolean): number {
  const end = record.read(bytes, start, last);
  if (end === INCOMPLETE || (end > 0 && record.columns >= FEWEST_COLUMNS)) return end;
  record.columns = 0;
  const newline = bytes.indexOf(NEWLINE, start);
  if (newline >= 0) return newline + 1;
  return last ? bytes.length : INCOMPLETE;
}
