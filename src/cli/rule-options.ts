import { z } from "zod";
import type { AnyRule } from "../contract/rule.ts";

export interface RuleOption {
  readonly name: string;
  /** In JSON Schema's words: `integer`, `string[]`, `"a" | "b"`. */
  readonly type: string;
  /** JSON text. */
  readonly default: string;
  readonly description: string;
}

interface Property {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Property;
  readonly anyOf?: readonly Property[];
  readonly description?: string;
}

/** The options of a rule, from its schema. */
export function optionsOf(rule: AnyRule): RuleOption[] {
  const defaults = rule.options.parse({}) as Record<string, unknown>;
  const schema = z.toJSONSchema(rule.options, { io: "input" }) as { properties?: Record<string, Property> };
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    type: typeOf(property),
    default: JSON.stringify(defaults[name]),
    description: property.description ?? "",
  }));
}

function typeOf({ type, enum: values, items, anyOf }: Property): string {
  if (anyOf !== undefined) return anyOf.map(typeOf).join(" | ");
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(" | ");
  return type === "array" ? `${items === undefined ? "any" : typeOf(items)}[]` : (type ?? "any");
}
