import { Command } from "commander";
import type { Config } from "../config/schema.ts";
import type { ConfigCommandOptions } from "./commands/config.ts";
import type { DiffOptions } from "./commands/diff.ts";
import type { MergeOptions, WorkloadCommandOptions } from "./commands/workload.ts";
import { addConfigOptions, type ConfigOptions, configured, sourcesOf, withConfig } from "./config/configured.ts";
import { within } from "./deadline.ts";
import type { ExitCode } from "./exit-code.ts";
import { usageLine } from "./failure.ts";
import type { Io } from "./io.ts";
import { addFixOptions } from "./options/fix.ts";
import { addBaselineOptions, addFailOn, addGateOptions } from "./options/gate.ts";
import { addInputOptions, addMaxDuration, type InputOptions } from "./options/input.ts";
import { addOutputOptions, addTerminalOptions, type OutputOptions, type TerminalOptions } from "./options/output.ts";
import { addSampleOption } from "./options/sample.ts";
import { addSelectionOptions } from "./options/selection.ts";
import { addAdviceOptions, addLogOptions, addStatementOptions, addWorkloadOptions, addWorkloadOutputOptions } from "./options/workload.ts";
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
    // What follows a command's name is the command's own.
    .enablePositionalOptions()
    .exitOverride()
    .configureHelp({ minWidthToWrap: NARROWEST_HELP })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => helpWidth(stdout),
      getErrHelpWidth: () => helpWidth(stderr),
      outputError: (text, write) =>
        write(
          `${usageLine(
            text
              .replace(/^error: /, "")
              .replace(/\s+/g, " ")
              .replace(/ \((Did you mean .+\?)\) *$/, ". $1"),
          )}\n`,
        ),
    })
    .addHelpText("after", SOURCES);

  const audit = program.command("audit [source...]", { isDefault: true }).description("find what is wrong, and gate a build");
  addBaselineOptions(
    addGateOptions(addOutputOptions(addSelectionOptions(addAdviceOptions(addWorkloadOptions(addSampleOption(addInputOptions(audit))))))),
  );
  addTerminalOptions(addConfigOptions(audit)).action(reading(invocation, async () => (await import("./commands/audit.ts")).auditCommand));

  const fix = program.command("fix [source...]").description("write the SQL that repairs the findings; never runs it");
  addFixOptions(addSelectionOptions(addAdviceOptions(addWorkloadOptions(addSampleOption(addInputOptions(fix))))));
  addTerminalOptions(addConfigOptions(fix)).action(reading(invocation, async () => (await import("./commands/fix.ts")).fixCommand));

  const snapshot = program.command("snapshot [source...]").description("write structure and statistics, without row data, for later runs");
  addWorkloadOptions(addSampleOption(addInputOptions(snapshot)))
    .optionsGroup("Output:")
    .option("-o, --output-file <file>", "write the snapshot there, readable by you alone");
  addTerminalOptions(addConfigOptions(snapshot)).action(
    reading(invocation, async () => (await import("./commands/snapshot.ts")).snapshotCommand),
  );

  const doctor = program.command("doctor [source...]").description("what can be read, and what will be skipped; safe to paste");
  addTerminalOptions(addConfigOptions(addInputOptions(doctor))).action(
    reading(invocation, async () => (await import("./commands/doctor.ts")).doctorCommand),
  );

  const diff = program.command("diff <before> <after>").description("what is new and what is gone between two sources or snapshots");
  addFailOn(addSelectionOptions(addInputOptions(diff)))
    .optionsGroup("Output:")
    .option("--json", "as JSON")
    .option("-o, --output-file <file>", "write it there");
  addTerminalOptions(addConfigOptions(diff)).action((before: string, after: string, options: DiffOptions, command: Command) =>
    reading(invocation, async () => (await import("./commands/diff.ts")).diffCommand)([before, after], options, command),
  );

  const init = program.command("init [source...]").description("write a configuration, a baseline of today, and the step for CI");
  addInputOptions(init).optionsGroup("Output:").option("--no-ci", "write nothing for CI");
  addTerminalOptions(init).action(reading(invocation, async () => (await import("./commands/init.ts")).initCommand));

  const config = program
    .command("config <print|validate|schema>")
    .description("the configuration that a run has, its check, and its JSON schema");
  addConfigOptions(config)
    .option("--object <name>", "print what holds for this table or column")
    .action(async (action: string, options: ConfigCommandOptions) => {
      invocation.code = await (await import("./commands/config.ts")).configCommand(action, options, invocation.io);
    });

  const workload = program
    .command("workload [files...]")
    .description("what server logs, workload files and exports of pg_stat_statements say that a database is asked")
    .enablePositionalOptions();
  addWorkloadOutputOptions(addStatementOptions(addLogOptions(addMaxDuration(workload.optionsGroup("Input:")))));
  addTerminalOptions(workload).action(
    bounded<WorkloadCommandOptions & Bounds>(invocation, async () => (await import("./commands/workload.ts")).workloadCommand),
  );
  const merge = addMaxDuration(workload.command("merge <files...>").description("sum workload files into one")).option(
    "-o, --output-file <file>",
    "write the sum there, readable by you alone",
  );
  addTerminalOptions(merge).action(
    bounded<MergeOptions & Bounds>(invocation, async () => (await import("./commands/workload.ts")).mergeCommand),
  );

  const rules = program.command("rules").description("list the rules").option("--json", "as JSON");
  addTerminalOptions(rules).action(async (options: TerminalOptions & { json?: true }) => {
    invocation.code = await (await import("./commands/rules.ts")).rulesCommand(options, invocation.io);
  });

  const explain = program.command("explain <rule>").description("what a rule finds, why it matters, and what its fix does");
  addTerminalOptions(explain).action(async (rule: string, options: TerminalOptions) => {
    invocation.code = await (await import("./commands/explain.ts")).explainCommand(rule, options, invocation.io);
  });
  program
    .command("completion <bash|zsh|fish>")
    .description("a script that completes commands and options")
    .action(async (shell: string) => {
      invocation.code = await (await import("./commands/completion.ts")).completionCommand(shell, program, invocation.io);
    });
  return program;
}

