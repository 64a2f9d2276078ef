import { ruleCalled } from "../config/rule-settings.ts";
import type { Config } from "../config/schema.ts";
import type { AnyRule } from "../contract/rule.ts";
import type { Acceptance } from "../engine/suppressions.ts";

/** What accepts findings in this run. A rule that the configuration names by an earlier id is found by its own. */
export function acceptanceOf(
  all: readonly AnyRule[],
  config: Config,
  { baseline, earlier }: Pick<Acceptance, "baseline" | "earlier">,
  now: Date,
): Acceptance {
  return {
    ignores: (config.ignores ?? []).map(({ object, rules = [], reason, expires = null }) => ({
      object,
      rules: rules.map((id) => ruleCalled(all, id).id),
      reason,
      expires,
    })),
    baseline,
    earlier,
    today: now.toISOString().slice(0, 10),
    known: new Set(all.map((rule) => rule.id)),
  };
}
