import { dollarQuoted, literal } from "../../facts/identifier.ts";
import { plainText, UNSEEN } from "../../model/plain-text.ts";
import { joinAlters } from "../alter.ts";
import type { Emit } from "../output.ts";
import { type Migration, migrationsOf } from "./migration.ts";
import { stamps } from "./stamp.ts";

/** CommonJS in a `.cjs`, which a project of either kind can load. */
export const knex: Emit = (plan, origin, { existing }) => {
  const stamp = stamps(origin.takenAt, existing);
  const list = (statements: readonly string[]) => statements.map((sql) => `  ${template(withoutBindings(sql))},\n`).join("");
  return migrationsOf(plan, origin, { oneStatementEach: false }).map((migration) => ({
    path: `${stamp(migration.number)}_${migration.slug}.cjs`,
    text: [
      comments(migration),
      IN_TURN,
      `exports.up = (knex) => inTurn(knex, [\n${list(joinAlters(migration.up))}]);\n\n`,
      migration.down === null
        ? `exports.down = () => {\n${NO_WAY_BACK}};\n`
        : `exports.down = (knex) => inTurn(knex, [\n${list(migration.down)}]);\n`,
      migration.transaction ? "" : "\nexports.config = { transaction: false };\n",
    ].join(""),
  }));
};

export const nodePgMigrate: Emit = (plan, origin, { existing }) => {
  const taken = Math.max(Date.parse(origin.takenAt), ...existing.flatMap(({ name }) => Number(/^(\d{13})/.exec(name)?.[1] ?? 0) + 1));
  return migrationsOf(plan, origin, { oneStatementEach: false }).map((migration) => {
    const body = (statements: readonly string[]) => statements.map((sql) => `  pgm.sql(${template(sql)});\n`).join("");
    const alone = migration.transaction ? "" : "  pgm.noTransaction();\n";
    return {
      path: `${taken + migration.number}_${migration.slug.replaceAll("_", "-")}.cjs`,
      text: [
        comments(migration),
        `exports.up = (pgm) => {\n${alone}${body(joinAlters(migration.up))}};\n\n`,
        migration.down === null ? "exports.down = false;\n" : `exports.down = (pgm) => {\n${alone}${body(migration.down)}};\n`,
      ].join(""),
    };
  });
};

const IN_TURN =
  "const inTurn = (knex, statements) => statements.reduce((before, sql) => before.then(() => knex.raw(sql)), Promise.resolve());\n\n";

const NO_WAY_BACK = '  throw new Error("This step cannot be undone.");\n';

function comments({ about }: Migration): string {
  return `${about.map((line) => `// ${plainText(line)}`.trimEnd()).join("\n")}\n\n`;
}

/** A template that evaluates to the text, with everything unseen as an escape. */
function template(text: string): string {
  const escaped = text
    .replace(/[\\`]|\$(?=\{)/g, "\\$&")
    .replace(UNSEEN, (character) => (character === "\n" ? character : `\\u{${(character.codePointAt(0) as number).toString(16)}}`));
  return `\`${escaped}\``;
}

/**
 * Knex takes a question mark for a binding unless a backslash stands before it, and eats that one. Text that has a
 * backslash of its own there is sent as bytes.
 */
function withoutBindings(sql: string): string {
  if (!sql.includes("\\?")) return sql.replaceAll("?", "\\?");
  const bytes = Buffer.from(sql).toString("base64");
  return `DO ${dollarQuoted(`BEGIN EXECUTE pg_catalog.convert_from(pg_catalog.decode(${literal(bytes)}, 'base64'), 'UTF8'); END`)}`;
}
