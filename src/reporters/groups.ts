import type { Finding } from "../../contract/finding.ts";
import { plainPath } from "../../model/plain-text.ts";
import type { ObjectRef } from "../../model/reference.ts";

export interface Group {
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** One group per table, view, sequence or routine, in the order of their first finding: the worst come first. */
export function groupByTable(findings: readonly Finding[]): Group[] {
  const groups = new Map<string, { title: string; findings: Finding[] }>();
  for (const finding of findings) {
    const home = homeOf(finding.object);
    const key = home.join("\0");
    const group = groups.get(key) ?? { title: plainPath(home) || "the database", findings: [] };
    group.findings.push(finding);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The part of a name that the group's title does not say; empty for the table itself. */
export function nameWithin(object: ObjectRef): string {
  return plainPath(object.path.slice(homeOf(object).length));
}

function homeOf(object: ObjectRef): readonly string[] {
  return object.path.slice(0, 2);
}
