import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import rules from "../../rules/index.ts";
import { machineFiles } from "../../src/sources/connection/files.ts";
import { resolveConnection } from "../../src/sources/connection/resolve-connection.ts";
import { liveSource } from "../../src/sources/live/live-source.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import { readCases } from "../../src/testing/fixture.ts";
import { proveFixes } from "../../src/testing/oracle.ts";
import { openNativeDatabase } from "./native-database.ts";
import { type NativeServer, startServer } from "./servers.ts";

/** The oldest and the newest supported server; embedded PostgreSQL runs the same cases in test/rules. */
describe.each([14, 18] as const)("fixes on PostgreSQL %i", (major) => {
  let server: NativeServer;
  let db: TestDatabase & { close(): Promise<void> };
  beforeAll(async () => {
    server = await startServer(major);
    db = await openNativeDatabase(await server.createDatabase(), (url) =>
      liveSource(resolveConnection(url, {}, {}, machineFiles), {
        applicationName: "pgassay/test",
        now: () => new Date("2026-01-01T00:00:00Z"),
      }).load({ stats: false, schemas: null }, new AbortController().signal),
    );
  });
  afterAll(async () => {
    await db?.close();
    await server?.stop();
  });

  describe.each(rules.filter((rule) => rule.fixable !== "never").map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
    const cases = readCases(readFileSync(join(import.meta.dirname, `../../fixtures/rules/${id}.sql`), "utf8"));
    const applies = cases.filter((ruleCase) => ruleCase.finds.length > 0 && (ruleCase.since ?? 0) <= major);
    test.each(applies.map((ruleCase) => [ruleCase.name, ruleCase] as const))("%s", async (_, ruleCase) => {
      expect(await proveFixes(db, rule, rules, ruleCase)).toEqual([]);
    });
  });
});
