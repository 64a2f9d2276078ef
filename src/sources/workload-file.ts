import { z } from "zod";
import { PgassayError } from "../model/failure.ts";
import { WORKLOAD_VERSION, type WorkloadData } from "../model/workload.ts";
import { refusedShape } from "./refused-shape.ts";
import { workloadShape } from "./snapshot/workload-schema.ts";

const count = z.number().nonnegative();

/** What `pgassay workload --format json` writes, and what `--workload` reads. */
export const workloadFileSchema = z
  .object({
    schemaVersion: z.literal(WORKLOAD_VERSION),
    tool: z.object({ name: z.literal("pgassay"), version: z.string() }).optional(),
    ...workloadShape,
    statements: z.array(
      workloadShape.statements.element.extend({
        meanMs: count.nullable().optional().describe("totalMs of each timed execution, for readers; null when none is timed."),
      }),
    ),
    leftOut: z
      .object({ statements: count, calls: count, totalMs: count })
      .default({ statements: 0, calls: 0, totalMs: 0 })
      .describe("Statements that --min-calls, --min-time or --top kept out of this file."),
  })
  .meta({ title: "pgassay workload", description: "What a database was asked: normalised statements, without literals and parameters." });

/** Whether a file begins like one of ours, of whatever version. */
export function isWorkloadFile(head: string): boolean {
  return /^\s*\{/.test(head) && /"schemaVersion"\s*:|"unknownLines"\s*:/.test(head);
}

export interface WorkloadFile {
  readonly workload: WorkloadData;
  readonly leftOut: { readonly statements: number; readonly calls: number; readonly totalMs: number };
}

/** Throws `PgassayError` when the text is not a whole workload of this version. */
export function readWorkloadFile(path: string, text: string): WorkloadFile {
  const refuse = (why: string): PgassayError =>
    new PgassayError({
      what: `Cannot read ${path}`,
      why,
      next: "Write the workload again: pgassay workload <logs> -o <file>.workload.json",
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse("It is not JSON.");
  }
  const version = typeof value === "object" && value !== null ? (value as { schemaVersion?: unknown }).schemaVersion : undefined;
  if (typeof version === "number" && version !== WORKLOAD_VERSION) {
    throw refuse(`Its format is version ${version}; this pgassay reads version ${WORKLOAD_VERSION}.`);
  }
  const checked = workloadFileSchema.safeParse(value);
  if (!checked.success) throw refuse(refusedShape(checked.error, "workload"));
  const { origin, window, statements, sessions, events, coverage, leftOut } = checked.data;
  // The mean follows from the rest.
  const summed = statements.map(({ meanMs: _, ...statement }) => statement);
  return { workload: { origin, window, statements: summed, sessions, events, coverage }, leftOut };
}
