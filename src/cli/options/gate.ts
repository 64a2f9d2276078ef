import { type Command, Option } from "commander";
import { SEVERITIES, type Severity } from "../../contract/rule.ts";
import { wholeNumber } from "./values.ts";

export interface GateOptions {
  readonly failOn: Severity | "never";
  readonly maxWarnings?: number;
  readonly strict?: true;
  readonly exitZero?: true;
}

export function addGateOptions(command: Command): Command {
  return command
    .optionsGroup("Gate:")
    .addOption(
      new Option("--fail-on <severity>", "exit 1 from this severity up")
        .choices([...SEVERITIES, "never"])
        .default("error")
        .env("PGASSAY_FAIL_ON"),
    )
    .addOption(new Option("--max-warnings <n>", "exit 1 with more warnings than n").argParser(wholeNumber).env("PGASSAY_MAX_WARNINGS"))
    .option("--strict", "exit 2 when a rule was skipped or something could not be read")
    .option("--exit-zero", "exit 0 whatever is found");
}
