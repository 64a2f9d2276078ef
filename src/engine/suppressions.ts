import type { Finding, Suppressed } from "../contract/finding.ts";
import type { SuppressionState, UselessSuppression } from "../contract/suppression.ts";
import type { Catalog } from "../model/catalog.ts";
import type { ObjectRef, SourceLocation } from "../model/reference.ts";
import type { SuppressionNote, WrittenSuppression } from "../model/suppression.ts";
import type { BaselineEntry } from "./baseline.ts";
import { commentSuppressions } from "./comment-suppressions.ts";
import { objectMatcher } from "./glob.ts";

/** An entry of the configuration's `ignores`. */
export interface Ignore {
  /** Glob over the object's path: `public.sessions`, `audit.*`, `public.account.balance`. */
  readonly object: string;
  /** Rule ids; empty: every rule. */
  readonly rules: readonly string[];
  readonly reason: string;
  readonly expires: string | null;
}

/** Everything that may accept a finding. */
export interface Acceptance {
  readonly ignores: readonly Ignore[];
  /** Null when there is no baseline. */
  readonly baseline: readonly BaselineEntry[] | null;
  /** Fingerprints of what an earlier state of the source had, and the name of that state; null: nothing is compared. */
  readonly earlier: { readonly name: string; readonly fingerprints: ReadonlySet<string> } | null;
  /** `2027-01-31`: a suppression holds on its last day. */
  readonly today: string;
  /** Every rule there is: a suppression of a rule that nobody knows is useless in any run. */
  readonly known: ReadonlySet<string>;
}

export interface Sifted {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly state: SuppressionState;
}

interface Suppression extends SuppressionNote {
  readonly by: "config" | "comment";
  /** For people: `schema.sql:12`, `ignores[2]`, `the comment on public.account`. */
  readonly name: string;
  /** The same without a line number. */
  readonly place: string;
  /** What a finding about the suppression itself points at; null: the database. */
  readonly object: ObjectRef | null;
  readonly at: SourceLocation | null;
  covers(finding: Finding): boolean;
}

/**
 * Parts what is accepted from what is news. A suppression says nothing of rules that did not run, so that it is
 * never called useless by a run of half the rules; neither is a baseline's entry called stale.
 */
export function sift(
  findings: readonly Finding[],
  catalog: Catalog,
  written: readonly WrittenSuppression[],
  acceptance: Acceptance,
  ran: ReadonlySet<string>,
): Sifted {
  const { baseline, earlier, today, known } = acceptance;
  const suppressions = [...acceptance.ignores.map(ofIgnore), ...written.map(ofFile), ...commentSuppressions(catalog).map(ofComment)];
  const isReadable = (it: Suppression) => it.reason !== null && (it.by === "config" || it.rules.length > 0);
  const holds = (it: Suppression) => isReadable(it) && (it.until === null || it.until >= today);
  const active = suppressions.filter(holds);
  const used = new Set<Suppression>();
  const old = new Set(baseline?.map((entry) => entry.fingerprint));
  const kept: Finding[] = [];
  const suppressed: Finding[] = [];
  for (const finding of findings) {
    const hit = active.find((it) => speaksOf(it, finding.rule) && it.covers(finding));
    if (hit !== undefined) used.add(hit);
    const wasThere = earlier?.fingerprints.has(finding.fingerprint) === true;
    const isOld = old.has(finding.fingerprint) || wasThere;
    const reason = wasThere ? `it was there at ${earlier.name}` : null;
    const why: Suppressed | null = hit !== undefined ? { by: hit.by, reason: hit.reason } : isOld ? { by: "baseline", reason } : null;
    const state = baseline === null && earlier === null ? null : isOld ? "unchanged" : "new";
    (why === null ? kept : suppressed).push(state === null && why === null ? finding : marked(finding, why, state));
  }
  const found = new Set(findings.map((finding) => finding.fingerprint));
  const mayHaveSpoken = (rules: readonly string[]) => rules.length === 0 || rules.some((rule) => ran.has(rule) || !known.has(rule));
  return {
    findings: kept,
    suppressed,
    state: {
      unused: useless(active.filter((it) => !used.has(it) && mayHaveSpoken(it.rules))),
      expired: useless(suppressions.filter((it) => isReadable(it) && !holds(it))),
      unreadable: useless(suppressions.filter((it) => !isReadable(it))),
      stale: (baseline ?? []).filter((entry) => !found.has(entry.fingerprint) && mayHaveSpoken([entry.rule])),
    },
  };
}

/** A copy that keeps a fix which is written on demand unwritten. */
function marked(finding: Finding, suppressed: Suppressed | null, baselineState: Finding["baselineState"]): Finding {
  return Object.defineProperties({} as Finding, {
    ...Object.getOwnPropertyDescriptors(finding),
    suppressed: { value: suppressed, enumerable: true },
    baselineState: { value: baselineState, enumerable: true },
  });
}

function speaksOf(it: Suppression, rule: string): boolean {
  return it.rules.length === 0 || it.rules.includes(rule);
}

function ofIgnore(ignore: Ignore, index: number): Suppression {
  const matches = objectMatcher(ignore.object);
  return {
    by: "config",
    name: `ignores[${index}] (${ignore.object})`,
    place: ignore.object,
    rules: ignore.rules,
    reason: ignore.reason,
    until: ignore.expires,
    object: null,
    at: null,
    covers: (finding) => matches(finding.object),
  };
}

function ofFile(note: WrittenSuppression): Suppression {
  return {
    ...note,
    by: "comment",
    name: `${note.file}:${note.line}`,
    place: note.file,
    object: null,
    at: { file: note.file, line: note.line },
    covers: ({ source }) =>
      source !== null && source.file === note.file && source.line >= note.from && (note.to === null || source.line <= note.to),
  };
}

function ofComment({ object, note }: ReturnType<typeof commentSuppressions>[number]): Suppression {
  return {
    ...note,
    by: "comment",
    name: `the comment on ${object.path.join(".")}`,
    place: "",
    object,
    at: null,
    covers: (finding) =>
      object.path.every((part, i) => finding.object.path[i] === part) &&
      (finding.object.path.length > object.path.length || finding.object.kind === object.kind),
  };
}

/** No line numbers in a key: a suppression is the same one after a line was added above it. */
function useless(suppressions: readonly Suppression[]): UselessSuppression[] {
  const seen = new Map<string, number>();
  return suppressions.map(({ name, place, rules, until, object, at }) => {
    const key = [place, ...rules].join(" ").trim();
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return { name, key: count === 1 ? key : `${key} ${count}`, rules, until, object, at };
  });
}
