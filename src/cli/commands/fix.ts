import { existsSync } from "node:fs";
import { ruleCalled } from "../../config/rule-settings.ts";
import type { Finding } from "../../contract/finding.ts";
import type { Report } from "../../contract/report.ts";
import { type Dialect, emitFiles } from "../../fixes/dialects.ts";
import { planJson } from "../../fixes/json/json.ts";
import { type PlanOptions, planFixes } from "../../fixes/plan.ts";
import type { Plan } from "../../fixes/planned.ts";
import { emitSql } from "../../fixes/sql/sql.ts";
import { plainLines } from "../../model/plain-text.ts";
import { count } from "../../reporters/words.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { UsageError } from "../failure.ts";
import { dialectOf, readProject } from "../fix/project.ts";
import { writeFiles } from "../fix/write-files.ts";
import type { Io } from "../io.ts";
import { noteLine } from "../notes.ts";
import type { PlanFlags } from "../options/fix.ts";
import type { TerminalOptions } from "../options/output.ts";
import type { Surroundings } from "../program.ts";
import { refuseNothing } from "../refuse-nothing.ts";
import { look, type ReportOptions } from "../report.ts";
import { writeAll } from "../terminal/write.ts";
import { writeFileWhole } from "../terminal/write-file.ts";

export type FixOptions = ReportOptions & PlanFlags & TerminalOptions;

export async function fixCommand(sources: readonly string[], options: FixOptions, surroundings: Surroundings): Promise<ExitCode> {
  const { io, progress } = surroundings;
  refuseForNothing(options);
  const dialect = chosenDialect(options);
  const started = performance.now();
  const seen = await look(sources, options, surroundings);
  const { report, snapshot } = seen;
  refuseNothing(report);
  const ran = report.rules.map(({ rule }) => rule);
  const only = options.only === undefined ? null : new Set(options.only.map((id) => ruleCalled(ran, id).id));
  const wanted = ({ rule }: Finding) => only?.has(rule) !== false;
  const findings = report.findings.filter(wanted);
  const settings = planOptions(options, snapshot.stats?.tables ?? null);
  let plan = planFixes(findings, settings);
  if (options.prove === true || plan.deferred.length > 0) {
    const { proveInCopy, planOfProof } = await import("../fix/rounds.ts");
    const deadline = started + options.maxDuration * 0.95;
    const proof = await proveInCopy({ look: seen, wanted, rows: options.rows, deadline, say: (what) => progress.say(what) });
    plan = planOfProof(proof, findings, settings, options.prove === true);
  }
  progress.done();
  const where = await write(plan, report, dialect, options, io);
  if (options.quiet !== true) {
    const { fixes, deferred, withoutFix, proof } = plan;
    const as = (status: string) => proof?.filter((each) => each.status === status).length;
    const proven = proof === null ? "" : `; ${as("proven")} proven, ${as("refused")} refused by a precheck, ${as("failed")} failed`;
    io.stderr.write(
      noteLine(
        `${where}${count(fixes.length, "fix", "fixes")} for PostgreSQL ${Math.floor(report.server.version / 10_000)} or later, ${deferred.length} left for the next run, ${count(withoutFix.length, "finding")} without one${proven}`,
      ),
    );
  }
  const crashed = report.rules.find((run) => run.status === "crashed");
  if (crashed === undefined) return EXIT.clean;
  io.stderr.write(noteLine(`the rule ${crashed.rule.id} crashed ${crashed.reason}`));
  return EXIT.failed;
}

/** What is asked for and not done would look as if it had been. */
function refuseForNothing({ out, versions, force, rows, prove, outputFile, format }: FixOptions): void {
  const refuse = (what: string, why: string, next: string) => new UsageError({ what, why, next });
  if (rows !== undefined && prove !== true) throw refuse(`--rows ${rows}`, "only a proof needs rows", "Add --prove");
  if (out === undefined) {
    const without = versions !== undefined ? `--versions ${versions}` : force === true ? "--force" : null;
    if (without !== null) throw refuse(without, "it is for the files of --out", "Name their folder with --out");
    return;
  }
  const beside = outputFile !== undefined ? `-o ${outputFile}` : format !== undefined ? "--format" : null;
  if (beside !== null) throw refuse(`${beside} with --out ${out}`, "the plan is written once", "Leave one of the two out");
  if (versions !== undefined && !existsSync(versions))
    throw refuse(`--versions ${versions}`, "there is no such folder", "Name the folder of the tool's migrations");
}

/** The project's own tool is looked for where files are to be written. */
function chosenDialect({ dialect, out }: FixOptions): Dialect {
  if (dialect !== undefined && dialect !== "sql" && out === undefined) {
    throw new UsageError({ what: `--dialect ${dialect}`, why: "it is a folder of files", next: "Name the folder with --out" });
  }
  return dialect ?? (out === undefined ? "sql" : dialectOf(process.cwd()));
}

function planOptions({ phase, maxLock, allowHazards, lockTimeout, batchSize }: FixOptions, tables: PlanOptions["tables"]): PlanOptions {
  return {
    tables: tables ?? null,
    ...(phase === undefined ? {} : { phases: phase }),
    ...(maxLock === undefined ? {} : { maxLock }),
    ...(allowHazards === undefined ? {} : { hazards: allowHazards }),
    ...(lockTimeout === undefined ? {} : { lockTimeoutMs: lockTimeout }),
    ...(batchSize === undefined ? {} : { batchRows: batchSize }),
  };
}

const MANY_FILES = 200;
const TOO_MANY =
  "more than anybody reviews at once: take a part with --only, --table or --phase; with a live database as the source, small tables are altered in place";

/** Where it went, for the line on standard error. */
async function write(plan: Plan, report: Report, dialect: Dialect, options: FixOptions, io: Io): Promise<string> {
  const { out, outputFile } = options;
  if (out !== undefined) {
    const files = emitFiles(dialect, plan, report, readProject(options.versions ?? out, dialect));
    await writeFiles(out, files, options.force === true);
    if (files.length > MANY_FILES) io.stderr.write(noteLine(TOO_MANY));
    return `wrote ${files.length} files for ${dialect} to ${out}: `;
  }
  const text = options.format?.some(({ format }) => format === "json") === true ? [planJson(plan)] : emitSql(plan, report);
  if (outputFile !== undefined) {
    await writeFileWhole(outputFile, text);
    return `wrote ${outputFile}: `;
  }
  await writeAll(io.stdout, io.stdout.isTTY === true ? harmless(text, io) : text);
  return "";
}

/** A terminal would obey what a name can hold; in a file or a pipe the SQL has the true name. */
function* harmless(sql: Iterable<string>, io: Io): Iterable<string> {
  let changed = false;
  for (const chunk of sql) {
    const plain = plainLines(chunk);
    changed ||= plain !== chunk;
    yield plain;
  }
  if (changed) io.stderr.write(noteLine("names hold control characters, shown as \\u{…}: write the SQL to a file with -o to run it"));
}
