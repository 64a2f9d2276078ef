import type { Unwrapper } from "./unwrapper.ts";

/** Where collectors put the line: Cloud SQL, Docker, CloudWatch, journald. */
const TEXT_KEYS = ["textPayload", "log", "message", "@message", "MESSAGE"];
const TIME_KEYS = ["timestamp", "time", "@timestamp", "ts"];
const BEGINS_WITH_TIME = /^(?:\d{4}-\d\d-\d\d[ T]|\d{10}\.\d{3}|\t)/;

type Line = Readonly<Record<string, unknown>>;

export function isWrapped(line: Buffer): boolean {
  const value = parsed(line.toString());
  return value !== null && !("error_severity" in value) && textOf(value) !== null;
}

/** One JSON object per line with the log's own line in it, as Cloud SQL, Azure, Docker and CloudWatch export it. */
export class JsonUnwrapper implements Unwrapper {
  lines = 0;
  unknown = 0;

  read(bytes: Buffer, last: boolean): { readonly text: Buffer; readonly consumed: number } {
    const texts: string[] = [];
    let at = 0;
    while (at < bytes.length) {
      const newline = bytes.indexOf(10, at);
      if (newline < 0 && !last) break;
      const end = newline < 0 ? bytes.length : newline;
      const value = parsed(bytes.toString("utf8", at, end));
      const text = value === null ? null : textOf(value);
      this.lines += 1;
      if (text === null) this.unknown += 1;
      else texts.push(text, "\n");
      at = end + 1;
    }
    return { text: Buffer.from(texts.join("")), consumed: Math.min(at, bytes.length) };
  }
}

function textOf(value: Line): string | null {
  const { properties } = value;
  if (typeof properties === "object" && properties !== null && "message" in properties) return azure(properties as Line);
  const text = TEXT_KEYS.map((key) => value[key]).find((it) => typeof it === "string");
  if (text === undefined) return null;
  const time = TIME_KEYS.map((key) => value[key]).find((it) => typeof it === "string");
  const line = indented((text as string).replace(/\r?\n$/, ""));
  return time === undefined || BEGINS_WITH_TIME.test(line) ? line : `${time} ${line}`;
}

/** Azure takes the line apart, and repeats its prefix in the message. */
function azure({ timestamp, processId, errorLevel, sqlerrcode, message, detail, context, statement }: Line): string | null {
  if (typeof message !== "string") return null;
  const level = typeof errorLevel === "string" ? errorLevel : "LOG";
  const prefix = `${timestamp} [${processId ?? 0}] ${sqlerrcode ?? "00000"} `;
  const at = message.indexOf(`${level}:  `);
  const parts = [
    [level, at < 0 ? message : message.slice(at + level.length + 3)],
    ["DETAIL", detail],
    ["CONTEXT", context],
    ["STATEMENT", statement],
  ];
  return parts
    .filter(([, text]) => typeof text === "string" && text !== "")
    .map(([word, text]) => `${prefix}${word}:  ${indented(text as string)}`)
    .join("\n");
}

/** A tab stands behind every line break within a message. */
function indented(text: string): string {
  return text.replace(/\n\t?/g, "\n\t");
}

function parsed(line: string): Line | null {
  if (!line.startsWith("{")) return null;
  try {
    return JSON.parse(line) as Line;
  } catch {
    return null;
  }
}
