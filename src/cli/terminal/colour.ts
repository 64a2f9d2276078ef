import type { Terminal } from "../io.ts";

export type ColourChoice = "auto" | "always" | "never";

/**
 * Decided per stream: a flag, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal.
 * Both variables count when present and not empty, as no-color.org and force-color.org say.
 */
export function isColoured(stream: Terminal, choice: ColourChoice, env: Readonly<Record<string, string | undefined>>): boolean {
  if (choice !== "auto") return choice === "always";
  if (isSet(env.NO_COLOR)) return false;
  if (isSet(env.FORCE_COLOR)) return env.FORCE_COLOR !== "0";
  return stream.isTTY === true && env.TERM !== "dumb";
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
