/** The library ("pgassay"): from a snapshot to a report, and from a report to text and SQL. */
export { default as rules } from "../rules/index.ts";
export { type AuditOptions, audit } from "./audit.ts";
export * from "./contract/finding.ts";
export * from "./contract/fix.ts";
export * from "./contract/report.ts";
export type { AnyRule, Category, Confidence, Rule, RulePack, Severity } from "./contract/rule.ts";
export { type Plan, type PlannedFix, planFixes } from "./fixes/plan.ts";
export { emitSql, type PlanOrigin } from "./fixes/sql/sql.ts";
export { PgassayError } from "./model/failure.ts";
export type { ObjectKind, ObjectRef, SourceLocation } from "./model/reference.ts";
export type { Gap, Server, SnapshotData, SourceInfo, Window } from "./model/snapshot.ts";
export { type JsonOptions, json } from "./reporters/json/json.ts";
export { type Paint, UNPAINTED } from "./reporters/paint.ts";
export type { Limits } from "./reporters/selection.ts";
export { type TextOptions, text } from "./reporters/text/text.ts";
