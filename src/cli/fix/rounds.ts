import { readFileSync } from "node:fs";
import type { Finding } from "../../contract/finding.ts";
import { followedBy, type PlanOptions, planFixes } from "../../fixes/plan.ts";
import type { Plan } from "../../fixes/planned.ts";
import { PgassayError } from "../../model/failure.ts";
import type { SnapshotData } from "../../model/snapshot.ts";
import { uncounted } from "../../model/uncounted.ts";
import { CopyThread } from "../../prove/copy-thread.ts";
import { type Proof, prove } from "../../prove/prove.ts";
import type { Look } from "../report.ts";

export interface Trial {
  readonly look: Look;
  readonly wanted: (finding: Finding) => boolean;
  readonly rows: string | undefined;
  /** A time of `performance.now()`. */
  readonly deadline: number;
  readonly say: (what: string) => void;
}

/** Tries the fixes in an embedded copy, in a thread that is ended when time is up. */
export async function proveInCopy({ look, wanted, rows, deadline, say }: Trial): Promise<Proof> {
  const { snapshot, report, again } = look;
  const extensions = snapshot.server.extensions;
  const recommended = new Set(report.rules.filter(({ rule }) => rule.recommended).map(({ rule }) => rule.id));
  const copy = new CopyThread(Object.keys(extensions), deadline);
  try {
    return await prove(copy, {
      catalog: snapshot.catalog,
      extensions,
      findings: report.findings.filter(wanted),
      look: async (catalog, emptied = []) => (await again(uncounted({ ...snapshot, catalog }, emptied))).findings,
      speaks: (rule) => recommended.has(rule),
      wanted,
      rows: rows === undefined ? null : readRows(rows),
      neverNull: neverNull(snapshot),
      say,
    });
  } finally {
    await copy.close();
  }
}

/** The plan that was tried: what failed is not in it, and is said. */
export function planOfProof(proof: Proof, findings: readonly Finding[], options: PlanOptions, shown: boolean): Plan {
  const [first = [], ...later] = proof.rounds;
  const plan = later.reduce((before, round) => followedBy(before, round, options), planFixes(first, options));
  const failed = new Map(proof.fixes.filter(({ status }) => status === "failed").map((each) => [each.fingerprint, each.reason ?? ""]));
  return {
    ...plan,
    deferred: [
      ...plan.deferred,
      ...proof.deferred,
      ...findings
        .filter(({ fingerprint }) => failed.has(fingerprint))
        .map((finding) => ({ finding, because: `not proven: ${failed.get(finding.fingerprint)}` })),
    ],
    withoutFix: findings.filter(({ fix }) => fix === null),
    proof: shown ? proof.fixes : null,
  };
}

function neverNull({ stats }: SnapshotData): string[][] {
  return (stats?.tables ?? []).flatMap(({ schema, name, columns }) =>
    columns.filter(({ nullFraction }) => nullFraction === 0).map((column) => [schema, name, column.name]),
  );
}

function readRows(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new PgassayError({
      what: `cannot read ${file}`,
      why: "it is not there, or not readable",
      next: "Name a file of SQL with --rows",
    });
  }
}
