import type { Catalog, Column, Table } from "../../model/catalog.ts";
import { nthValue, USUAL, valuesIn } from "./values.ts";

/** A row that the server is asked to take. */
export interface Row {
  readonly table: Table;
  readonly n: number;
  readonly catalog: Catalog;
  /** Paths, as JSON, of columns that are to hold no NULL. */
  readonly never: ReadonlySet<string>;
  /** An SQL expression for each column that is written. */
  readonly values: ReadonlyMap<Column, string>;
  /** How often a constraint has refused it, by its name. */
  readonly tries: ReadonlyMap<string, number>;
}

interface Refusal {
  readonly code?: string;
  readonly constraint?: string;
  readonly column?: string;
}

/** The row with other values for the columns that the server's refusal is about; null when there is nothing left to try. */
export function repaired(row: Row, error: unknown): Row | null {
  const { code, constraint = "", column } = error as Refusal;
  if (typeof code !== "string" || code.length !== 5) throw error;
  const tried = row.tries.get(constraint) ?? 0;
  const tries = new Map(row.tries).set(constraint, tried + 1);
  if (code === "23514") return { ...row, tries, values: forCheck(row, constraint, tried) };
  if (code === "23505" || code === "23P01") {
    const values = forUnique(row, constraint, tried);
    return values === null ? null : { ...row, tries, values };
  }
  if (code === "23502") {
    const missing = row.table.columns.find(({ name }) => name === column);
    const value = missing === undefined ? null : nthValue(missing, row.n, row.catalog);
    if (missing === undefined || value === null || row.values.get(missing) === value || tried > 0) return null;
    return { ...row, tries, values: new Map(row.values).set(missing, value) };
  }
  // Values that do not fit their type: without them where the columns allow it.
  if (!code.startsWith("22") || tried > 0) return null;
  const values = new Map([...row.values].map(([each, value]): [Column, string] => [each, each.notNull ? value : "NULL"]));
  return { ...row, tries, values };
}

/** Counts through what the constraint names, then through what constraints mostly want, for all of its columns together. */
function forCheck({ table, n, catalog, values, never }: Row, constraint: string, tried: number): Map<Column, string> {
  const check = table.constraints.find(({ name }) => name === constraint);
  const domain = catalog.schemas
    .flatMap(({ types }) => types)
    .find(({ form }) => form.is === "domain" && form.checks.some(({ name }) => name === constraint));
  const definition =
    check?.definition ??
    (domain?.form.is === "domain" ? (domain.form.checks.find(({ name }) => name === constraint)?.definition ?? "") : "");
  const columns = (check?.columns ?? table.columns.filter(({ type }) => domain !== undefined && type.name === domain.name)).filter(
    (column) => values.has(column),
  );
  const next = new Map(values);
  let count = tried;
  for (const [at, column] of columns.entries()) {
    const pool = [
      ...valuesIn(definition),
      ...[n + 1, n + 50, n + 1_000].flatMap((other) => nthValue(column, other, catalog) ?? []),
      ...USUAL,
    ].filter((value) => value !== "NULL" || !(column.notNull || never.has(JSON.stringify(column.path))));
    next.set(column, pool[(count + (at === 0 ? n - 1 : 0)) % pool.length] as string);
    count = Math.floor(count / (columns.length > 1 ? pool.length : 1));
    if (columns.length === 1) break;
  }
  return next;
}

/** A later value for what the index holds; null when only references and choices are in it. */
function forUnique({ table, n, catalog, values }: Row, constraint: string, tried: number): Map<Column, string> | null {
  if (tried > 5) return null;
  const columns = table.indexes.find(({ name }) => name === constraint)?.keys.flatMap(({ column }) => column ?? []) ?? [];
  const next = new Map(values);
  for (const column of columns) {
    if (table.foreignKeys.some((key) => key.columns.includes(column)) || !values.has(column)) continue;
    const value = nthValue(column, n + 100 * (tried + 1), catalog);
    if (value === null || value === values.get(column)) continue;
    return next.set(column, value);
  }
  return null;
}
