import { z } from "zod";
import { type RulePack, SEVERITIES, type Severity } from "../contract/rule.ts";
import { NEWEST_MAJOR, OLDEST_MAJOR } from "../model/major-version.ts";
import { isPack } from "./rule-pack.ts";

export type RuleLevel = Severity | "off";
/** A level alone keeps the options that were set before. */
export type RuleConfig = RuleLevel | readonly [RuleLevel, Readonly<Record<string, unknown>>];

/** What `pgassay.config.*` holds. Paths in it start at its own folder. */
export interface Config {
  readonly $schema?: string | undefined;
  /** Presets, other configurations by path, and packages; later ones win, and this file wins over all. Nothing: `recommended`. */
  readonly extends?: readonly string[] | undefined;
  /** Rule packs: a path or a package, or in code the pack itself. */
  readonly packs?: readonly (string | RulePack)[] | undefined;
  /** Reporters by the name that `--format` gets: a path or a package. */
  readonly reporters?: Readonly<Record<string, string>> | undefined;
  /** What is audited when the command line names nothing. */
  readonly source?: string | readonly string[] | undefined;
  readonly rules?: Readonly<Record<string, RuleConfig>> | undefined;
  /** For objects that match a glob, such as `audit.*`; the last one that matches wins. */
  readonly overrides?: readonly OverrideConfig[] | undefined;
  /** Globs over tables, `name` or `schema.name`. */
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly ignores?: readonly IgnoreConfig[] | undefined;
  readonly baseline?: string | undefined;
  readonly failOn?: Severity | "never" | undefined;
  readonly maxWarnings?: number | undefined;
  readonly strict?: boolean | undefined;
  readonly minSeverity?: Severity | undefined;
  readonly pgVersion?: number | undefined;
}

export interface OverrideConfig {
  readonly objects: string | readonly string[];
  readonly rules: Readonly<Record<string, RuleConfig>>;
}

export interface IgnoreConfig {
  /** Glob over an object's path: `public.sessions`, `audit.*`, `public.account.balance`. */
  readonly object: string;
  /** Every rule when left out. */
  readonly rules?: readonly string[] | undefined;
  readonly reason: string;
  /** The last day it holds. */
  readonly expires?: string | undefined;
}

const level = z.enum([...SEVERITIES, "off"]);
const severity = z.enum(SEVERITIES);
const ruleConfig = z.union([level, z.tuple([level, z.record(z.string(), z.unknown())])]);
const rules = z.record(z.string(), ruleConfig);
const text = z.string().min(1);
const globs = z.array(text);

export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  extends: z.array(text).optional().describe("Presets, other configurations by path, and packages; later ones win"),
  packs: z
    .array(z.union([text, z.custom<RulePack>(isPack)]))
    .optional()
    .describe("Rule packs: paths or packages"),
  reporters: z.record(text, text).optional().describe("Reporters by the name that --format gets: paths or packages"),
  source: z.union([text, globs]).optional().describe("What is audited when the command line names nothing"),
  rules: rules.optional().describe("off, info, warning or error; or [level, options]"),
  overrides: z
    .array(z.strictObject({ objects: z.union([text, globs]), rules }))
    .optional()
    .describe("For objects that match a glob; the last one that matches wins"),
  include: globs.optional().describe("Only these tables: name or schema.name, with * and ?"),
  exclude: globs.optional().describe("Not these tables"),
  ignores: z
    .array(
      z.strictObject({
        object: text,
        rules: globs.optional(),
        reason: text,
        expires: z
          .string()
          .regex(/^\d{4}-\d{2}-\d{2}$/)
          .optional(),
      }),
    )
    .optional()
    .describe("Findings that are accepted, with the reason"),
  baseline: text.optional().describe("File of the findings that were there before"),
  failOn: z
    .enum([...SEVERITIES, "never"])
    .optional()
    .describe("Exit 1 from this severity up"),
  maxWarnings: z.int().nonnegative().optional(),
  strict: z.boolean().optional(),
  minSeverity: severity.optional(),
  pgVersion: z.int().min(OLDEST_MAJOR).max(NEWEST_MAJOR).optional().describe("Version that a schema file is meant for"),
});
