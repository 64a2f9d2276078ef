import { plainText } from "../../model/plain-text.ts";

/** A workflow command, on one line of its own. Properties that are undefined are left out. */
export function command(name: string, properties: Readonly<Record<string, string | number | undefined>>, message: string): string {
  const given = Object.entries(properties).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${property(String(value))}`]));
  return `::${name}${given.length === 0 ? "" : ` ${given.join(",")}`}::${data(message)}\n`;
}

/** Lines that the runner is to print and not to obey, whatever names are in them. */
export function* withoutCommands(lines: Iterable<string>, token: string): Iterable<string> {
  yield command("stop-commands", {}, token);
  yield* lines;
  yield command(token, {}, "");
}

/** A text that is one line already, so that nothing in it begins another command; the runner reads %25, %0D and %0A back. */
function data(text: string): string {
  return plainText(text).replaceAll("%", "%25");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
