import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { updateBaseline } from "../baseline.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { UsageError } from "../failure.ts";
import { ciFile } from "../init/ci.ts";
import { detect } from "../init/detect.ts";
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
  const source = sources.length === 0 ? found.source : sources.length === 1 ? sources[0] : sources;
  const said: string[] = [
    sources.length === 0
      ? `found        ${found.tool}${found.source === null ? "" : ` in ${found.source}`}`
      : `source       ${sources.join(", ")}`,
  ];
  const config = {
    $schema: "./node_modules/pgassay/docs/schema/config.schema.json",
    extends: ["recommended"],
    ...(source === null ? {} : { source }),
    baseline: BASELINE,
  };
  if (source !== null && source !== undefined) {
    const report = await makeReport([source].flat(), options, surroundings, "on demand");
    surroundings.progress.done();
    const known = new Set((await rulesOf({})).map((rule) => rule.id));
    const { total } = await updateBaseline(at(BASELINE), [], report, known, false);
    said.push(`${BASELINE.padEnd(21)} ${total} findings of today, which the gate accepts from now on`);
  }
  await writeFileWhole(at(CONFIG), [`${JSON.stringify(source === null ? { ...config, baseline: undefined } : config, null, 2)}\n`]);
  said.splice(1, 0, `${CONFIG.padEnd(21)} rules, source and baseline`);
  const ci = options.ci ? ciFile(io.cwd) : null;
  if (ci !== null && !existsSync(at(ci.file))) {
    mkdirSync(path.dirname(at(ci.file)), { recursive: true });
    await writeFileWhole(at(ci.file), [ci.text]);
    said.push(`${ci.file.padEnd(21)} the gate of every pull request`);
  }
  const next =
    found.hint !== null && sources.length === 0
      ? [`\nNext\n  ${found.hint}\n`]
      : ["\nNext\n  pgassay audit    fails on what is new\n  pgassay fix      writes the SQL for what was there before\n"];
  await writeAll(io.stdout, [...said.map((line) => `${line}\n`), ...next]);
  return EXIT.clean;
}
