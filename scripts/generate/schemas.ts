import { z } from "zod";
import { reportSchema } from "../../src/reporters/json/report-schema.ts";
import { formatted, type Generated } from "./files.ts";

/** The shapes of what others read, for editors and programs in any language. */
export function jsonSchemas(): Generated[] {
  const text = JSON.stringify(z.toJSONSchema(reportSchema, { io: "input" }), null, 2);
  return [formatted({ file: "docs/schema/report.schema.json", text: `${text}\n` })];
}
