import { type Command, InvalidArgumentError, Option } from "commander";
import { HAZARDS, type Hazard, PHASES, type Phase } from "../../contract/fix.ts";
import { LOCK_MODES, type LockMode } from "../../facts/lock.ts";
import { DIALECTS, type Dialect } from "../../fixes/dialects.ts";
import type { FormatChoice } from "./output.ts";
import { duration, list, positiveNumber } from "./values.ts";

export interface PlanFlags {
  readonly only?: readonly string[];
  readonly phase?: readonly Phase[];
  readonly maxLock?: LockMode;
  readonly allowHazards?: readonly Hazard[];
  /** Milliseconds. */
  readonly lockTimeout?: number;
  readonly batchSize?: number;
  readonly prove?: true;
  readonly rows?: string;
  readonly dialect?: Dialect;
  readonly out?: string;
  readonly versions?: string;
  readonly force?: true;
  /** `sql` is what `text` is to a report. */
  readonly format?: readonly FormatChoice[];
  readonly outputFile?: string;
}

export function addFixOptions(command: Command): Command {
  return command
    .optionsGroup("Plan:")
    .addOption(new Option("--only <rules>", "fix only findings of these rules; the others still look").argParser(list))
    .addOption(new Option("--phase <phases>", `only steps of these: ${PHASES.join(", ")}`).argParser(each(PHASES)))
    .addOption(
      new Option("--max-lock <mode>", `no stronger lock than this, as in ${dashed("SHARE UPDATE EXCLUSIVE")}`).argParser(one(LOCK_MODES)),
    )
    .addOption(new Option("--allow-hazards <list>", `only these, or none: ${HAZARDS.map(dashed).join(", ")}`).argParser(hazards))
    .addOption(new Option("--lock-timeout <time>", "how long a step waits for its locks").argParser(duration))
    .addOption(new Option("--batch-size <rows>", "about how many rows a backfill updates at once").argParser(positiveNumber))
    .optionsGroup("Proof:")
    .option("--prove", "run the plan in an embedded copy with rows, and its way back")
    .option("--rows <file>", "SQL that fills the copy, instead of generated rows")
    .optionsGroup("Output:")
    .addOption(
      new Option("--dialect <name>", "for psql, or the tool that runs the migrations; found in the project when left out").choices(
        DIALECTS,
      ),
    )
    .option("--out <dir>", "write the plan there, as files of the dialect")
    .option("--versions <dir>", "the folder of the tool's migrations, which the new ones go on from (default: --out)")
    .option("--force", "overwrite files that are there")
    .addOption(new Option("-f, --format <format>", "sql or json").argParser(format))
    .option("-o, --output-file <file>", "write the SQL or JSON there");
}

function format(value: string): FormatChoice[] {
  if (value !== "sql" && value !== "json") throw new InvalidArgumentError("Allowed choices are sql, json.");
  return [{ format: value === "sql" ? "text" : "json", file: null }];
}

/** `deletes-data` for `deletes data`: nobody has to quote it. */
function dashed(words: string): string {
  return words.toLowerCase().replaceAll(" ", "-");
}

function one<T extends string>(known: readonly T[]): (value: string) => T {
  return (value) => {
    const found = known.find((candidate) => dashed(candidate) === dashed(value.replaceAll("_", " ")));
    if (found === undefined) throw new InvalidArgumentError(`Allowed choices are ${known.map(dashed).join(", ")}.`);
    return found;
  };
}

function each<T extends string>(known: readonly T[]): (value: string, before?: readonly T[]) => T[] {
  return (value, before = []) => [...before, ...list(value).map(one(known))];
}

function hazards(value: string, before: readonly Hazard[] = []): Hazard[] {
  return value === "none" ? [...before] : each(HAZARDS)(value, before);
}
