import { joinAlters } from "../alter.ts";
import type { Emit } from "../output.ts";
import { migrationsOf } from "./migration.ts";
import { pythonComments, pythonText } from "./python.ts";

/** `0007_words.py`, in a row after the last migration of the application. Statements are lists: nothing splits their text. */
export const django: Emit = (plan, origin, { existing, folder }) => {
  const last = existing
    .flatMap(({ name }) => /^(\d{4,})_\w+(?=\.py$)/.exec(name) ?? [])
    .filter((name) => name.includes("_"))
    .sort()
    .at(-1);
  const start = last === undefined ? 0 : Number.parseInt(last, 10);
  const name = (number: number, slug: string) => `${String(start + number).padStart(4, "0")}_pgassay_${slug}`;
  const migrations = migrationsOf(plan, origin, { oneStatementEach: false });
  return migrations.map(({ number, slug, about, transaction, up, down }, at) => {
    const before = migrations[at - 1];
    const dependency = before === undefined ? last : name(before.number, before.slug);
    const list = (statements: readonly string[]) =>
      statements.length === 0
        ? "migrations.RunSQL.noop"
        : `[\n${statements.map((sql) => `                ${pythonText(sql, "                ")},\n`).join("")}            ]`;
    return {
      path: `${name(number, slug)}.py`,
      text: [
        pythonComments(about),
        "\nfrom django.db import migrations\n\n\n",
        "class Migration(migrations.Migration):\n",
        `    atomic = ${transaction ? "True" : "False"}\n`,
        `    dependencies = [${dependency === undefined ? "" : `(${pythonText(folder)}, ${pythonText(dependency)})`}]\n`,
        ...(dependency === undefined ? ["    initial = True\n"] : []),
        "    operations = [\n        migrations.RunSQL(\n",
        `            sql=${list(joinAlters(up))},\n`,
        down === null
          ? "            # It cannot be undone: RunSQL without reverse_sql is irreversible.\n"
          : `            reverse_sql=${list(down)},\n`,
        "        ),\n    ]\n",
      ].join(""),
    };
  });
};
