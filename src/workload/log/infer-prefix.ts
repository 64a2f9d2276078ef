import { Clock } from "./clock.ts";
import { Prefix } from "./prefix.ts";
import { SEVERITY, SeverityWord } from "./severity.ts";

/** What can be told by its form, and the escape that writes it. The first that fits is taken. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\.\d+(?: ?(?:[A-Z]{1,5}\b|[+-]\d\d(?::?\d\d)?\b))?/y, "%m"],
  [/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?: ?(?:[A-Z]{1,5}\b|[+-]\d\d(?::?\d\d)?\b))?/y, "%t"],
  [/\b\d{10}\.\d{3}\b/y, "%n"],
  [/\b[0-9a-f]{8}\.[0-9a-f]{1,8}\b/y, "%c"],
  [/\b\d+-\d+\b/y, "%l-%l"],
  [/\b00000\b/y, "%e"],
  [/(?<=\[|\bpid[=:]|\bprocess[=:]|\bp[=:])\d+\b/iy, "%p"],
];
/** What each of them is worth knowing. A session tells both. */
const WORTH: Readonly<Record<string, number>> = { "%m": 4, "%t": 4, "%n": 4, "%p": 3, "%c": 3, "%e": 1 };

/**
 * A `log_line_prefix` that fits most of the lines: time, process, session and SQLSTATE where their form tells them, `%a`
 * for all the rest. Null when no line says what kind of message it is.
 */
export function inferPrefix(lines: readonly Buffer[]): string | null {
  const candidates = new Set<string>();
  for (const line of lines) {
    const severity = severityIn(line);
    if (severity >= 0) candidates.add(templateOf(line.toString("latin1", 0, severity).replace(/\[(unknown|local)\]/g, "$1")));
  }
  let best: string | null = null;
  let most = 0;
  for (const setting of [...candidates].slice(0, MOST_CANDIDATES)) {
    const score = scoreOf(setting, lines);
    if (score <= most) continue;
    most = score;
    best = setting;
  }
  return best;
}

const MOST_CANDIDATES = 40;

function severityIn(line: Buffer): number {
  const word = new SeverityWord();
  const severity = word.find(line, 0, Math.min(line.length, 1000));
  return severity === SEVERITY.none || severity === SEVERITY.foreign ? -1 : word.begin;
}

function templateOf(prefix: string): string {
  let template = "";
  let text = "";
  const seen = new Set<string>();
  let at = 0;
  while (at < prefix.length) {
    const [length, code] = formAt(prefix, at, seen);
    if (length === 0) {
      text += prefix[at];
      at += 1;
      continue;
    }
    template += around(text) + code;
    text = "";
    at += length;
  }
  const whole = template + around(text);
  // Processes without a session have nothing between: their lines are shorter.
  return /^%[mtn]/.test(whole) ? whole.replace("%a", "%q%a") : whole;
}

function formAt(prefix: string, at: number, seen: Set<string>): [length: number, code: string] {
  for (const [pattern, code] of FORMS) {
    pattern.lastIndex = at;
    const match = pattern.exec(prefix);
    if (match === null) continue;
    // Another number in brackets is something else.
    const again = code !== "%m" && code !== "%t" && seen.has(code);
    seen.add(code);
    return [match[0].length, again ? "%l" : code];
  }
  return [0, ""];
}

/** Names change from line to line, what is around them does not. */
function around(text: string): string {
  const names = /^([^\p{L}\p{N}]*)([\s\S]*?)([^\p{L}\p{N}]*)$/u.exec(text);
  const escaped = (part: string | undefined) => (part ?? "").replaceAll("%", "%%");
  return `${escaped(names?.[1])}${names?.[2] === "" ? "" : "%a"}${escaped(names?.[3])}`;
}

export function fitsSome(setting: string, lines: readonly Buffer[]): boolean {
  return fitting(setting, lines).length > 0;
}

function fitting(setting: string, lines: readonly Buffer[]): Buffer[] {
  const prefix = new Prefix(setting, new Clock());
  const word = new SeverityWord();
  return lines.filter((line) => prefix.read(line, 0, line.length) && word.find(line, prefix.rest, line.length) !== SEVERITY.none);
}

function scoreOf(setting: string, lines: readonly Buffer[]): number {
  const worth = 1 + [...setting.matchAll(/%[a-z]/g)].reduce((sum, [code]) => sum + (WORTH[code] ?? 0), 0);
  return fitting(setting, lines).length * worth;
}
