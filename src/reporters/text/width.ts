const NOTHING = /\p{M}/u;
/** East Asian wide and fullwidth blocks, and the pictographs: terminals give them two cells. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/** How many terminal cells a text without control characters takes. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += character < FIRST_MARK ? 1 : cellsOf(character);
  return width;
}

/** What comes before it in Unicode has one cell. */
const FIRST_MARK = "\u0300";

function cellsOf(character: string): number {
  return NOTHING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
}

export function padTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** Breaks between words; a word longer than the line keeps its line to itself, so that a name can be copied whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of text.split(" ")) {
    const own = widthOf(word);
    if (line !== "" && used + 1 + own > width) {
      lines.push(line);
      line = word;
      used = own;
    } else {
      used += line === "" ? own : 1 + own;
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** As `wrap`, where all lines but the first stand further in. */
export function hanging(text: string, width: number, indent = "  "): string[] {
  return wrap(text, width - indent.length).map((line, n) => (n === 0 ? line : indent + line));
}
