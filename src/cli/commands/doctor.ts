import { release } from "node:os";
import { audit } from "../../audit.ts";
import type { Report } from "../../contract/report.ts";
import { plainText } from "../../model/plain-text.ts";
import type { SnapshotData } from "../../model/snapshot.ts";
import { skippedByReason } from "../../reporters/skipped.ts";
import { hanging } from "../../reporters/text/width.ts";
import { count, serverVersion } from "../../reporters/words.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { failureSentence, Interrupted } from "../failure.ts";
import { linkSource } from "../link-source.ts";
import type { InputOptions } from "../options/input.ts";
import type { TerminalOptions } from "../options/output.ts";
import type { Surroundings } from "../program.ts";
import { readSource } from "../read-source.ts";
import { scopeOf } from "../scope.ts";
import { layoutOf } from "../terminal/layout.ts";
import { writeAll } from "../terminal/write.ts";
import { VERSION } from "../version.ts";
import { workloadRows } from "./doctor-workload.ts";

type Row = readonly [label: string, text: string];

/** What can be read from here, and what cannot. Holds no password, no host variable's value, and nothing from the data. */
export async function doctorCommand(
  sources: readonly string[],
  options: InputOptions & TerminalOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { io, progress, signal, config } = surroundings;
  const { width } = layoutOf(io.stdout, options, io.env);
  await writeAll(io.stdout, lines(programRows(io.env)));
  try {
    const snapshot = await readSource(sources, options, surroundings, { stats: true, workload: true });
    const { default: rules } = await import("../../../rules/index.ts");
    const report = audit(await linkSource(snapshot, {}), { rules, scope: scopeOf(options, config), toolVersion: VERSION });
    progress.done();
    await writeAll(io.stdout, [...lines([...sourceRows(snapshot), ...workloadRows(snapshot)]), ...wrapped(coverageRows(report), width)]);
    return EXIT.clean;
  } catch (error) {
    if (signal.aborted || error instanceof Interrupted) throw error;
    progress.done();
    await writeAll(io.stdout, wrapped([["source", failureSentence(error)]], width));
    return EXIT.failed;
  }
}

function programRows(env: Readonly<Record<string, string | undefined>>): Row[] {
  const names = Object.keys(env).filter((name) => /^(PGASSAY_|PG[A-Z]+$|DATABASE_URL$)/.test(name));
  return [
    ["pgassay", VERSION],
    ["node", `${process.version} on ${process.platform} ${process.arch}, ${release()}`],
    ["variables", names.length === 0 ? "none that pgassay reads" : `${names.sort().join(", ")} (values not shown)`],
  ];
}

function sourceRows({ source, server, stats }: SnapshotData): Row[] {
  const extensions = Object.entries(server.extensions).map(([name, version]) => `${name} ${version}`);
  return [
    ["source", `${source.name} (${source.kind})`],
    [
      "server",
      `PostgreSQL ${serverVersion(server.version)}${server.standby ? ", a standby" : ""}${server.database === "" ? "" : `, database ${server.database}`}`,
    ],
    ["extensions", extensions.length === 0 ? "none" : extensions.join(", ")],
    [
      "statistics",
      stats === null ? "none" : `since ${stats.window.since ?? "an unknown time"}${stats.standbysIncluded ? "" : ", this server alone"}`,
    ],
  ];
}

function coverageRows(report: Report): Row[] {
  const { schemas, tables, columns, indexes } = report.counted;
  const skipped = report.rules.filter(({ status }) => status !== "ran");
  const crashed = skipped.filter(({ status }) => status === "crashed");
  return [
    ["read", `${count(schemas, "schema")}, ${count(tables, "table")}, ${count(columns, "column")}, ${count(indexes, "index", "indexes")}`],
    ["rules", `${report.rules.length - skipped.length} run, ${skipped.length} do not`],
    ...skippedByReason(report.rules).map(({ reason, ids }): Row => ["", `skipped: ${ids.join(", ")}: ${reason}`]),
    ...crashed.map(({ rule, reason }): Row => ["", `${rule.id} crashed ${reason}`]),
    ["not read", report.gaps.length === 0 ? "nothing: everything was read" : count(report.gaps.length, "gap")],
    ...report.gaps.map(({ subject, reason, at }): Row => ["", `${at === null ? "" : `${at.file}:${at.line} `}${subject}: ${reason}`]),
  ];
}

const LABEL = 12;

/** Settings stay whole, to be copied. */
function lines(rows: readonly Row[]): string[] {
  return rows.map(([label, text]) => `${label.padEnd(LABEL)}${plainText(text)}\n`);
}

function wrapped(rows: readonly Row[], width: number): string[] {
  const room = Math.max(22, width - LABEL);
  return rows.flatMap(([label, text]) =>
    hanging(plainText(text), room).map((line, n) => `${(n === 0 ? label : "").padEnd(LABEL)}${line}\n`),
  );
}
