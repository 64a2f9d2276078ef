import { existsSync } from "node:fs";
import { type Command, CommanderError } from "commander";
import { nearest } from "../config/nearest.ts";
import { EXIT } from "./exit-code.ts";
import { failureJson, failureLine, Interrupted, stackOf, UsageError } from "./failure.ts";
import type { Io } from "./io.ts";
import { type Invocation, programFor } from "./program.ts";

export interface Ended {
  readonly code: number;
  /** True when the run was cut short: something may still be open. */
  readonly stopped: boolean;
}

/** One command line from arguments to exit code. Never throws, never ends the process. */
export async function run(argv: readonly string[], io: Io): Promise<Ended> {
  const invocation: Invocation = { io, code: EXIT.clean, wantsJson: false };
  try {
    const program = programFor(invocation);
    refuseMistypedCommand(argv[0], program);
    await program.parseAsync([...argv], { from: "user" });
    return { code: invocation.code, stopped: false };
  } catch (error) {
    // commander has printed its own: help and version are no failures.
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? EXIT.clean : EXIT.failed, stopped: false };
    if (error instanceof Interrupted) return { code: EXIT.interrupted, stopped: true };
    io.stderr.write(`${invocation.wantsJson ? failureJson(error) : failureLine(error)}\n`);
    if ((io.env.PGASSAY_DEBUG ?? "") !== "") io.stderr.write(`${stackOf(error)}\n`);
    return { code: EXIT.failed, stopped: true };
  }
}

/** What is no command is a source, since `audit` may be left out; a bare word that nothing here is called is more likely a slip. */
function refuseMistypedCommand(word: string | undefined, program: Command): void {
  if (word === undefined || !/^[a-z]+$/.test(word) || existsSync(word)) return;
  const names = [...program.commands.map((command) => command.name()), "help"];
  const meant = names.includes(word) ? null : nearest(word, names);
  if (meant !== null)
    throw new UsageError({ what: `no command is called ${word}`, why: `did you mean ${meant}?`, next: "See pgassay --help" });
}
