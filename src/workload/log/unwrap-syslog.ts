import { SEVERITY, SeverityWord } from "./severity.ts";
import type { Unwrapper } from "./unwrapper.ts";

/** `Feb 10 23:15:39 host postgres[10808]: [7-2] text` and `2019-03-14T00:22:56+00:00 app[postgres.4882]: [NAME] [15-1] text`. */
const LINE =
  /^(?:<\d+>)?(?:1 )?(?:([A-Z][a-z]{2}) +(\d+) (\d\d:\d\d:\d\d)|(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?))(?: \S+)?? [^\s[]+\[(?:[^\s.\]]*\.)?(\d+)\]:? (?:\[[A-Z_]+\] )?(?:\[(\d+)(?:-(\d+))?\] )?(.*)$/s;
const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
const MOST_OPEN = 10_000;

export function isSyslog(line: Buffer): boolean {
  return LINE.test(line.toString("latin1"));
}

interface Message {
  readonly number: string | undefined;
  readonly head: string;
  text: string;
}

/** Syslog and Heroku's logplex: a message is cut into numbered parts, and those of several processes mingle. */
export class SyslogUnwrapper implements Unwrapper {
  lines = 0;
  unknown = 0;
  readonly #until: Date;
  readonly #word = new SeverityWord();
  readonly #open = new Map<string, Message>();
  #done: string[] = [];

  /** Syslog does not write the year: it is the one in which the log ends, or for later months the one before. */
  constructor(until: Date) {
    this.#until = until;
  }

  read(bytes: Buffer, last: boolean): { readonly text: Buffer; readonly consumed: number } {
    let at = 0;
    while (at < bytes.length) {
      const newline = bytes.indexOf(10, at);
      if (newline < 0 && !last) break;
      const end = newline < 0 ? bytes.length : newline;
      this.lines += 1;
      // Bytes stay what they are, whatever they encode.
      const match = LINE.exec(bytes.toString("latin1", at, bytes[end - 1] === 13 ? end - 1 : end));
      if (match === null) this.unknown += 1;
      else this.#part(match);
      at = end + 1;
    }
    if (last || this.#open.size > MOST_OPEN) {
      for (const message of this.#open.values()) this.#close(message);
      this.#open.clear();
    }
    const text = Buffer.from(this.#done.join(""), "latin1");
    this.#done = [];
    return { text, consumed: Math.min(at, bytes.length) };
  }

  #part([, month, day, clock, iso, process = "", number, part, escaped = ""]: RegExpExecArray): void {
    const text = escaped.replaceAll("#011", "\t").replaceAll("#012", "\n\t");
    const known = this.#open.get(process);
    if (known !== undefined && part !== undefined && part !== "1" && known.number === number) {
      if (text.startsWith("\t")) known.text += `\n${text}`;
      else if (this.#beginsRecord(text)) known.text += `\n${known.head}${text}`;
      // A long line is cut without a mark.
      else known.text += text;
      return;
    }
    if (known !== undefined) this.#close(known);
    const time = iso ?? `${this.#date(month, day)} ${clock} UTC`;
    const head = `${time} [${process}] `;
    this.#open.delete(process);
    this.#open.set(process, { number, head, text: head + text });
  }

  #date(name = "Jan", day = "1"): string {
    const month = Math.max(0, MONTHS.indexOf(name)) / 3;
    const year = this.#until.getUTCFullYear() - (month > this.#until.getUTCMonth() ? 1 : 0);
    return `${year}-${String(month + 1).padStart(2, "0")}-${day.padStart(2, "0")}`;
  }

  #beginsRecord(text: string): boolean {
    const bytes = Buffer.from(text.slice(0, 400), "latin1");
    const severity = this.#word.find(bytes, 0, bytes.length);
    return severity !== SEVERITY.none && severity !== SEVERITY.foreign;
  }

  #close(message: Message): void {
    this.#done.push(message.text, "\n");
  }
}
