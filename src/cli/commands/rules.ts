import type { AnyRule } from "../../contract/rule.ts";
import type { Paint } from "../../reporters/paint.ts";
import { wrap } from "../../reporters/text/width.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import type { TerminalOptions } from "../options/output.ts";
import { ruleFacts } from "../rule-facts.ts";
import { layoutOf } from "../terminal/layout.ts";
import { writeAll } from "../terminal/write.ts";

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
  const { paint, width } = layoutOf(io.stdout, options, io.env);
  const categories = [...new Set(rules.map(({ category }) => category))];
  await writeAll(io.stdout, [
    ...categories.map((category) => {
      const own = rules.filter((rule) => rule.category === category);
      return `${paint.bold(category)}\n${own.map((rule) => ruleText(rule, paint, width)).join("")}\n`;
    }),
    ...wrap(OFF, width).map((line) => `${line}\n`),
  ]);
  return EXIT.clean;
}

const OFF = "What is off by default is not in the preset recommended: --preset, --rules or --set brings it in.";

function ruleText(rule: AnyRule, paint: Paint, width: number): string {
  const [first = "", ...more] = wrap(`${rule.id}  ${ruleFacts(rule)}`, width - 4);
  const head = [paint.bold(rule.id) + paint.dim(first.slice(rule.id.length)), ...more.map((line) => `  ${paint.dim(line)}`)];
  return [...head, ...wrap(rule.docs.summary, width - 4).map((line) => `  ${line}`)].map((line) => `  ${line}\n`).join("");
}
