import { ruleCalled } from "../../config/rule-settings.ts";
import type { AnyRule } from "../../contract/rule.ts";
import { plainLines } from "../../model/plain-text.ts";
import { hanging, wrap } from "../../reporters/text/width.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import type { TerminalOptions } from "../options/output.ts";
import { ruleFacts } from "../rule-facts.ts";
import { optionsOf } from "../rule-options.ts";
import { type Layout, layoutOf } from "../terminal/layout.ts";
import { writeAll } from "../terminal/write.ts";

export async function explainCommand(id: string, options: TerminalOptions, io: Io): Promise<ExitCode> {
  const [{ default: rules }, { examples }] = await Promise.all([import("../../../rules/index.ts"), import("../../../rules/examples.ts")]);
  const rule = ruleCalled(rules, id);
  const layout = layoutOf(io.stdout, options, io.env);
  const { docs } = rule;
  const example = examples[rule.id];
  await writeAll(io.stdout, [
    `${layout.paint.bold(rule.id)}  ${rule.category}, ${ruleFacts(rule)}\n\n`,
    prose(docs.summary, layout),
    section("Why", prose(docs.why, layout), layout),
    section("What to do", prose(docs.remedy, layout), layout),
    section("When to ignore it", prose(docs.ignoreWhen, layout), layout),
    section("Found", code(example?.bad ?? null), layout),
    section("Not found", code(example?.good?.sql ?? null) + silence(example?.good?.because ?? null, layout), layout),
    section("Options", optionLines(rule, layout), layout),
    section("See also", docs.links.map((link) => `  ${link}\n`).join(""), layout),
  ]);
  return EXIT.clean;
}

function section(title: string, text: string, { paint }: Layout): string {
  return text === "" ? "" : `\n${paint.bold(title)}\n${text}`;
}

function prose(text: string, { width }: Layout): string {
  const lines = text.split("\n").flatMap((line) => wrap(line, width - 2));
  return lines
    .map((line) => `  ${plainLines(line)}`.trimEnd())
    .map((line) => `${line}\n`)
    .join("");
}

function code(sql: string | null): string {
  return sql === null
    ? ""
    : plainLines(sql)
        .split("\n")
        .map((line) => `    ${line}`.trimEnd())
        .map((line) => `${line}\n`)
        .join("");
}

function silence(because: string | null, layout: Layout): string {
  return because === null ? "" : `\n${prose(`Silent, because ${because}`, layout)}`;
}

function optionLines(rule: AnyRule, layout: Layout): string {
  return optionsOf(rule)
    .map(({ name, type, default: value, description }) => {
      const text = `${name} (${type}, default ${value})${description === "" ? "" : `: ${description}`}`;
      return hanging(text, layout.width - 2)
        .map((line) => `  ${line}\n`)
        .join("");
    })
    .join("");
}
