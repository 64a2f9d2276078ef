import { randomUUID } from "node:crypto";
import type { Config } from "../config/schema.ts";
import type { Report } from "../contract/report.ts";
import type { Limits } from "../reporters/selection.ts";
import type { ConfigOptions } from "./config/configured.ts";
import type { Io } from "./io.ts";
import type { Format, OutputOptions, TerminalOptions } from "./options/output.ts";
import { sourcesAgain } from "./source-kind.ts";
import { layoutOf } from "./terminal/layout.ts";

/** A terminal full is read; a thousand findings are not. */
const TEXT_FINDINGS = 100;
const TEXT_PER_RULE = 20;
/** A browser opens so many at once. */
const HTML_FINDINGS = 5_000;

export interface Rendering {
  readonly report: Report;
  readonly options: OutputOptions & TerminalOptions & ConfigOptions;
  readonly sources: readonly string[];
  readonly io: Io;
  readonly config: Config;
  /** True when people see it on this process's standard output. */
  readonly onStdout: boolean;
}

/** A report in a format. Only the reporter that is asked for is loaded. */
export async function render(format: string, rendering: Rendering): Promise<Iterable<string>> {
  if (Object.hasOwn(RENDERERS, format)) return RENDERERS[format as Format](rendering);
  const { customReporter } = await import("./custom-reporter.ts");
  const reporter = await customReporter(format, rendering.config);
  return reporter.render(rendering.report, { limits: limitsOf(rendering.options) });
}

const RENDERERS: Readonly<Record<Format, (rendering: Rendering) => Promise<Iterable<string>>>> = {
  text: async ({ report, options, sources, io, onStdout }) => {
    const { text } = await import("../reporters/text/text.ts");
    const limits = limitsOf(options, TEXT_FINDINGS, TEXT_PER_RULE);
    return text.render(report, { ...layoutOf(onStdout ? io.stdout : null, options, io.env), again: sourcesAgain(sources), limits });
  },
  compact: async ({ report, options }) =>
    (await import("../reporters/compact/compact.ts")).compact.render(report, { limits: limitsOf(options) }),
  json: async ({ report, options }) => (await import("../reporters/json/json.ts")).json.render(report, { limits: limitsOf(options) }),
  jsonl: async ({ report, options }) => (await import("../reporters/jsonl/jsonl.ts")).jsonl.render(report, { limits: limitsOf(options) }),
  csv: async ({ report, options }) => (await import("../reporters/csv/csv.ts")).csv.render(report, { limits: limitsOf(options) }),
  sarif: async (rendering) => (await import("../reporters/sarif/sarif.ts")).sarif.render(rendering.report, await placed(rendering)),
  gitlab: async (rendering) => (await import("../reporters/gitlab/gitlab.ts")).gitlab.render(rendering.report, await placed(rendering)),
  junit: async (rendering) => (await import("../reporters/junit/junit.ts")).junit.render(rendering.report, await placed(rendering)),
  github: async (rendering) => {
    const { github } = await import("../reporters/github/github.ts");
    return github.render(rendering.report, { ...(await placed(rendering)), token: randomUUID() });
  },
  markdown: async ({ report, options }) => {
    const { markdown, COMMENT } = await import("../reporters/markdown/markdown.ts");
    return markdown.render(report, { limits: limitsOf(options), room: COMMENT });
  },
  "github-summary": async ({ report, options }) => {
    const { markdown, STEP_SUMMARY } = await import("../reporters/markdown/markdown.ts");
    return markdown.render(report, { limits: limitsOf(options), room: STEP_SUMMARY });
  },
  html: async ({ report, options }) => {
    const [{ htmlReport }, { planFixes }] = await Promise.all([import("../reporters/html/html.ts"), import("../fixes/plan.ts")]);
    return htmlReport.render(report, { limits: limitsOf(options, HTML_FINDINGS), plan: planFixes(report.findings) });
  },
};

async function placed({ report, options, io }: Rendering) {
  const { placesOf } = await import("./places.ts");
  return { limits: limitsOf(options), places: await placesOf(report, options, io) };
}

/** What `--max-findings` says, or else what suits the format; 0 is all of them. */
function limitsOf({ minSeverity, maxFindings }: OutputOptions, findings: number | null = null, perRule: number | null = null): Limits {
  if (maxFindings === undefined) return { minSeverity, findings, perRule };
  return { minSeverity, findings: maxFindings === 0 ? null : maxFindings, perRule: null };
}
