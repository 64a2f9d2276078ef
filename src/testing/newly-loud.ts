import type { Finding } from "../contract/finding.ts";

/** Findings that were not there, of rules that have more to say of a table than before: a constraint made anew may keep its old defect under a new name. */
export function newlyLoud(before: readonly Finding[], after: readonly Finding[]): Finding[] {
  const place = (finding: Finding) => JSON.stringify([finding.rule, ...finding.object.path.slice(0, 2)]);
  const balance = new Map<string, number>();
  for (const finding of before) balance.set(place(finding), (balance.get(place(finding)) ?? 0) - 1);
  for (const finding of after) balance.set(place(finding), (balance.get(place(finding)) ?? 0) + 1);
  const known = new Set(before.map((finding) => finding.fingerprint));
  return after.filter((finding) => !known.has(finding.fingerprint) && (balance.get(place(finding)) as number) > 0);
}
