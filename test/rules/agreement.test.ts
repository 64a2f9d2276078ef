import { join } from "node:path";
import { describe, expect, test } from "vitest";
import rules from "../../rules/index.ts";
import { audit } from "../../src/audit.ts";
import type { Finding } from "../../src/contract/finding.ts";
import { defineRule, z } from "../../src/contract/index.ts";
import { link } from "../../src/model/link.ts";
import { replaySource } from "../../src/sources/replay/replay-source.ts";
import { disagreements } from "../../src/testing/agreement/disagreements.ts";
import { openTestDatabase } from "../../src/testing/embedded-database.ts";

/** A finding on the table whose fix runs these statements. */
function says(id: string, statements: readonly string[], parts: { drops?: string; keeps?: string } = {}) {
  const index = (name: string) => ({ kind: "index" as const, path: ["public", "tasks", name] });
  return defineRule({
    id,
    on: "table",
    needs: [],
    category: "keys",
    severity: "info",
    confidence: "certain",
    recommended: true,
    status: { is: "preview", since: "0.1.0" },
    fixable: "always",
    docs: { summary: "s", why: "w", remedy: "r", ignoreWhen: "i", links: [] },
    options: z.object({}),
    messages: { found: "{table}" },
    *check(table) {
      if (table.name === "tasks")
        yield { message: "found", data: { table: table.name }, related: parts.keeps === undefined ? [] : [index(parts.keeps)] };
    },
    fix: (table) => ({
      title: "t",
      safety: "review",
      changes: [table],
      steps: [
        {
          is: "sql",
          phase: "expand",
          why: "w",
          statements: statements as [string, ...string[]],
          transaction: "allowed",
          locks: [],
          timeouts: { lockMs: 0, statementMs: 0 },
          undo: [],
          hazards: [],
        },
      ],
    }),
  });
}

describe("findings that do not go together", async () => {
  const db = await openTestDatabase();
  await db.run(`
    CREATE TABLE people (id bigint PRIMARY KEY);
    CREATE TABLE tasks (id bigint PRIMARY KEY, a integer, b integer, owner_id bigint REFERENCES people);
    CREATE INDEX tasks_a ON tasks (a);
    CREATE INDEX tasks_a_b ON tasks (a, b);
    CREATE INDEX tasks_owner ON tasks (owner_id);`);
  const snapshot = await db.snapshot();
  await db.close();
  const catalog = link(snapshot.catalog);
  const among = (...said: ReturnType<typeof says>[]) =>
    disagreements(audit(snapshot, { rules: said, toolVersion: "test" }).findings, catalog);

  test.each([
    [
      "two indexes of which one does the work of both",
      [
        says("one", ["CREATE INDEX CONCURRENTLY n1 ON public.tasks (b)"]),
        says("two", ["CREATE INDEX CONCURRENTLY n2 ON public.tasks (b, a DESC)"]),
      ],
      ["one on public.tasks and two on public.tasks both propose an index of tasks: n1, n2"],
    ],
    [
      "a value that is required, and cleared",
      [
        says("one", ["ALTER TABLE public.tasks ALTER COLUMN owner_id SET NOT NULL"]),
        says("two", [
          "ALTER TABLE public.tasks ADD CONSTRAINT n FOREIGN KEY (owner_id) REFERENCES public.people (id) ON DELETE SET NULL NOT VALID",
        ]),
      ],
      ["one on public.tasks makes public.tasks.owner_id NOT NULL, and two on public.tasks sets it to NULL"],
    ],
    [
      "an index that is there",
      [says("one", ["CREATE INDEX n ON public.tasks USING btree (a)"])],
      ["one on public.tasks proposes n, whose work tasks_a does"],
    ],
    [
      "two types for one column",
      [
        says("one", ["ALTER TABLE public.tasks ALTER COLUMN a TYPE bigint USING a::bigint"]),
        says("two", [
          "ALTER TABLE public.tasks ADD COLUMN a_new numeric",
          "ALTER TABLE public.tasks RENAME COLUMN a TO a_old",
          "ALTER TABLE public.tasks RENAME COLUMN a_new TO a",
        ]),
      ],
      ["one on public.tasks makes public.tasks.a bigint, and two on public.tasks makes it numeric"],
    ],
    [
      "what one drops and the other keeps",
      [
        says("one", ["DROP INDEX CONCURRENTLY IF EXISTS public.tasks_a_b"]),
        says("two", ["DROP INDEX CONCURRENTLY IF EXISTS public.tasks_a"], { keeps: "tasks_a_b" }),
      ],
      ["one on public.tasks drops public.tasks.tasks_a_b, which two on public.tasks keeps instead of another"],
    ],
    [
      "what one drops and the other builds",
      [says("one", ["DROP INDEX IF EXISTS public.tasks_owner"]), says("two", ["CREATE INDEX n ON public.tasks (owner_id)"])],
      ["one on public.tasks drops public.tasks.tasks_owner, and two on public.tasks builds one for the same work"],
    ],
    [
      "the last index of a foreign key",
      [says("one", ["DROP INDEX IF EXISTS public.tasks_owner"])],
      ["when all is done, no index serves public.tasks.tasks_owner_id_fkey"],
    ],
    [
      "what is not there any more when all is done",
      [says("one", ["DROP INDEX IF EXISTS public.n", "CREATE INDEX n ON public.tasks (a)", "DROP INDEX IF EXISTS public.n"])],
      [],
    ],
    [
      "an index of other rows, or of another order",
      [says("one", ["CREATE INDEX n1 ON public.tasks (b) WHERE a > 1", "CREATE INDEX n2 ON public.tasks (b DESC, a)"])],
      [],
    ],
  ])("%s", (_, said, problems) => {
    expect(among(...said)).toEqual(problems);
  });
});

test("all rules agree with each other on the worked example", async () => {
  const schema = join(import.meta.dirname, "../../fixtures/finance/schema.sql");
  const snapshot = await replaySource(schema, { cache: false }).load({ stats: false, schemas: null }, new AbortController().signal);
  const findings: readonly Finding[] = audit(snapshot, { rules, toolVersion: "test" }).findings;
  expect(findings.length).toBeGreaterThan(20);
  expect(disagreements(findings, link(snapshot.catalog))).toEqual([]);
});
