import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { count } from "../../reporters/words.ts";
import { updateBaseline } from "../baseline.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { UsageError } from "../failure.ts";
import { ciFile } from "../init/ci.ts";
import { type Detected, detect } from "../init/detect.ts";
import type { InputOptions } from "../options/input.ts";
import type { TerminalOptions } from "../options/output.ts";
import type { Surroundings } from "../program.ts";
import { makeReport } from "../report.ts";
import { rulesOf } from "../rules.ts";
import { writeAll } from "../terminal/write.ts";
import { writeFileWhole } from "../terminal/write-file.ts";

export type InitOptions = InputOptions & TerminalOptions & { readonly ci: boolean };

const CONFIG = "pgassay.config.json";
const BASELINE = "schema-baseline.json";

/** Writes a configuration that fits the project, a baseline of what is there today, and the step for CI. Nothing is overwritten. */
export async function initCommand(sources: readonly string[], options: InitOptions, surroundings: Surroundings): Promise<ExitCode> {
  const { io } = surroundings;
  const at = (file: string) => path.join(io.cwd, file);
  const taken = [CONFIG, BASELINE].find((file) => existsSync(at(file)));
  if (taken !== undefined)
    throw new UsageError({ what: taken, why: "it is there already", next: "pgassay audit uses it; delete it to start anew" });
  const found = detect(io.cwd);
  const audited = sources.length > 0 ? sources : found.source === null ? [] : [found.source];
  const rows: [file: string, text: string][] = [["source", sources.length > 0 ? sources.join(", ") : foundText(found)]];
  let baseline = {};
  if (audited.length > 0) {
    const report = await makeReport(audited, options, surroundings, "on demand");
    surroundings.progress.done();
    const known = new Set((await rulesOf({})).map((rule) => rule.id));
    const { total } = await updateBaseline(at(BASELINE), [], report, known, false);
    baseline = { source: audited.length === 1 ? audited[0] : audited, baseline: BASELINE };
    rows.push([BASELINE, `${count(total, "finding")} of today, which the gate accepts from now on`]);
  }
  const config = { $schema: "./node_modules/pgassay/docs/schema/config.schema.json", extends: ["recommended"], ...baseline };
  await writeFileWhole(at(CONFIG), [`${JSON.stringify(config, null, 2)}\n`]);
  rows.push([CONFIG, audited.length > 0 ? "rules, source and baseline" : "rules"]);
  const ci = options.ci ? ciFile(io.cwd) : null;
  if (ci !== null && !existsSync(at(ci.file))) {
    mkdirSync(path.dirname(at(ci.file)), { recursive: true });
    await writeFileWhole(at(ci.file), [ci.text]);
    rows.push([ci.file, "the gate of every pull request"]);
  }
  const width = Math.max(...rows.map(([file]) => file.length));
  const hint = sources.length > 0 ? null : found.hint;
  await writeAll(io.stdout, [...rows.map(([file, text]) => `${file.padEnd(width)}  ${text}\n`), `\nNext\n  ${hint ?? NEXT}\n`]);
  return EXIT.clean;
}

const NEXT = "pgassay audit    fails on what is new\n  pgassay fix      writes the SQL for what was there before";

function foundText({ tool, source }: Detected): string {
  return source === null ? tool : `${source} (${tool})`;
}
