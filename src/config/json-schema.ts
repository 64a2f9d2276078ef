import { z } from "zod";
import { type AnyRule, SEVERITIES } from "../contract/rule.ts";
import { configSchema } from "./schema.ts";

/** The configuration's JSON Schema, for editors: the rules are listed with their options. */
export function configJsonSchema(rules: readonly AnyRule[]): object {
  const schema = z.toJSONSchema(configSchema, { io: "input", unrepresentable: "any" }) as unknown as {
    properties: { rules: object; overrides: { items: { properties: { rules: object } } } };
  };
  const listed = { type: "object", properties: Object.fromEntries(rules.map((rule) => [rule.id, ruleSchema(rule)])) };
  schema.properties.rules = listed;
  schema.properties.overrides.items.properties.rules = listed;
  return schema;
}

function ruleSchema({ docs, options }: AnyRule): object {
  const level = { enum: [...SEVERITIES, "off"] };
  const { $schema, ...own } = z.toJSONSchema(options, { io: "input", unrepresentable: "any" });
  return { description: docs.summary, anyOf: [level, { type: "array", prefixItems: [level, own], minItems: 2, maxItems: 2 }] };
}
