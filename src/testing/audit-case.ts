import { loadModule, parseSync } from "libpg-query";
import { audit, linkSnapshot } from "../audit.ts";
import type { Report } from "../contract/report.ts";
import type { AnyRule } from "../contract/rule.ts";
import type { BaselineEntry } from "../engine/baseline.ts";
import { hashOf } from "../model/hash.ts";
import type { ObjectRef } from "../model/reference.ts";
import type { Server, SnapshotData } from "../model/snapshot.ts";
import { uncounted } from "../model/uncounted.ts";
import { adviceOf } from "./case-advice.ts";
import { withSample } from "./case-sample.ts";
import { withStats } from "./case-stats.ts";
import { withWorkload } from "./case-workload.ts";
import type { RuleCase } from "./fixture.ts";
import { numberIn, readLine } from "./stated-line.ts";

await loadModule();

/** The catalog of a case through `rules`, with all that the case states beside it, but for counts of what a fix has `emptied`; its options are those of `rule`. */
export function auditCase(
  snapshot: SnapshotData,
  rule: AnyRule,
  ruleCase: RuleCase,
  rules: readonly AnyRule[] = [rule],
  emptied: readonly ObjectRef[] = [],
): Report {
  return audit(linkSnapshot(uncounted(asStated(snapshot, ruleCase), emptied), parseSync), {
    rules,
    settings: new Map([[rule.id, { options: ruleCase.options }]]),
    advice: adviceOf(ruleCase),
    acceptance: { ignores: [], baseline: baselineOf(ruleCase), earlier: null, today: snapshot.takenAt.slice(0, 10), known: new Set() },
    toolVersion: "test",
  });
}

export function asStated(snapshot: SnapshotData, ruleCase: RuleCase): SnapshotData {
  return { ...withWorkload(withSample(withStats(snapshot, ruleCase), ruleCase), ruleCase), server: withServer(snapshot.server, ruleCase) };
}

/** `-- baseline: float-money column public.account.balance`: its fingerprint is one that nothing has. */
function baselineOf({ baseline: lines }: Pick<RuleCase, "baseline">): BaselineEntry[] | null {
  if (lines.length === 0) return null;
  return lines.map((line) => {
    const [rule = "", ...object] = line.split(" ");
    return { rule, object: object.join(" "), fingerprint: hashOf(line) };
  });
}

/** `-- server: major=14 standby=true`: a plan for an older server also works on a newer one. */
function withServer(server: Server, { server: line }: Pick<RuleCase, "server">): Server {
  if (line === null) return server;
  const { of } = readLine(`server ${line}`);
  const major = numberIn(of, "major");
  return { ...server, version: major === null ? server.version : major * 10_000, standby: of.get("standby") === "true" };
}
