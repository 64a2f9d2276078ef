import { notKnown } from "../config/rule-settings.ts";
import type { Config } from "../config/schema.ts";
import type { Reporter } from "../contract/report.ts";
import { PgassayError } from "../model/failure.ts";
import type { Limits } from "../reporters/selection.ts";
import { FORMATS, type FormatChoice } from "./options/output.ts";

/** Formats that are neither built in nor named by the configuration are mistakes. */
export function checkFormats(choices: readonly FormatChoice[], { reporters = {} }: Config): void {
  const known: readonly string[] = [...FORMATS, ...Object.keys(reporters)];
  for (const { format } of choices) {
    if (!known.includes(format)) throw notKnown(`--format ${format}`, format, known, `The formats are ${known.join(", ")}`);
  }
}

/** A reporter of the project: the default export of the module that the configuration names. */
export async function customReporter(format: string, { reporters = {} }: Config): Promise<Reporter<{ readonly limits: Limits }>> {
  const file = reporters[format] as string;
  const { importModule } = await import("./config/module.ts");
  const exported = (await importModule(file, file)) as Partial<Reporter<{ readonly limits: Limits }>> | null;
  if (typeof exported?.render === "function") return exported as Reporter<{ readonly limits: Limits }>;
  throw new PgassayError({
    what: `${file} is no reporter`,
    why: "its default export has no render(report, options)",
    next: "See docs/configuration.md",
  });
}
