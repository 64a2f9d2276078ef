import { perName } from "../facts/remembered.ts";

/** Fills the holes of a message template. A hole without data is a bug of the rule, and is reported as one. */
export function fillMessage(template: string, data: Readonly<Record<string, string | number>>): string {
  const [text = "", ...rest] = partsOf(template);
  let filled = text;
  for (let at = 0; at < rest.length; at += 2) {
    const hole = rest[at] as string;
    const value = data[hole];
    if (value === undefined) throw new Error(`the message has a hole {${hole}} without data`);
    filled += `${value}${rest[at + 1]}`;
  }
  return filled;
}

/** Texts and the names of the holes between them, in turns. */
const partsOf = perName((template): readonly string[] => template.split(/\{(\w+)\}/));
