/** The rule tester ("pgassay/testing"): what the built-in rules are held to, for the rules of others. Fits any test runner. */
export type { TestDatabase } from "./testing/database.ts";
export { openTestDatabase } from "./testing/embedded-database.ts";
export { type RuleCase, readCases } from "./testing/fixture.ts";
export { checkCase, type Problems, proveFixes } from "./testing/oracle.ts";
