import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import type { TerminalOptions } from "../options/output.ts";
import { layoutOf } from "../terminal/layout.ts";
import { tableText } from "../terminal/table.ts";
import { writeAll } from "../terminal/write.ts";

const SUMMARY_LEAST = 30;

export async function rulesCommand(options: TerminalOptions & { readonly json?: true }, io: Io): Promise<ExitCode> {
  const { default: rules } = await import("../../../rules/index.ts");
  if (options.json === true) {
    const list = rules.map(
      ({ id, category, severity, confidence, recommended, needs, uses = [], status, fixable, docs, aliases = [] }) => ({
        id,
        category,
        severity,
        confidence,
        recommended,
        needs,
        uses,
        status: status.is,
        since: status.since,
        fixable,
        summary: docs.summary,
        aliases,
      }),
    );
    await writeAll(io.stdout, [`${JSON.stringify(list, null, 2)}\n`]);
    return EXIT.clean;
  }
  const rows = rules.map(({ id, category, severity, confidence, recommended, needs, fixable, docs }) => [
    id,
    category,
    recommended ? severity : `(${severity})`,
    confidence,
    needs.join(", "),
    fixable,
    docs.summary,
  ]);
  const head = ["rule", "category", "severity", "confidence", "needs", "fix", "reports"];
  const taken = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...[head, ...rows].map((row) => (row[column] as string).length)) + 2);
  const { width } = layoutOf(io.stdout, options, io.env);
  const rest = Math.max(SUMMARY_LEAST, width - taken.reduce((sum, n) => sum + n, 0));
  await writeAll(io.stdout, [
    await tableText(head, rows, [], [...taken, rest]),
    "A severity in parentheses: not in the preset `recommended`. --preset, --rules or --set brings the rule in.\n",
  ]);
  return EXIT.clean;
}
