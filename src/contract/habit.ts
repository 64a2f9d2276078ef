import { z } from "zod";

/** From when on a rule speaks once of a whole schema. `share` ends the sentence on the percentage. */
export function habitOptions(percent: number, share: string) {
  return {
    schemaTables: z.int().min(2).default(5).describe("From this many tables on, a schema that is so throughout is one finding."),
    schemaPercent: z
      .number()
      .min(0)
      .max(100)
      .default(percent)
      .describe(`A schema is so throughout when at least this percentage of ${share}.`),
  };
}

/** Whether so many tables, and so many of all that could be so, are so that it is a habit of the schema. */
export function isHabit(
  { schemaTables, schemaPercent }: { readonly schemaTables: number; readonly schemaPercent: number },
  tables: number,
  alike: number,
  all: number,
): boolean {
  return tables >= schemaTables && alike * 100 >= schemaPercent * all;
}
