import { plainText } from "../../model/plain-text.ts";
import type { Io } from "../io.ts";

/** What is going on, on stderr: one line that changes on a terminal, lines with times under --verbose, else nothing. */
export interface Progress {
  say(doing: string): void;
  done(): void;
}

export interface ProgressChoice {
  readonly progress: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

const CLEAR = "\r\u001b[2K";

export function progressOn({ stderr, env }: Pick<Io, "stderr" | "env">, choice: ProgressChoice): Progress {
  if (choice.quiet) return { say: () => {}, done: () => {} };
  if (choice.verbose) return logging((line) => stderr.write(line));
  const moving = choice.progress && stderr.isTTY === true && env.TERM !== "dumb" && (env.CI ?? "") === "";
  if (!moving) return { say: () => {}, done: () => {} };
  return {
    say: (doing) => stderr.write(`${CLEAR}${plainText(doing).slice(0, (stderr.columns ?? 80) - 2)}…`),
    done: () => stderr.write(CLEAR),
  };
}

function logging(write: (line: string) => void): Progress {
  const started = performance.now();
  return {
    say: (doing) => write(`${String(Math.round(performance.now() - started)).padStart(6)} ms  ${plainText(doing)}\n`),
    done: () => {},
  };
}
