import { z } from "zod";
import { reportSchema } from "../../src/reporters/json/report-schema.ts";

const { shape } = reportSchema;
const typed = <S extends z.ZodRawShape>(type: string, rest: S) => z.strictObject({ type: z.literal(type), ...rest });

/** A line is a part of the JSON report. */
export const jsonlLine = z.union([
  typed("report", {
    schemaVersion: shape.schemaVersion,
    tool: shape.tool,
    takenAt: shape.takenAt,
    source: shape.source,
    server: shape.server,
    catalog: shape.catalog,
  }),
  typed("finding", shape.findings.element.shape),
  typed("suppressed", shape.suppressed.element.shape),
  typed("coverage", shape.coverage.shape),
  typed("workload", shape.workload.unwrap().shape),
  typed("summary", shape.summary.shape),
]);
