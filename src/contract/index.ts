/** The public rule API ("pgassay/rule"). The built-in rules import nothing else. */
export { z } from "zod";
export * from "../facts/change.ts";
export * from "../facts/identifier.ts";
export * from "../facts/lock.ts";
export type * from "../model/catalog.ts";
export type { Action, Grant, RelationName, TypeRef } from "../model/data.ts";
export { type ObjectKind, type ObjectRef, toReference } from "../model/reference.ts";
export type { Server, Window } from "../model/snapshot.ts";
export type { Stats } from "../model/stats.ts";
export * from "./finding.ts";
export * from "./fix.ts";
export * from "./report.ts";
export * from "./rule.ts";
export * from "./steps/backfill.ts";
export * from "./steps/index-steps.ts";
export * from "./steps/step.ts";
