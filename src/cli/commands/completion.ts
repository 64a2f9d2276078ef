import type { Command, Option } from "commander";
import { notKnown } from "../../config/rule-settings.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { writeAll } from "../terminal/write.ts";

/** A command with what may follow it. */
interface Entry {
  readonly name: string;
  readonly description: string;
  readonly options: readonly { readonly flags: readonly string[]; readonly description: string; readonly choices: readonly string[] }[];
}

const SHELLS: Readonly<Record<string, (entries: readonly Entry[]) => string>> = { bash, zsh, fish };

/** A script for a shell, made from the commands as they are. */
export async function completionCommand(shell: string, program: Command, io: Io): Promise<ExitCode> {
  const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  const known = Object.keys(SHELLS);
  if (script === undefined) throw notKnown(`pgassay completion ${shell}`, shell, known, `It knows ${known.join(", ")}`);
  await writeAll(io.stdout, [script(program.commands.map(entryOf))]);
  return EXIT.clean;
}

function entryOf(command: Command): Entry {
  return {
    name: command.name(),
    description: command.description(),
    options: command.options.map((option: Option) => ({
      flags: [option.short, option.long].filter((flag) => flag !== undefined && flag !== null) as string[],
      description: option.description,
      choices: option.argChoices ?? [],
    })),
  };
}

/** Shells differ in how an apostrophe within quotes is written: a typographic one needs no quoting. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "’")}'`;
}

function bash(entries: readonly Entry[]): string {
  const cases = entries.map(({ name, options }) => `    ${name}) words="${options.flatMap(({ flags }) => flags).join(" ")}" ;;`);
  const choices = choicesOf(entries).map(
    ([flag, words]) => `    ${flag}) COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$cur")); return ;;`,
  );
  return `# eval "$(pgassay completion bash)"
_pgassay() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=""
  COMPREPLY=()
  case "$prev" in
${choices.join("\n")}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${entries.map(({ name }) => name).join(" ")}"
  fi
  case "$command" in
${cases.join("\n")}
  esac
  if [[ "$cur" == -* || "$COMP_CWORD" -eq 1 ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  fi
}
complete -o default -F _pgassay pgassay
`;
}

/** A flag means the same in every command that has it, choices included. */
function choicesOf(entries: readonly Entry[]): [string, readonly string[]][] {
  const found = new Map<string, readonly string[]>();
  for (const { options } of entries) {
    for (const { flags, choices } of options) if (choices.length > 0) for (const flag of flags) found.set(flag, choices);
  }
  return [...found];
}

function zsh(entries: readonly Entry[]): string {
  const spec = ({ flags, description, choices }: Entry["options"][number]) =>
    flags
      .map((flag) => quoted(`${flag}[${description.replace(/[[\]:]/g, " ")}]${choices.length > 0 ? `:value:(${choices.join(" ")})` : ""}`))
      .join(" ");
  const commands = entries.map(({ name, description }) => `    ${quoted(`${name}:${description.replaceAll(":", " ")}`)}`);
  const cases = entries.map(({ name, options }) => `    ${name}) _arguments ${options.map(spec).join(" ")} '*:file:_files' ;;`);
  return `#compdef pgassay
# eval "$(pgassay completion zsh)"
_pgassay() {
  local -a commands
  commands=(
${commands.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    _files
    return
  fi
  local command="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join("\n")}
  esac
}
compdef _pgassay pgassay
`;
}

function fish(entries: readonly Entry[]): string {
  const lines = entries.flatMap(({ name, description, options }) => [
    `complete -c pgassay -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
    ...options.map(({ flags, description: what, choices }) => {
      const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)).join(" ");
      const values = choices.length > 0 ? ` -x -a ${quoted(choices.join(" "))}` : "";
      return `complete -c pgassay -n '__fish_seen_subcommand_from ${name}' ${names} -d ${quoted(what)}${values}`;
    }),
  ]);
  return `# pgassay completion fish | source\n${lines.join("\n")}\n`;
}
