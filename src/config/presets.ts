import type { AnyRule } from "../contract/rule.ts";

export const PRESETS = ["recommended", "strict", "money", "security", "all"] as const;
export type Preset = (typeof PRESETS)[number];

/** Presets follow from what the rules say of themselves: nobody keeps a list. */
const BELONGS: Readonly<Record<Preset, (rule: AnyRule) => boolean>> = {
  recommended: (rule) => rule.recommended,
  // Guesses by name stay out of the strict preset too, unless they are recommended.
  strict: (rule) => rule.recommended || rule.confidence !== "heuristic",
  money: (rule) => rule.category === "money",
  security: (rule) => rule.category === "security",
  all: () => true,
};

export function isInPreset(preset: Preset, rule: AnyRule): boolean {
  return BELONGS[preset](rule);
}
