import type { Report } from "../../contract/report.ts";
import { plainText } from "../../model/plain-text.ts";
import { serverVersion } from "../words.ts";
import type { TextOptions } from "./text.ts";

export function headerLines(report: Report, { paint }: TextOptions): string[] {
  const embedded = report.source.kind === "sql" || report.source.kind === "migrations";
  const server = `PostgreSQL ${serverVersion(report.server.version)}${embedded ? ", embedded" : ""}`;
  return [`${paint.bold(`pgassay ${report.tool.version}`)}  ${plainText(report.source.name)}  ${paint.dim(server)}`];
}
