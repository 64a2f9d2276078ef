import { type Command, Option } from "commander";
import { SEVERITIES, type Severity } from "../../contract/rule.ts";
import { wholeNumber } from "./values.ts";

export interface BaselineOptions {
  readonly baseline?: string;
  readonly updateBaseline?: true;
  readonly pruneBaseline?: true;
  readonly strictBaseline?: true;
  /** A commit: only what was not there is reported. */
  readonly since?: string;
  readonly onlyChanged?: true;
}

export interface GateOptions {
  readonly failOn: Severity | "never";
  readonly maxWarnings?: number;
  readonly strict?: true;
  readonly exitZero?: true;
}

export function addFailOn(command: Command): Command {
  return command.optionsGroup("Gate:").addOption(
    new Option("--fail-on <severity>", "exit 1 from this severity up")
      .choices([...SEVERITIES, "never"])
      .default("error")
      .env("PGASSAY_FAIL_ON"),
  );
}

export function addGateOptions(command: Command): Command {
  return addFailOn(command)
    .addOption(new Option("--max-warnings <n>", "exit 1 with more warnings than n").argParser(wholeNumber).env("PGASSAY_MAX_WARNINGS"))
    .option("--strict", "exit 2 when a rule was skipped or something could not be read")
    .option("--exit-zero", "exit 0 whatever is found");
}

export function addBaselineOptions(command: Command): Command {
  return command
    .optionsGroup("What was there before:")
    .addOption(new Option("--baseline <file>", "accept what this file or an earlier JSON report holds").env("PGASSAY_BASELINE"))
    .option("--update-baseline", "write the findings of this run to the baseline, and exit 0")
    .option("--prune-baseline", "take out of the baseline what is gone")
    .option("--strict-baseline", "exit 2 when an entry of the baseline is gone")
    .option("--since <commit>", "report only what the files did not have at that commit")
    .option("--only-changed", "the same, since the branch left the default branch");
}
