import type { Finding } from "../../contract/finding.ts";
import { ident, qualified } from "../../facts/identifier.ts";
import type { Catalog, Column, Constraint, Index, Table } from "../../model/catalog.ts";
import { NAME, type NewIndex, newIndex } from "./new-index.ts";

/** What is different after a fix, besides rows. */
export interface Effects {
  readonly builds: readonly NewIndex[];
  readonly drops: ReadonlySet<Index | Constraint | Column | Table>;
  /** The type that a column gets. */
  readonly types: ReadonlyMap<Column, string>;
  /** Columns that may no longer be NULL. */
  readonly requires: ReadonlySet<Column>;
  /** Columns that the deletion of another row will set to NULL. */
  readonly clears: ReadonlySet<Column>;
}

/** Read from the statements, in their order: what is made under a name for the time of the change is not an effect. */
export function effectsOf({ fix }: Finding, catalog: Catalog): Effects {
  const statements = (fix?.steps ?? []).flatMap((step) => (step.is === "sql" ? step.statements : []));
  const builds = new Map<string, NewIndex>();
  const drops = new Set<Index | Constraint | Column | Table>();
  for (const statement of statements) {
    const built = newIndex(statement, catalog);
    if (built !== null) builds.set(built.name, built);
    // A primary key has an index of its own, whatever else is unique.
    const key = builds.get(/ PRIMARY KEY USING INDEX (.*)$/.exec(statement)?.[1] ?? "");
    if (key !== undefined) builds.set(key.name, { ...key, constraint: { deferrable: false } });
    const gone = /^DROP INDEX (?:CONCURRENTLY )?(?:IF EXISTS )?(.*)$/.exec(statement)?.[1];
    if (gone !== undefined) {
      const index = catalog.tables
        .flatMap((table) => table.indexes)
        .find(({ name, table }) => qualified([table.schema.name, name]) === gone);
      if (index !== undefined) drops.add(index);
      for (const [name, { table }] of builds) if (`${ident(table.schema.name)}.${name}` === gone) builds.delete(name);
    }
  }
  const text = statements.join("\n");
  const types = new Map<Column, string>();
  const requires = new Set<Column>();
  const clears = new Set<Column>();
  for (const table of catalog.tables) {
    const on = `ALTER TABLE ${qualified(table.path)}`;
    if (!text.includes(on) && !text.includes(`DROP TABLE ${qualified(table.path)}`)) continue;
    const own = statements.filter((statement) => statement.startsWith(`${on} `));
    if (statements.includes(`DROP TABLE ${qualified(table.path)}`)) drops.add(table);
    const cleared = new Set(own.flatMap(clearedBy));
    for (const column of table.columns) {
      if (own.some((statement) => statement.endsWith(` ALTER COLUMN ${ident(column.name)} SET NOT NULL`))) requires.add(column);
      if (cleared.has(ident(column.name))) clears.add(column);
      const type = typeGiven(own, ident(column.name));
      if (type !== null) types.set(column, type);
      if (isDropped(own, "COLUMN", ident(column.name))) drops.add(column);
    }
    for (const constraint of table.constraints)
      if (isDropped(own, "CONSTRAINT", ident(constraint.name)) && !isReplaced(constraint, own)) drops.add(constraint);
  }
  return { builds: [...builds.values()], drops, types, requires, clears };
}

/** In place, or by a second column that takes the name. */
function typeGiven(statements: readonly string[], name: string): string | null {
  const rename = new RegExp(` RENAME COLUMN (${NAME}) TO (${NAME})$`);
  const second = statements.map((statement) => rename.exec(statement)).find((found) => found?.[2] === name)?.[1];
  for (const statement of statements) {
    const [, column, type] = / ALTER COLUMN ((?:"(?:[^"]|"")+"|[^ "])+) TYPE (.*?)(?: USING |, ALTER |$)/s.exec(statement) ?? [];
    if (column === name && type !== undefined) return type;
    const [, added, its] = / ADD COLUMN ((?:"(?:[^"]|"")+"|[^ "])+) (.*)$/s.exec(statement) ?? [];
    if (added === second && its !== undefined) return its;
  }
  return null;
}

/** Names of the columns that a new foreign key clears: all of its own, or those that it lists. */
function clearedBy(statement: string): readonly string[] {
  const key = / FOREIGN KEY \((.*?)\) REFERENCES .* ON DELETE SET NULL(?: \((.*?)\))?/s.exec(statement);
  const list = key?.[2] ?? key?.[1] ?? "";
  return list.match(/"(?:[^"]|"")+"|[^\s",]+/g) ?? [];
}

/** A foreign key of other columns stands for the same reference. */
function isReplaced(constraint: Constraint, statements: readonly string[]): boolean {
  const target = constraint.type === "foreign" ? ` REFERENCES ${qualified(constraint.target.path)} ` : null;
  return target !== null && statements.some((statement) => statement.includes(" FOREIGN KEY ") && statement.includes(target));
}

function isDropped(statements: readonly string[], what: "COLUMN" | "CONSTRAINT", name: string): boolean {
  const ends = (statement: string, verb: string) => statement.endsWith(`${verb} ${name}`) || statement.includes(`${verb} ${name} `);
  const dropped = statements.some((statement) => ends(statement, `DROP ${what}`) || ends(statement, `DROP ${what} IF EXISTS`));
  const back = statements.some((statement) => ends(statement, "TO") || statement.includes(` ADD ${what} ${name} `));
  return dropped && !back;
}
