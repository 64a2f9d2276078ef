/** Records of a CSV text as `COPY … CSV` writes it: quoted fields can hold commas, quotes twice, and line breaks. */
export function* csvRecords(text: string): Iterable<readonly string[]> {
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    const field = text[at] === '"' ? quoted(text, at) : plain(text, at);
    record.push(field.value);
    at = field.end;
    if (text[at] === ",") {
      at += 1;
      if (at < text.length) continue;
      record.push("");
    }
    if (text[at] === "\r") at += 1;
    if (text[at] === "\n") at += 1;
    yield record;
    record = [];
  }
}

interface Field {
  readonly value: string;
  /** Where the comma or the line break stands. */
  readonly end: number;
}

function plain(text: string, start: number): Field {
  let end = start;
  while (end < text.length && text[end] !== "," && text[end] !== "\n" && text[end] !== "\r") end += 1;
  return { value: text.slice(start, end), end };
}

/** What stands between a closing quote and the comma belongs to the value, as in PostgreSQL's own reader. */
function quoted(text: string, start: number): Field {
  let value = "";
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return { value: value + text.slice(at), end: text.length };
    value += text.slice(at, quote);
    at = quote + 1;
    if (text[at] !== '"') break;
    value += '"';
    at += 1;
  }
  const rest = plain(text, at);
  return { value: value + rest.value, end: rest.end };
}
