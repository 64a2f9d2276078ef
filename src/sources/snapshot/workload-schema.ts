import { z } from "zod";
import { EVENT_KINDS, type WorkloadData } from "../../model/workload.ts";

const text = z.string();
const count = z.number().nonnegative();

/** What a workload file and the workload part of a snapshot may hold. */
export const workloadShape = {
  origin: z.enum(["log", "pg_stat_statements", "both"]),
  window: z.object({ since: text.nullable(), until: text }),
  statements: z.array(
    z.object({
      fingerprint: text,
      sql: text,
      calls: count,
      timed: count,
      totalMs: count,
      maxMs: count,
      rows: count.nullable(),
      tags: z.array(z.object({ key: text, value: text, calls: count })).exactOptional(),
    }),
  ),
  sessions: z.object({
    count,
    pairs: z.array(z.object({ first: text, second: text, times: count, sharing: count })),
    bursts: z.array(z.object({ statement: text, after: text.nullable(), bursts: count, calls: count, longest: count })),
  }),
  events: z.array(
    z.object({
      kind: z.enum(EVENT_KINDS),
      sqlstate: text.nullable(),
      subject: text.nullable(),
      statement: text.nullable(),
      count,
      total: count.nullable(),
      max: count.nullable(),
    }),
  ),
  coverage: z.object({
    sources: z.array(text),
    bytes: count,
    lines: count,
    unknownLines: count,
    unparsable: count,
    dropped: count.nullable(),
  }),
};

export const workloadSchema: z.ZodType<WorkloadData> = z.object(workloadShape);
