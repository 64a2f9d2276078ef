import { CommanderError } from "commander";
import { EXIT } from "./exit-code.ts";
import { failureJson, failureLine, Interrupted, stackOf } from "./failure.ts";
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
    await programFor(invocation).parseAsync([...argv], { from: "user" });
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
