import { z } from "zod";

/** What GitLab's documentation asks of a Code Quality report. */
export const codeQuality = z.array(
  z.strictObject({
    description: z.string().min(1),
    check_name: z.string().min(1),
    fingerprint: z.string().min(1),
    severity: z.enum(["info", "minor", "major", "critical", "blocker"]),
    location: z.strictObject({ path: z.string().regex(/^(?!\/|\.\.?\/)/), lines: z.strictObject({ begin: z.int().min(1) }) }),
  }),
);
