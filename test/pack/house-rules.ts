import { defineRule, ident, qualified, type RulePack, step, z } from "pgassay/rule";

const columnPrefix = defineRule({
  id: "house-column-prefix",
  on: "column",
  needs: [],
  category: "naming",
  severity: "info",
  confidence: "certain",
  recommended: false,
  status: { is: "stable", since: "1.0.0" },
  fixable: "always",
  docs: {
    summary: "A column whose name begins with fld_.",
    why: "It says nothing.",
    remedy: "Rename it.",
    ignoreWhen: "Never.",
    links: [],
  },
  options: z.object({ prefix: z.string().default("fld_") }),
  messages: { prefixed: "{column} begins with {prefix}." },
  *check(column, { options }) {
    if (column.name.startsWith(options.prefix)) yield { message: "prefixed", data: { column: column.name, prefix: options.prefix } };
  },
  fix(column, _, { options }) {
    const { table, name } = column;
    const plain = name.slice(options.prefix.length);
    const rename = (from: string, to: string) => `ALTER TABLE ${qualified(table.path)} RENAME COLUMN ${ident(from)} TO ${ident(to)}`;
    return {
      title: `Rename ${name} to ${plain}`,
      safety: "review",
      changes: [column],
      steps: [
        step(
          { change: "rename column", table },
          {
            phase: "switch",
            why: "The name says what it is.",
            statements: [rename(name, plain)],
            undo: [rename(plain, name)],
            hazards: ["breaks clients"],
          },
        ),
      ],
    };
  },
});

const pack: RulePack = { api: 1, name: "house-rules", version: "1.0.0", rules: [columnPrefix] };
export default pack;
