import type { Finding } from "../contract/finding.ts";
import type { Fix, FixDraft } from "../contract/fix.ts";
import { type AnyRule, type Draft, type Messages, SEVERITIES, type Severity } from "../contract/rule.ts";
import { type LockMode, strongerLock } from "../facts/lock.ts";
import { hashOf } from "../model/hash.ts";
import { compareReferences, compareText, type ObjectRef, type SourceLocation, toReference } from "../model/reference.ts";
import { fillMessage } from "./message.ts";

/**
 * When fixes are written. A report that shows a hundred of ten thousand findings asks for a hundred;
 * a rule that throws in its fix then throws at whoever asks, and not in the run.
 */
export type Fixes = "at once" | "on demand";

/** Identity from names alone: it survives dump, restore, reordering and rewording. */
export function fingerprintOf(rule: string, object: ObjectRef, key: string | null): string {
  return hashOf([rule, object.kind, ...object.path, key]);
}

export function toFinding(
  rule: AnyRule,
  draft: Draft<Messages>,
  object: ObjectRef,
  severity: Severity,
  locate: (ref: ObjectRef) => SourceLocation | null,
  fix: () => FixDraft | undefined,
  fixes: Fixes,
): Finding {
  const key = draft.key ?? null;
  const template = rule.messages[draft.message];
  if (template === undefined) throw new Error(`the rule has no message ${draft.message}`);
  const drafted = () => {
    const it = fix();
    return it === undefined ? null : toFix(it);
  };
  const finding = {
    fingerprint: fingerprintOf(rule.id, object, key),
    rule: rule.id,
    category: rule.category,
    object: toReference(object),
    key,
    severity,
    confidence: draft.confidence ?? rule.confidence,
    messageId: draft.message,
    data: draft.data,
    message: fillMessage(template, draft.data),
    evidence: draft.evidence ?? [],
    related: (draft.related ?? []).map(toReference),
    source: draft.at ?? locate(object),
    suppressed: null,
    baselineState: null,
  };
  return fixes === "at once" ? { ...finding, fix: drafted() } : withFixOnDemand(finding, drafted);
}

/** Where a finding keeps what writes its fix. */
const WRITE = Symbol("writes the fix");

/** One getter for all: with one for each, no two findings would have the same shape, and all that reads them were slow. */
const ON_DEMAND: PropertyDescriptor = {
  enumerable: true,
  get(this: { readonly [WRITE]: () => Fix | null }) {
    return this[WRITE]();
  },
};

function withFixOnDemand(finding: Omit<Finding, "fix">, drafted: () => Fix | null): Finding {
  let fix: Fix | null | undefined;
  const write = () => {
    if (fix === undefined) fix = drafted();
    return fix;
  };
  Object.defineProperty(finding, WRITE, { value: write });
  return Object.defineProperty(finding as Finding, "fix", ON_DEMAND);
}

function toFix(draft: FixDraft): Fix {
  let worstLock: LockMode | null = null;
  for (const step of draft.steps) {
    if (step.is === "manual") continue;
    for (const { mode } of step.locks) worstLock = worstLock === null ? mode : strongerLock(worstLock, mode);
  }
  return {
    ...draft,
    changes: draft.changes.map(toReference),
    reversible: draft.steps.every((step) => step.is === "manual" || step.undo !== null),
    worstLock,
  };
}

/** Errors first; within a severity by object, so that one table's findings stand together. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compareReferences(a.object, b.object) ||
    compareText(a.rule, b.rule) ||
    compareText(a.key ?? "", b.key ?? "")
  );
}
