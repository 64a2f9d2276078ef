import path from "node:path";
import { configJsonSchema } from "../../config/json-schema.ts";
import { notKnown } from "../../config/rule-settings.ts";
import type { RuleSetting } from "../../engine/run.ts";
import type { ObjectRef } from "../../model/reference.ts";
import { acceptanceOf } from "../acceptance.ts";
import { type ConfigOptions, configFile, configured } from "../config/configured.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { UsageError } from "../failure.ts";
import type { Io } from "../io.ts";
import { chooseRules } from "../rule-choice.ts";
import { rulesOf } from "../rules.ts";
import { writeAll } from "../terminal/write.ts";

export interface ConfigCommandOptions extends ConfigOptions {
  /** `public.account`, or `public.account.balance`. */
  readonly object?: string;
}

const ACTIONS = ["print", "validate", "schema"] as const;

export async function configCommand(action: string, options: ConfigCommandOptions, io: Io): Promise<ExitCode> {
  if (action === "schema") {
    const { default: rules } = await import("../../../rules/index.ts");
    await writeAll(io.stdout, [`${JSON.stringify(configJsonSchema(rules), null, 2)}\n`]);
    return EXIT.clean;
  }
  if (action !== "print" && action !== "validate") {
    throw notKnown(`pgassay config ${action}`, action, ACTIONS, `Write one of ${ACTIONS.join(", ")}`);
  }
  const config = await configured(options, io.env, io.cwd);
  const all = await rulesOf(config);
  const { rules, settings } = chooseRules(all, {}, config);
  // It throws on rules that its ignores name and nobody knows.
  acceptanceOf(all, config, { baseline: null, earlier: null }, new Date());
  const file = await configFile(options, io.env, io.cwd);
  const name = file === null ? null : path.relative(io.cwd, file);
  if (action === "validate") {
    if (name === null)
      throw new UsageError({ what: "no configuration", why: "none was found from here upwards", next: "Write one with pgassay init" });
    await writeAll(io.stdout, [`${name} is valid: ${rules.length} rules run, ${settings.size} are set in it\n`]);
    return EXIT.clean;
  }
  const { packs = [], rules: _, overrides: __, ...rest } = config;
  const object = options.object === undefined ? null : referenceTo(options.object);
  const effective = {
    file: name,
    ...rest,
    packs: packs.map((pack) => (typeof pack === "string" ? path.relative(io.cwd, pack) : pack.name)),
    rules: Object.fromEntries(
      rules.map((rule) => [rule.id, levelOf(rule.severity, rule.options.parse({}), settings.get(rule.id) ?? {}, object)]),
    ),
  };
  await writeAll(io.stdout, [`${JSON.stringify(effective, null, 2)}\n`]);
  return EXIT.clean;
}

function referenceTo(name: string): ObjectRef {
  const parts = name.split(".");
  const qualified = parts.length === 1 ? ["public", ...parts] : parts;
  return { kind: qualified.length > 2 ? "column" : "table", path: qualified };
}

/** What holds for the object, or in general. */
function levelOf(own: string, defaults: unknown, { severity, options, overrides = [] }: RuleSetting, object: ObjectRef | null): unknown {
  const matching = object === null ? [] : overrides.filter((it) => it.matches(object));
  const level = matching.findLast((it) => it.severity !== undefined)?.severity ?? severity ?? own;
  const set = { ...(defaults as object), ...((matching.findLast((it) => it.options !== undefined)?.options ?? options ?? {}) as object) };
  return Object.keys(set).length === 0 ? level : [level, set];
}
