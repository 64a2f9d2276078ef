import rules from "../../rules/index.ts";
import { audit } from "../../src/audit.ts";
import type { Report } from "../../src/contract/report.ts";
import { planFixes } from "../../src/fixes/plan.ts";
import { compact } from "../../src/reporters/compact/compact.ts";
import { csv } from "../../src/reporters/csv/csv.ts";
import { github } from "../../src/reporters/github/github.ts";
import { gitlab } from "../../src/reporters/gitlab/gitlab.ts";
import { htmlReport } from "../../src/reporters/html/html.ts";
import { json } from "../../src/reporters/json/json.ts";
import { jsonl } from "../../src/reporters/jsonl/jsonl.ts";
import { junit } from "../../src/reporters/junit/junit.ts";
import { COMMENT, markdown } from "../../src/reporters/markdown/markdown.ts";
import { UNPAINTED } from "../../src/reporters/paint.ts";
import { sarif } from "../../src/reporters/sarif/sarif.ts";
import { text } from "../../src/reporters/text/text.ts";
import { replaySource } from "../../src/sources/replay/replay-source.ts";
import type { Generated } from "./files.ts";
import { WORKLOAD } from "./report-workload.ts";

/** Few rules that hardly change: the files are there to show formats. One of them is skipped, which reports have to say. */
const RULES = ["float-money", "foreign-key-without-index", "missing-primary-key", "naive-timestamp", "redundant-index", "unused-index"];

const limits = { minSeverity: "info", findings: null, perRule: null } as const;
const places = { cwd: "/work", root: "/work", anchor: "pgassay.config.json" };

/** Every format, as the program writes it; the options that the shell would choose are fixed. */
export const RENDERERS: Readonly<Record<string, (report: Report) => Iterable<string>>> = {
  txt: (report) =>
    text.render(report, { paint: UNPAINTED, width: 80, again: "schema.sql", limits: { ...limits, findings: 100, perRule: 20 } }),
  compact: (report) => compact.render(report, { limits }),
  json: (report) => json.render(report, { limits }),
  jsonl: (report) => jsonl.render(report, { limits }),
  csv: (report) => csv.render(report, { limits }),
  sarif: (report) => sarif.render(report, { limits, places }),
  github: (report) => github.render(report, { limits, places, token: "token" }),
  "gitlab.json": (report) => gitlab.render(report, { limits, places }),
  "junit.xml": (report) => junit.render(report, { limits, places }),
  md: (report) => markdown.render(report, { limits, room: COMMENT }),
  html: (report) => htmlReport.render(report, { limits: { ...limits, findings: 5_000 }, plan: planFixes(report.findings) }),
};

/** The audit of a schema of hostile names, and of three tables of the worked example, in every format. */
export async function reportFiles(root: string): Promise<Generated[]> {
  const reports = {
    hostile: await reportOf(root, "fixtures/reports/hostile.sql", []),
    finance: {
      ...(await reportOf(root, "fixtures/finance/schema.sql", ["account_history", "accounts", "investment_holdings"])),
      workload: WORKLOAD,
    },
  };
  return Object.entries(reports).flatMap(([name, report]) =>
    Object.entries(RENDERERS).map(([extension, render]) => ({
      file: `fixtures/reports/${name}.${extension}`,
      text: [...render(report)].join(""),
    })),
  );
}

async function reportOf(root: string, file: string, tables: readonly string[]): Promise<Report> {
  const before = process.cwd();
  process.chdir(root);
  try {
    const snapshot = await replaySource(file, { cache: false }).load({ stats: false, schemas: null }, AbortSignal.timeout(60_000));
    return audit(
      { ...snapshot, takenAt: "2026-01-02T03:04:05.000Z" },
      {
        rules: rules.filter(({ id }) => RULES.includes(id)),
        toolVersion: "0.0.0",
        scope: { include: tables, exclude: [] },
      },
    );
  } finally {
    process.chdir(before);
  }
}
