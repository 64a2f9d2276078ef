import { type Command, Option } from "commander";
import { PRESETS, type Preset } from "../../config/presets.ts";
import { CATEGORIES } from "../../contract/rule.ts";
import { list } from "./values.ts";

export interface SelectionOptions {
  /** Left out: what the configuration extends. */
  readonly preset?: Preset;
  readonly rules?: readonly string[];
  readonly skipRules?: readonly string[];
  readonly category?: readonly string[];
  readonly set?: readonly string[];
}

export function addSelectionOptions(command: Command): Command {
  return command
    .optionsGroup("Selection:")
    .addOption(new Option("--preset <name>", "which rules run (default: recommended)").choices(PRESETS).env("PGASSAY_PRESET"))
    .addOption(new Option("--rules <ids>", "only these rules, whatever the preset").argParser(list).env("PGASSAY_RULES"))
    .addOption(new Option("--skip-rules <ids>", "not these rules").argParser(list).env("PGASSAY_SKIP_RULES"))
    .addOption(new Option("--category <names>", `only rules of these: ${CATEGORIES.join(", ")}`).argParser(list).env("PGASSAY_CATEGORY"))
    .addOption(
      new Option("--set <key=value>", "rules.<id>=off|info|warning|error, or rules.<id>.<option>=<value>; repeatable").argParser(
        (value: string, before: readonly string[] = []) => [...before, value],
      ),
    );
}
