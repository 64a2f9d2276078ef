import { type Command, Option } from "commander";
import { SEVERITIES, type Severity } from "../../contract/rule.ts";
import type { ColourChoice } from "../terminal/colour.ts";
import { wholeNumber } from "./values.ts";

export const FORMATS = [
  "text",
  "compact",
  "json",
  "jsonl",
  "sarif",
  "github",
  "github-summary",
  "gitlab",
  "junit",
  "markdown",
  "csv",
  "html",
] as const;
export type Format = (typeof FORMATS)[number];

export interface FormatChoice {
  /** Built in, or named by the configuration. */
  readonly format: string;
  /** Null: standard output, or what `-o` names. */
  readonly file: string | null;
}

export interface OutputOptions {
  readonly format?: readonly FormatChoice[];
  readonly outputFile?: string;
  readonly minSeverity: Severity;
  /** 0: all of them. */
  readonly maxFindings?: number;
  readonly stats?: true;
}

export interface TerminalOptions {
  /** `--no-color` makes it false. */
  readonly color: ColourChoice | false;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly progress: boolean;
}

export function addOutputOptions(command: Command): Command {
  return command
    .optionsGroup("Output:")
    .addOption(new Option("-f, --format <format[=file]>", `repeatable: ${FORMATS.join(", ")}`).argParser(formats).env("PGASSAY_FORMAT"))
    .option("-o, --output-file <file>", "write the report there")
    .addOption(
      new Option("--min-severity <severity>", "hide what is below").choices(SEVERITIES).default("info").env("PGASSAY_MIN_SEVERITY"),
    )
    .addOption(
      new Option("--max-findings <n>", "show at most n; 0 shows all (text: 100, 20 of a rule)")
        .argParser(wholeNumber)
        .env("PGASSAY_MAX_FINDINGS"),
    )
    .option("--stats", "time and findings of each rule, on standard error");
}

export function addTerminalOptions(command: Command): Command {
  return command
    .optionsGroup("Terminal:")
    .addOption(new Option("--color <when>", "colours").choices(["auto", "always", "never"]).default("auto").env("PGASSAY_COLOR"))
    .addOption(new Option("--no-color", "the same as --color never"))
    .option("-q, --quiet", "nothing on standard error but failures")
    .option("-v, --verbose", "what is done when, on standard error")
    .option("--no-progress", "no progress line on a terminal");
}

/** `text`, or `json=report.json`; repeatable, and split at commas. */
export function formats(value: string, before: readonly FormatChoice[] = []): FormatChoice[] {
  return [...before, ...value.split(",").map(formatChoice)];
}

function formatChoice(value: string): FormatChoice {
  const [format = "", ...file] = value.split("=");
  return { format, file: file.length === 0 ? null : file.join("=") };
}
