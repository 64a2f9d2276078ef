import { ident, qualified } from "../../facts/identifier.ts";
import type { Catalog, Column, ForeignKey, Table } from "../../model/catalog.ts";
import type { TestDatabase } from "../../testing/database.ts";
import { type Row, repaired } from "./repair.ts";
import { nthValue } from "./values.ts";

const ROWS = 6;
const TRIES = 80;

/** Puts a few rows that keep every constraint into each table, parents first. Returns the tables that stay empty. */
export async function fillTables(
  db: TestDatabase,
  catalog: Catalog,
  neverNull: readonly (readonly string[])[],
): Promise<(readonly string[])[]> {
  const never = new Set(neverNull.map((path) => JSON.stringify(path)));
  const empty: (readonly string[])[] = [];
  // Triggers of the schema might send, count or refuse: the rows are not what they are for. Foreign keys are kept by choice.
  await db.run("SET session_replication_role = replica");
  for (const table of parentsFirst(catalog.tables.filter(takesRows))) {
    let filled = 0;
    for (let n = 1; n <= ROWS; n += 1) if (await insert(db, table, n, catalog, never)) filled += 1;
    if (filled === 0) empty.push(table.path);
  }
  await dropOrphans(db, catalog);
  await db.run("RESET session_replication_role");
  return empty;
}

function takesRows(table: Table): boolean {
  return table.origin === "user" && !table.foreign && table.partitionBound === null && table.persistence !== "temporary";
}

function parentsFirst(tables: readonly Table[]): Table[] {
  const wanted = new Set(tables);
  const ordered = new Set<Table>();
  const open = new Set<Table>();
  const place = (table: Table): void => {
    if (ordered.has(table) || open.has(table) || !wanted.has(table)) return;
    open.add(table);
    for (const key of table.foreignKeys) place(key.target);
    ordered.add(table);
  };
  for (const table of tables) place(table);
  return [...ordered];
}

async function insert(db: TestDatabase, table: Table, n: number, catalog: Catalog, never: ReadonlySet<string>): Promise<boolean> {
  let row: Row | null = { table, n, catalog, never, values: firstValues(table, n, catalog, never), tries: new Map() };
  for (let tried = 0; row !== null && tried < TRIES; tried += 1) {
    const error = await attempt(db, row);
    if (error === null) return true;
    row = repaired(row, error);
  }
  return false;
}

async function attempt(db: TestDatabase, { table, values }: Row): Promise<unknown> {
  const columns = [...values.keys()];
  const what =
    columns.length === 0
      ? "DEFAULT VALUES"
      : `(${columns.map(({ name }) => ident(name)).join(", ")}) VALUES (${[...values.values()].join(", ")})`;
  try {
    await db.run(`INSERT INTO ${qualified(table.path)} ${what}`);
    return null;
  } catch (error) {
    return error;
  }
}

/** Keys with most columns first: what two of them share is then of one row. */
function firstValues(table: Table, n: number, catalog: Catalog, never: ReadonlySet<string>): Map<Column, string> {
  const values = new Map<Column, string>();
  for (const key of table.foreignKeys.toSorted((a, b) => b.columns.length - a.columns.length)) {
    if (key.columns.some((column) => values.has(column))) continue;
    for (const [at, column] of key.columns.entries()) values.set(column, referred(key, at, n));
  }
  for (const [at, column] of table.columns.entries()) {
    if (column.generated !== null || /^nextval\(/.test(column.default ?? "")) {
      values.delete(column);
      continue;
    }
    const mayBeNull = !column.notNull && !never.has(JSON.stringify(column.path));
    if (mayBeNull && (n + at) % 5 === 0) values.set(column, "NULL");
    else if (!values.has(column))
      values.set(
        column,
        partitionValue(table, column, n) ?? nthValue(column, n, catalog) ?? (column.default === null ? "NULL" : "DEFAULT"),
      );
  }
  return values;
}

/** A value of one row of the table that the key refers to; NULL while that is empty. */
function referred({ target, targetColumns }: ForeignKey, at: number, n: number): string {
  const from = qualified(target.path);
  const order = targetColumns.map(({ name }) => ident(name)).join(", ");
  return `(SELECT ${ident(targetColumns[at]?.name ?? "")} FROM ${from} ORDER BY ${order} OFFSET (SELECT ${n - 1} % greatest(count(*), 1) FROM ${from}) LIMIT 1)`;
}

/** The lower bound or the first listed value of a partition. */
function partitionValue({ partitioning, children }: Table, column: Column, n: number): string | null {
  if (partitioning === null || partitioning.columns[0] !== column.name) return null;
  const bounds = children
    .flatMap(({ partitionBound }) => /(?:FROM|IN) \(('(?:[^']|'')*'|[\w.-]+)/.exec(partitionBound ?? "")?.[1] ?? [])
    .filter((bound) => bound !== "MINVALUE");
  return bounds[(n - 1) % Math.max(1, bounds.length)] ?? null;
}

/** Rows whose parent could not be made go, until none is left. */
async function dropOrphans(db: TestDatabase, catalog: Catalog): Promise<void> {
  const keys = catalog.tables.filter(takesRows).flatMap(({ foreignKeys }) => foreignKeys);
  for (let pass = 0; pass < 3; pass += 1) {
    for (const { table, target, columns, targetColumns } of keys) {
      const given = columns.map(({ name }) => `c.${ident(name)} IS NOT NULL`).join(" AND ");
      const same = columns.map(({ name }, at) => `p.${ident(targetColumns[at]?.name ?? "")} = c.${ident(name)}`).join(" AND ");
      await db.run(
        `DELETE FROM ${qualified(table.path)} AS c WHERE ${given} AND NOT EXISTS (SELECT FROM ${qualified(target.path)} AS p WHERE ${same})`,
      );
    }
  }
}
