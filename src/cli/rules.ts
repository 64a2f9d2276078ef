import { isPack } from "../config/rule-pack.ts";
import type { Config } from "../config/schema.ts";
import type { AnyRule } from "../contract/rule.ts";
import { PgassayError } from "../model/failure.ts";

/** The built-in rules and those of the configuration's packs. Two rules of one id are refused. */
export async function rulesOf(config: Config): Promise<readonly AnyRule[]> {
  const { default: own } = await import("../../rules/index.ts");
  const rules = [...own];
  for (const named of config.packs ?? []) {
    const pack = typeof named === "string" ? await packAt(named) : named;
    for (const rule of pack.rules) {
      if (rules.some((known) => known.id === rule.id)) {
        throw new PgassayError({
          what: `the rule ${rule.id} of ${pack.name}`,
          why: "another rule has that id",
          next: "Leave out one of the two packs, or ask its author for another id",
        });
      }
      rules.push(rule);
    }
  }
  return rules;
}

async function packAt(file: string) {
  const { importModule } = await import("./config/module.ts");
  const exported = await importModule(file, file);
  if (isPack(exported)) return exported;
  throw new PgassayError({
    what: `${file} is no rule pack`,
    why: "its default export is not { api: 1, name, version, rules }",
    next: "See docs/writing-rules.md",
  });
}
