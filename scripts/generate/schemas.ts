import { z } from "zod";
import { configJsonSchema } from "../../src/config/json-schema.ts";
import type { AnyRule } from "../../src/contract/rule.ts";
import { reportSchema } from "../../src/reporters/json/report-schema.ts";
import { workloadFileSchema } from "../../src/sources/workload-file.ts";
import { formatted, type Generated } from "./files.ts";

/** The shapes of what others read and write, for editors and programs in any language. */
export function jsonSchemas(rules: readonly AnyRule[]): Generated[] {
  return [
    written("report", z.toJSONSchema(reportSchema, { io: "input" })),
    written("workload", z.toJSONSchema(workloadFileSchema, { io: "input" })),
    written("config", configJsonSchema(rules)),
  ];
}

function written(name: string, schema: object): Generated {
  return formatted({ file: `docs/schema/${name}.schema.json`, text: `${JSON.stringify(schema, null, 2)}\n` });
}
