import { type Command, InvalidArgumentError, Option } from "commander";

export interface SampleOptions {
  /** Rows of each table; 0 is the same as leaving it out. */
  readonly sample?: number;
}

const DEFAULT_ROWS = 10_000;
const MOST_ROWS = 1_000_000;

export function addSampleOption(command: Command): Command {
  return command
    .optionsGroup("Input:")
    .addOption(
      new Option("--sample [rows]", `count on the server what values look like, in ${DEFAULT_ROWS} rows of each table`)
        .preset(String(DEFAULT_ROWS))
        .argParser(rows)
        .env("PGASSAY_SAMPLE"),
    );
}

/** Commander takes the word after the option for its value: `--sample postgres://…` has to be told apart. */
function rows(value: string): number {
  const count = /^\d{1,7}$/.test(value) ? Number(value) : Number.NaN;
  if (count <= MOST_ROWS) return count;
  throw new InvalidArgumentError(`It takes up to ${MOST_ROWS} rows, as in --sample=1000; without a number it stands after the source.`);
}
