import { PgassayError } from "../../model/failure.ts";
import { joinAlters } from "../alter.ts";
import type { Emit, OutputFile } from "../output.ts";
import { commentLines } from "../sql/comment.ts";
import { type Migration, migrationsOf } from "./migration.ts";
import { stamps } from "./stamp.ts";

const text = (statements: readonly string[]) => statements.map((statement) => `${statement};\n`).join("");
const noWayBack = ({ down }: Migration) =>
  down === null ? "DO $$\nBEGIN\n  RAISE EXCEPTION 'this step cannot be undone';\nEND\n$$;\n" : text(down);

/** Words that goose and dbmate obey when a comment begins with them. */
const OBEYED = /^([^\S\n]*(?:--[^\S\n]*)?)(\+goose|migrate:)/gim;

function about(migration: Migration): string {
  return migration.about.map((line) => commentLines(line.replace(OBEYED, "$1· $2"))).join("");
}

/** A name can hold a line break and after it what the tool would obey. */
function refuseObeyed(migrations: Migration[], tool: string): Migration[] {
  if (migrations.every(({ up, down }) => [...up, ...(down ?? [])].every((sql) => !/^[^\S\n]*--[^\S\n]*(\+goose|migrate:)/im.test(sql))))
    return migrations;
  throw new PgassayError({
    what: `no files for ${tool} can be written`,
    why: `a name in the schema holds a line that ${tool} would obey`,
    next: "Choose --dialect sql",
  });
}

/** `V20260102030405__words.sql`; a file without a transaction says so in the `.conf` beside it, the way back is `U…`. */
export const flyway: Emit = (plan, origin, { existing }) => {
  const stamp = stamps(origin.takenAt, existing);
  return migrationsOf(plan, origin, { oneStatementEach: false }).flatMap((migration): OutputFile[] => {
    const name = `${stamp(migration.number)}__${migration.slug}.sql`;
    const files = [
      { path: `V${name}`, text: about(migration) + text(joinAlters(migration.up)) },
      { path: `U${name}`, text: about(migration) + noWayBack(migration) },
    ];
    return files.flatMap((file) => {
      const settings = [
        ...(migration.transaction ? [] : ["executeInTransaction=false\n"]),
        // Flyway puts a value in the place of `${…}`, in comments and strings too.
        ...(file.text.includes("${") ? ["placeholderReplacement=false\n"] : []),
      ];
      return settings.length === 0 ? [file] : [file, { path: `${file.path}.conf`, text: settings.join("") }];
    });
  });
};

/** `20260102030405_words.sql` with both ways in it. Each statement is marked, because bodies hold semicolons. */
export const goose: Emit = (plan, origin, { existing }) => {
  const stamp = stamps(origin.takenAt, existing);
  const marked = (statements: readonly string[]) =>
    statements.map((statement) => `-- +goose StatementBegin\n${statement};\n-- +goose StatementEnd\n`).join("");
  return refuseObeyed(migrationsOf(plan, origin, { oneStatementEach: false }), "goose").map((migration) => ({
    path: `${stamp(migration.number)}_${migration.slug}.sql`,
    text: [
      migration.transaction ? "" : "-- +goose NO TRANSACTION\n",
      about(migration),
      "\n-- +goose Up\n",
      marked(joinAlters(migration.up)),
      "\n-- +goose Down\n",
      migration.down === null ? `-- +goose StatementBegin\n${noWayBack(migration)}-- +goose StatementEnd\n` : marked(migration.down),
    ].join(""),
  }));
};

/** `20260102030405_words.sql`; dbmate sends a section as one text, so that one without a transaction holds one statement. */
export const dbmate: Emit = (plan, origin, { existing }) => {
  const stamp = stamps(origin.takenAt, existing);
  return refuseObeyed(migrationsOf(plan, origin, { oneStatementEach: true }), "dbmate").map((migration) => {
    const how = migration.transaction ? "" : " transaction:false";
    return {
      path: `${stamp(migration.number)}_${migration.slug}.sql`,
      text: `${about(migration)}\n-- migrate:up${how}\n${text(joinAlters(migration.up))}\n-- migrate:down${how}\n${noWayBack(migration)}`,
    };
  });
};

/** `20260102030405_words/migration.sql`; Prisma has no way back of its own, so `down.sql` lies beside it. */
export const prisma: Emit = (plan, origin, { existing }) => {
  const stamp = stamps(origin.takenAt, existing);
  return migrationsOf(plan, origin, { oneStatementEach: true }).flatMap((migration) => {
    const folder = `${stamp(migration.number)}_${migration.slug}`;
    // Prisma sends the file as one text: without BEGIN, PostgreSQL makes one transaction of several statements by itself.
    return [
      { path: `${folder}/migration.sql`, text: about(migration) + text(joinAlters(migration.up)) },
      { path: `${folder}/down.sql`, text: about(migration) + noWayBack(migration) },
    ];
  });
};
