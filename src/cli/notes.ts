import { plainText } from "../model/plain-text.ts";

/** One line for stderr. */
export function noteLine(text: string): string {
  return `pgassay: ${plainText(text)}\n`;
}
