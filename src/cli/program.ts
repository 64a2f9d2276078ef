import { Command } from "commander";
import type { Config } from "../config/schema.ts";
import { plainText } from "../model/plain-text.ts";
import { addConfigOptions, type ConfigOptions, configured, sourcesOf, withConfig } from "./config/configured.ts";
import { within } from "./deadline.ts";
import type { ExitCode } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { addBaselineOptions, addGateOptions } from "./options/gate.ts";
import { addInputOptions, type InputOptions } from "./options/input.ts";
import { addOutputOptions, addTerminalOptions, type OutputOptions, type TerminalOptions } from "./options/output.ts";
import { addSampleOption } from "./options/sample.ts";
import { addSelectionOptions } from "./options/selection.ts";
import { type Progress, progressOn } from "./terminal/progress.ts";
import { VERSION } from "./version.ts";

/** One run of the program, and what came of it. */
export interface Invocation {
  readonly io: Io;
  code: ExitCode;
  /** Failures are then JSON too. */
  wantsJson: boolean;
}

/** What every command that reads a source gets. */
export interface Surroundings {
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Empty when there is none. */
  readonly config: Config;
}

type SourceCommand<O> = (sources: readonly string[], options: O, surroundings: Surroundings) => Promise<ExitCode>;

/** The commands and their options. What a command does is loaded when it is called. */
export function programFor(invocation: Invocation): Command {
  const { stdout, stderr } = invocation.io;
  const program = new Command("pgassay")
    .description("Finds what is wrong with a PostgreSQL schema, proves it, and writes the SQL that repairs it.")
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => helpWidth(stdout),
      getErrHelpWidth: () => helpWidth(stderr),
      outputError: (text, write) =>
        write(
          `pgassay: ${plainText(
            text
              .replace(/^error: /, "")
              .replace(/\s+/g, " ")
              .trim(),
          )} See --help.\n`,
        ),
    })
    .addHelpText("after", SOURCES);

  const audit = program.command("audit [source...]", { isDefault: true }).description("find what is wrong, and gate a build");
  addBaselineOptions(addGateOptions(addOutputOptions(addSelectionOptions(addSampleOption(addInputOptions(audit))))));
  addTerminalOptions(addConfigOptions(audit)).action(reading(invocation, async () => (await import("./commands/audit.ts")).auditCommand));

  const fix = program.command("fix [source...]").description("write the SQL that repairs the findings; never runs it");
  addSelectionOptions(addSampleOption(addInputOptions(fix)))
    .optionsGroup("Output:")
    .option("-o, --output-file <file>", "write the SQL there");
  addTerminalOptions(addConfigOptions(fix)).action(reading(invocation, async () => (await import("./commands/fix.ts")).fixCommand));

  const snapshot = program.command("snapshot [source...]").description("write structure and statistics, without row data, for later runs");
  addSampleOption(addInputOptions(snapshot))
    .optionsGroup("Output:")
    .option("-o, --output-file <file>", "write the snapshot there, readable by you alone");
  addTerminalOptions(addConfigOptions(snapshot)).action(
    reading(invocation, async () => (await import("./commands/snapshot.ts")).snapshotCommand),
  );

  const doctor = program.command("doctor [source...]").description("what can be read, and what will be skipped; safe to paste");
  addTerminalOptions(addConfigOptions(addInputOptions(doctor))).action(
    reading(invocation, async () => (await import("./commands/doctor.ts")).doctorCommand),
  );

  const rules = program.command("rules").description("list the rules").option("--json", "as JSON");
  addTerminalOptions(rules).action(async (options: TerminalOptions & { json?: true }) => {
    invocation.code = await (await import("./commands/rules.ts")).rulesCommand(options, invocation.io);
  });

  const explain = program.command("explain <rule>").description("what a rule finds, why it matters, and what its fix does");
  addTerminalOptions(explain).action(async (rule: string, options: TerminalOptions) => {
    invocation.code = await (await import("./commands/explain.ts")).explainCommand(rule, options, invocation.io);
  });
  return program;
}

function reading<O extends InputOptions & TerminalOptions & ConfigOptions & Partial<OutputOptions>>(
  invocation: Invocation,
  load: () => Promise<SourceCommand<O>>,
): (sources: string[], options: O, command: Command) => Promise<void> {
  return async (named, given, command) => {
    const { io } = invocation;
    const config = await configured(given, io.env, io.cwd);
    const options = withConfig(given, config, command);
    const sources = sourcesOf(named, options, config);
    invocation.wantsJson = options.format?.some(({ format, file }) => format === "json" && file === null) === true;
    const { quiet = false, verbose = false } = options;
    const progress = progressOn(io, { progress: options.progress, quiet, verbose });
    try {
      invocation.code = await within(options.maxDuration, io.interrupt, async (signal) => {
        const run = await load();
        return run(sources, options, { io, signal, progress, config });
      });
    } finally {
      progress.done();
    }
  };
}

function helpWidth(stream: Io["stdout"]): number {
  return stream.isTTY === true ? Math.min(stream.columns ?? 80, 120) : 100;
}

const SOURCES = `
A source is a postgres:// URL, "host=… dbname=…", service=NAME, a .sql file, a folder or glob of migrations,
a snapshot file, or - for SQL on standard input. Several files are replayed in turn. Without one, DATABASE_URL and the PG* variables say.

Exit codes: 0 clean, 1 findings at or above --fail-on, 2 the job could not be done, 130 interrupted.
`;
