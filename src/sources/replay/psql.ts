/** What the interpreter of psql commands asks its caller to do. */
export type PsqlAction =
  | { readonly is: "nothing" }
  | { readonly is: "include"; readonly path: string; readonly relative: boolean }
  | { readonly is: "rows" }
  | { readonly is: "quit" }
  | { readonly is: "unknown"; readonly command: string };

const NOTHING = new Set(
  "a bind c C cd conninfo connect crosstabview d echo encoding errverbose f g gx h H help html l o out p password pset prompt qecho r reset restrict s setenv sf sv t T timing unrestrict unset w warn watch write x z ! ? gset gdesc set".split(
    " ",
  ),
);

/** Variables and conditions of a psql script. A condition that psql would have to ask the server counts as false. */
export class Psql {
  readonly #variables = new Map<string, string>();
  /** One entry per open `\if`: whether its current branch is read, and whether an earlier branch was. */
  readonly #branches: { active: boolean; taken: boolean }[] = [];

  /** False within a branch that is not taken. */
  get active(): boolean {
    return this.#branches.every((it) => it.active);
  }

  /** `line` begins with the backslash. */
  run(line: string): PsqlAction {
    const match = /^\\(\S+?)(?:\s+(.*?))?\s*$/s.exec(line.trimEnd());
    const command = match?.[1] ?? "";
    const rest = match?.[2] ?? "";
    if (this.#condition(command, rest) || !this.active) return { is: "nothing" };
    if (command === "i" || command === "include") return { is: "include", path: unquoted(this.substituted(rest)), relative: false };
    if (command === "ir" || command === "include_relative")
      return { is: "include", path: unquoted(this.substituted(rest)), relative: true };
    if (command === "copy") return { is: "rows" };
    if (command === "q" || command === "quit") return { is: "quit" };
    if (command === "set") this.#set(rest);
    if (command === "unset") this.#variables.delete(rest);
    return NOTHING.has(command) || /^d[a-zA-Z]*\+?$/.test(command) || command === "\\" || command === ";"
      ? { is: "nothing" }
      : { is: "unknown", command: plain(command) };
  }

  /** `:name`, `:'name'` and `:"name"` outside quotes, for the variables that the script sets. */
  substituted(sql: string): string {
    if (this.#variables.size === 0 || !sql.includes(":")) return sql;
    const pattern = /'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$)[\s\S]*?\1|::|:(['"]?)([A-Za-z_]\w*)\2/g;
    return sql.replace(pattern, (whole: string, _tag, quote: string | undefined, name: string | undefined) => {
      const value = name === undefined ? undefined : this.#variables.get(name);
      if (value === undefined) return whole;
      return quote === "'" ? `'${value.replaceAll("'", "''")}'` : quote === '"' ? `"${value.replaceAll('"', '""')}"` : value;
    });
  }

  #set(rest: string): void {
    const [, name, value] = /^(\S+)\s*(.*)$/s.exec(rest) ?? [];
    if (name !== undefined) this.#variables.set(name, unquoted(value ?? ""));
  }

  #condition(command: string, rest: string): boolean {
    const last = this.#branches.at(-1);
    if (command === "if") {
      const active = this.#truth(rest);
      this.#branches.push({ active, taken: active });
    } else if (command === "elif" && last !== undefined) {
      last.active = !last.taken && this.#truth(rest);
      last.taken ||= last.active;
    } else if (command === "else" && last !== undefined) {
      last.active = !last.taken;
      last.taken = true;
    } else if (command === "endif") this.#branches.pop();
    else return false;
    return true;
  }

  #truth(expression: string): boolean {
    const asked = /^:\{\?(\w+)\}$/.exec(expression.trim())?.[1];
    if (asked !== undefined) return this.#variables.has(asked);
    return /^(?:t(?:rue)?|y(?:es)?|on|1)$/i.test(unquoted(this.substituted(expression.trim())));
  }
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  const match = /^'((?:[^']|'')*)'$/.exec(trimmed);
  return match === null ? trimmed : (match[1] as string).replaceAll("''", "'");
}

/** Commands are letters; anything else came from broken text. */
function plain(command: string): string {
  return /^[A-Za-z_]{1,20}\+?$/.test(command) ? command : "";
}
