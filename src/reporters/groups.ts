import type { Finding } from "../contract/finding.ts";
import { plainPath } from "../model/plain-text.ts";
import type { ObjectRef } from "../model/reference.ts";
import { objectName } from "./object-name.ts";

export interface Group {
  /** Of the table, view, sequence or routine; that of the database and of the statements is empty. */
  readonly path: readonly string[];
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** One group per table, view, sequence or routine, and one of all statements, in the order of their first finding: the worst come first. */
export function groupByTable(findings: readonly Finding[]): Group[] {
  const groups = new Map<string, Group & { findings: Finding[] }>();
  for (const finding of findings) {
    const { kind } = finding.object;
    const path = homeOf(finding.object);
    const key = kind === "statement" ? kind : path.join("\0");
    const group = groups.get(key) ?? { path, title: kind === "statement" ? "statements" : objectName({ kind, path }), findings: [] };
    group.findings.push(finding);
    groups.set(key, group);
  }
  return [...groups.values()];
}

export function groupByRule(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.rule);
    if (group === undefined) groups.set(finding.rule, [finding]);
    else group.push(finding);
  }
  return groups;
}

/** The part of a name that the group's title does not say; empty for the table itself. */
export function nameWithin(object: ObjectRef): string {
  if (object.kind === "statement") return objectName(object);
  return plainPath(object.path.slice(homeOf(object).length));
}

function homeOf({ kind, path }: ObjectRef): readonly string[] {
  return kind === "statement" ? [] : path.slice(0, 2);
}
