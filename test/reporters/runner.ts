export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** What the runner of GitHub Actions obeys in a log: a line is trimmed before it is looked at, and `##[…]` counts anywhere in it. */
export function commandsIn(log: string): Command[] {
  const commands: Command[] = [];
  let stopped: string | null = null;
  for (const line of log.split(/\r?\n|\r/)) {
    const [, name, list = "", message = ""] = /^\s*::([^\s:]+)(?: ([^:]*(?:::?(?!:)[^:]*)*?))?::(.*)$/.exec(line) ?? [];
    const old = /##\[(\w[\w-]*)/.exec(line);
    if (stopped !== null) {
      if (name === stopped) stopped = null;
    } else if (name === "stop-commands") {
      stopped = message;
    } else if (name !== undefined) {
      commands.push({ name, properties: propertiesOf(list), message: decoded(message) });
    } else if (old !== null) {
      commands.push({ name: old[1] as string, properties: {}, message: line });
    }
  }
  if (stopped !== null) throw new Error("commands stay stopped");
  return commands;
}

function propertiesOf(list: string): Record<string, string> {
  const pairs = list.split(",").filter((pair) => pair !== "");
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), decoded(pair.slice(pair.indexOf("=") + 1))]));
}

function decoded(text: string): string {
  return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%25", "%");
}
