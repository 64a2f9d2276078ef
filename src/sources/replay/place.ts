import type { SourceLocation } from "../../model/reference.ts";

/** Byte offsets of a UTF-8 text as lines and columns, which start at 1. Columns count characters. */
export class Places {
  readonly #name: string;
  readonly #bytes: Buffer;
  /** Offsets at which lines start, as far as anybody asked. */
  readonly #starts: number[] = [0];

  constructor(name: string, bytes: Buffer) {
    this.#name = name;
    this.#bytes = bytes;
  }

  at(offset: number): SourceLocation {
    const line = this.#line(offset);
    const before = this.#bytes.toString("utf8", this.#starts[line] as number, offset);
    return { file: this.#name, line: line + 1, column: [...before].length + 1 };
  }

  #line(offset: number): number {
    const starts = this.#starts;
    while ((starts.at(-1) as number) <= offset) {
      const newline = this.#bytes.indexOf(10, starts.at(-1));
      if (newline < 0) break;
      starts.push(newline + 1);
    }
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
