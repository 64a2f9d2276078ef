import { dollarQuoted } from "../../../src/facts/identifier.ts";
import { planFixes } from "../../../src/fixes/plan.ts";
import type { Plan } from "../../../src/fixes/planned.ts";
import { findingOf, fixOf, reportOf, sqlStep } from "../../reporters/report-builder.ts";

const table = (name: string) => ({ kind: "table" as const, path: ["public", name] });
const lock = (name: string) => [{ on: table(name), mode: "ACCESS EXCLUSIVE" as const, held: "instant" as const }];

/** A plan with everything that tools treat by itself: a gate, an index built concurrently, a loop that commits, text of all kinds. */
export function planOf(name = "t"): Plan {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  const create = sqlStep({
    statements: [
      `CREATE TABLE public.${quoted} (id integer, what text)`,
      `INSERT INTO public.${quoted} VALUES (1, 'a?b :c %d \${e} \`f\` \\g \\?'), (2, NULL)`,
    ],
    undo: [`DROP TABLE public.${quoted}`],
    transaction: "required",
    verify: `SELECT count(*) = 2 FROM public.${quoted}`,
    locks: lock(name),
  });
  const index = sqlStep({
    statements: ["DROP INDEX CONCURRENTLY IF EXISTS public.made_idx", `CREATE INDEX CONCURRENTLY made_idx ON public.${quoted} (id)`],
    undo: ["DROP INDEX CONCURRENTLY IF EXISTS public.made_idx"],
    transaction: "forbidden",
    requires: { sql: `SELECT count(*) > 0 FROM public.${quoted}`, because: "it is empty" },
    locks: lock(name),
  });
  const loop = sqlStep({
    phase: "backfill",
    statements: [
      `DO ${dollarQuoted(`BEGIN FOR i IN 1..2 LOOP UPDATE public.${quoted} SET what = coalesce(what, 'x') WHERE id = i; COMMIT; END LOOP; END`)}`,
    ],
    undo: [],
    transaction: "forbidden",
    locks: lock(name),
  });
  const gate = {
    is: "manual",
    phase: "switch",
    why: "Code.",
    instruction: `Deploy ${name}\n-- +goose Down\n-- migrate:down`,
    hazards: [],
  } as const;
  const drop = sqlStep({ phase: "contract", statements: [`ALTER TABLE public.${quoted} DROP COLUMN id`], undo: null, locks: lock(name) });
  return planFixes([
    findingOf({ object: table(name), fix: fixOf({ title: name, changes: [table(name)], steps: [create, index, loop, gate, drop] }) }),
  ]);
}

/** For a server of this major. */
export function originOf(major: number) {
  const report = reportOf([]);
  return { ...report, server: { ...report.server, version: major * 10_000 } };
}
