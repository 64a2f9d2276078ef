import { hashOf } from "../../model/hash.ts";
import { plainText } from "../../model/plain-text.ts";
import { joinAlters } from "../alter.ts";
import { type Migration, migrationsOf } from "../migrations/migration.ts";
import { pythonComments, pythonText } from "../migrations/python.ts";
import type { Emit } from "../output.ts";
import { headOf } from "./head.ts";
import { operation } from "./operation.ts";
import { sqlText } from "./sql-text.ts";

/**
 * Revisions in a row after the head that is there. Alembic runs all of them in one transaction unless told otherwise, so
 * each begins by ending the one before: its locks are let go, and its mark in the version table is kept with it.
 */
export const alembic: Emit = (plan, origin, { existing }) => {
  let before = headOf(existing);
  return migrationsOf(plan, origin, { oneStatementEach: false }).map((migration) => {
    const prints = migration.planned?.of.map(({ planned }) => planned.finding.fingerprint) ?? [];
    const revision = hashOf([before, migration.number, migration.slug, prints]).slice(0, 12);
    const text = revisionText(migration, revision, before, origin.takenAt);
    before = revision;
    return { path: `pgassay_${String(migration.number).padStart(4, "0")}_${revision}_${migration.slug}.py`, text };
  });
};

function revisionText(migration: Migration, revision: string, before: string | null, takenAt: string): string {
  const { about, slug, transaction, up, down } = migration;
  const body = [
    ...bodyOf(up, transaction),
    "",
    "",
    "def downgrade() -> None:",
    ...(down === null ? NO_WAY_BACK : bodyOf(down, transaction)),
  ];
  const usesSa = body.some((line) => line.includes("sa."));
  return [
    `"""${slug.replaceAll("_", " ")}\n\nRevision ID: ${revision}\nRevises: ${before === null ? "" : plainText(before).replaceAll('"', "")}\nCreate Date: ${takenAt}\n"""\n`,
    pythonComments(about),
    `from alembic import op\n${usesSa ? "import sqlalchemy as sa\n" : ""}\n`,
    `revision = ${pythonText(revision)}\n`,
    `down_revision = ${before === null ? "None" : pythonText(before)}\n`,
    "branch_labels = None\ndepends_on = None\n\n\n",
    `def upgrade() -> None:\n${body.join("\n")}\n`,
  ].join("");
}

const NO_WAY_BACK = ['    raise NotImplementedError("irreversible: nothing brings back what was there before this step")'];

function bodyOf(statements: readonly string[], transaction: boolean): string[] {
  if (transaction) {
    return [
      "    # Ends the transaction of the revision before, and with it its locks.",
      "    with op.get_context().autocommit_block():",
      "        pass",
      ...operationsOf(statements).map((line) => `    ${line("    ")}`),
    ];
  }
  const lines = operationsOf(statements).map((line) => `        ${line("        ")}`);
  return [
    "    # Nothing in here can be run inside a transaction.",
    "    with op.get_context().autocommit_block():",
    ...(lines.length === 0 ? ["        pass"] : lines),
  ];
}

type Line = (indent: string) => string;

/** Statements that Alembic has no word for are joined where that spares a scan. */
function operationsOf(statements: readonly string[]): Line[] {
  const lines: Line[] = [];
  let plain: string[] = [];
  const flush = () => {
    lines.push(
      ...joinAlters(plain).map(
        (sql): Line =>
          (indent) =>
            `op.execute(${sqlText(sql, indent)})`,
      ),
    );
    plain = [];
  };
  for (const statement of statements) {
    const known = operation(statement);
    if (known === null) {
      plain.push(statement);
      continue;
    }
    flush();
    lines.push(() => known);
  }
  flush();
  return lines;
}
