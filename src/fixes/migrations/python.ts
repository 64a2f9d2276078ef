import { plainText, UNSEEN } from "../../model/plain-text.ts";

/** A string literal of Python that evaluates to the text, with everything unseen as an escape. */
export function pythonText(text: string, indent = ""): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replace(UNSEEN, (character) => {
      if (character === "\n") return character;
      const code = (character.codePointAt(0) as number).toString(16);
      return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
    });
  if (!escaped.includes("\n")) return `"${escaped}"`;
  // Adjacent literals are one: each line keeps the indentation of the code around it.
  const lines = escaped.split("\n");
  return `(\n${lines.map((line, at) => `${indent}    "${line}${at === lines.length - 1 ? "" : "\\n"}"\n`).join("")}${indent})`;
}

export function pythonComments(lines: readonly string[], indent = ""): string {
  return lines.map((line) => `${indent}# ${plainText(line)}`.trimEnd().concat("\n")).join("");
}
