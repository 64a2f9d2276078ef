import { type Command, InvalidArgumentError, Option } from "commander";
import { SORTS, type Sort } from "../../reporters/workload/selection.ts";
import { type FormatChoice, formats } from "./output.ts";
import { duration, list, wholeNumber } from "./values.ts";

export const LOG_FORMATS = ["auto", "stderr", "csv", "json", "syslog"] as const;

/** How log files are read. */
export interface LogOptions {
  readonly logFormat: (typeof LOG_FORMATS)[number];
  readonly logLinePrefix?: string;
  /** Threads. */
  readonly jobs?: number;
}

/** What a source is joined with. */
export interface WorkloadOptions extends LogOptions {
  readonly logs?: readonly string[];
  readonly workload?: readonly string[];
  /** False: a live server's own statements are left unread. */
  readonly pgStatStatements: boolean;
}

export interface AdviceOptions {
  /** A file: what the planner of the copy is told of the data. */
  readonly statistics?: string;
  /** The live server plans itself, with indexes that an extension pretends are there. */
  readonly whatIf?: "hypopg";
}

export function addWorkloadOptions(command: Command): Command {
  return addLogOptions(
    command
      .optionsGroup("Workload:")
      .addOption(
        new Option("--logs <path...>", "log files of the server, plain or compressed: what the database is asked").argParser(paths),
      )
      .addOption(new Option("--workload <file...>", "workload files, or exports of pg_stat_statements").argParser(paths))
      .option("--no-pg-stat-statements", "leave the pg_stat_statements of a live server unread"),
  );
}

export function addAdviceOptions(command: Command): Command {
  return command
    .option("--statistics <file>", "exported statistics, for advice on indexes: pg_dump --statistics-only")
    .addOption(new Option("--what-if <extension>", "let the live server plan with indexes that are not there").choices(["hypopg"]));
}

export function addLogOptions(command: Command): Command {
  return command
    .addOption(new Option("--log-format <format>", "of the log files").choices(LOG_FORMATS).default("auto").env("PGASSAY_LOG_FORMAT"))
    .addOption(
      new Option("--log-line-prefix <prefix>", "as the server has it (default: found from the lines)").env("PGASSAY_LOG_LINE_PREFIX"),
    )
    .addOption(new Option("--jobs <n>", "threads that read logs").argParser(threads).env("PGASSAY_JOBS"));
}

/** Of the report that `workload` writes. */
export interface StatementOptions {
  readonly sort: Sort;
  readonly minCalls: number;
  /** Milliseconds. */
  readonly minTime: number;
  /** 0: all of them. */
  readonly top?: number;
  readonly keepTags?: readonly string[];
}

export function addStatementOptions(command: Command): Command {
  return command
    .optionsGroup("Statements:")
    .addOption(new Option("--sort <order>", "the first ones are those with the most").choices(SORTS).default("time"))
    .addOption(new Option("--top <n>", "show at most n; 0 shows all (text: 20)").argParser(wholeNumber))
    .addOption(new Option("--min-calls <n>", "leave out what was called less often").argParser(wholeNumber).default(0))
    .addOption(new Option("--min-time <time>", "leave out what took less in total").argParser(duration).default(0, "0"))
    .addOption(new Option("--keep-tags <keys>", "comments of sqlcommenter to keep, such as route").argParser(list));
}

/** Several words after one flag, as a shell leaves them of a glob. */
function paths(value: string, before: readonly string[] = []): string[] {
  if (/\.sql$/i.test(value)) throw new InvalidArgumentError("A schema is named before the options.");
  return [...before, value];
}

function threads(value: string): number {
  const count = wholeNumber(value);
  if (count >= 1 && count <= 64) return count;
  throw new InvalidArgumentError("It takes 1 to 64 threads.");
}

export interface WorkloadOutputOptions {
  readonly format?: readonly FormatChoice[];
  readonly outputFile?: string;
}

export function addWorkloadOutputOptions(command: Command): Command {
  return command
    .optionsGroup("Output:")
    .addOption(new Option("-f, --format <format[=file]>", "text or json, repeatable").argParser(textOrJson))
    .option("-o, --output-file <file>", "write the report there, readable by you alone; a workload file when it ends in .json");
}

function textOrJson(value: string, before: readonly FormatChoice[] = []): FormatChoice[] {
  const choices = formats(value, before);
  if (choices.every(({ format }) => format === "text" || format === "json")) return choices;
  throw new InvalidArgumentError("Allowed choices are text, json.");
}
