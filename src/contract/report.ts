import type { Gap, Server, SourceInfo } from "../model/snapshot.ts";
import type { Finding } from "./finding.ts";
import type { AnyRule } from "./rule.ts";

/** What became of one rule in one run. */
export interface RuleRun {
  readonly rule: AnyRule;
  readonly status: "ran" | "off" | "skipped" | "crashed";
  /** Why it was skipped, or how it crashed; null when it ran. */
  readonly reason: string | null;
  readonly subjects: number;
  readonly findings: number;
  readonly ms: number;
}

export interface Report {
  readonly tool: { readonly name: "pgassay"; readonly version: string };
  readonly takenAt: string;
  readonly source: SourceInfo;
  readonly server: Server;
  readonly catalogHash: string;
  readonly counted: { readonly schemas: number; readonly tables: number; readonly columns: number; readonly indexes: number };
  /** Errors first, then warnings, then the rest; by object within. */
  readonly findings: readonly Finding[];
  readonly rules: readonly RuleRun[];
  readonly gaps: readonly Gap[];
  /** Tables and schemas that were left out by name, with the pattern that did it. */
  readonly excluded: readonly { readonly path: readonly string[]; readonly by: string }[];
}

/** Pure: a report to text. The shell writes it and chooses the exit code. */
export interface Reporter<O = unknown> {
  readonly name: string;
  render(report: Report, options: O): Iterable<string>;
}