function reading<O extends InputOptions & TerminalOptions & ConfigOptions & Partial<OutputOptions>>(
  invocation: Invocation,
  load: () => Promise<SourceCommand<O>>,
): (sources: string[], options: O, command: Command) => Promise<void> {
  return async (named, given, command) => {
    const { io } = invocation;
    invocation.wantsJson = given.format?.some(({ format, file }) => format === "json" && file === null) === true;
    const config = await configured(given, io.env, io.cwd);
    const options = withConfig(given, config, command);
    const sources = sourcesOf(named, options, config);
    await bounded<O>(invocation, async () => {
      const run = await load();
      return (_, __, around) => run(sources, options, { ...around, config });
    })([...sources], options);
  };
}

type Around = Pick<Surroundings, "io" | "signal" | "progress">;

/** A command that stops when its time is up, and says meanwhile what it does. */
function bounded<O extends Bounds>(
  invocation: Invocation,
  load: () => Promise<(files: readonly string[], options: O, around: Around) => Promise<ExitCode>>,
): (files: string[], options: O) => Promise<void> {
  return async (files, options) => {
    const { io } = invocation;
    const { quiet = false, verbose = false } = options;
    const progress = progressOn(io, { progress: options.progress, quiet, verbose });
    try {
      invocation.code = await within(options.maxDuration, io.interrupt, async (signal) => {
        const run = await load();
        return run(files, options, { io, signal, progress });
      });
    } finally {
      progress.done();
    }
  };
}

type Bounds = Pick<InputOptions, "maxDuration"> & TerminalOptions & Pick<Partial<OutputOptions>, "format">;

/** Beside the longest command, a terminal of 80 columns leaves less than the 40 from which commander breaks lines. */
const NARROWEST_HELP = 24;

function helpWidth(stream: Io["stdout"]): number {
  return stream.isTTY === true ? Math.min(stream.columns ?? 80, 120) : 100;
}

const SOURCES = `
A source is a postgres:// URL, "host=… dbname=…", service=NAME, a .sql file, a
folder or glob of migrations, a snapshot file, or - for SQL on standard input.
Several files are replayed in turn. Without a source, DATABASE_URL and the PG*
variables say.

Exit codes: 0 clean, 1 findings at or above --fail-on, 2 the job could not be
done, 130 interrupted.
`;
