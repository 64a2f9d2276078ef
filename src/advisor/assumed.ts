import type { Column, Index, Table } from "../model/catalog.ts";
import type { Workload } from "../model/workload.ts";
import type { ColumnFigures, Figures } from "./figures.ts";
import { bytesPerRow } from "./size.ts";

/** Rows of a table that nothing refers to, and of the one that most rows are put into. */
const MANY = 1_000_000;
/** A parent has a thousand children. */
const STEP = 1_000;
const FEWEST = 1_000;
const TUPLE_HEADER = 28;
const BLOCK = 8_168;

/**
 * Sizes for a schema whose statistics nobody knows: a table that others refer to is smaller than they are, unless the
 * workload puts as many rows into it. They tell an index that could pay from one that never does, and not how much.
 */
export function assumedFigures(workload: Workload | null = null): Figures {
  const inserts = new Map<Table, number>();
  for (const { accesses, calls } of workload?.statements ?? []) {
    for (const { table, writes } of accesses) if (writes === "insert") inserts.set(table, (inserts.get(table) ?? 0) + calls);
  }
  const most = Math.max(1, ...inserts.values());
  const known = new Map<Table, number>();
  const rowsOf = (table: Table, above: ReadonlySet<Table> = new Set()): number => {
    const found = known.get(table);
    if (found !== undefined) return found;
    if (above.has(table)) return FEWEST;
    const path = new Set([...above, table]);
    // With a unique key there is one row for each at most, which says nothing about how many there are.
    const children = table.referencedBy.filter((key) => key.table !== table && !isUnique(key.table, key.columns)).map((key) => key.table);
    const grown = (MANY * (inserts.get(table) ?? 0)) / most;
    const rows = children.length === 0 ? MANY : Math.max(FEWEST, grown, ...children.map((child) => rowsOf(child, path) / STEP));
    if (above.size === 0) known.set(table, rows);
    return rows;
  };
  const figures: Figures = {
    by: "assumed sizes",
    table: (table) => {
      const rows = rowsOf(table);
      const width = table.columns.reduce((sum, column) => sum + widthOf(column), TUPLE_HEADER);
      return { rows, pages: Math.ceil((rows * width) / BLOCK) };
    },
    column: (column) => columnFigures(column, rowsOf),
    index: (index) => (index.table.kind === "table" ? pagesOf(index, rowsOf(index.table), figures) : 1),
  };
  return figures;
}

function pagesOf(index: Index, rows: number, figures: Figures): number {
  const columns = [...index.keys.flatMap(({ column }) => column ?? []), ...index.include];
  return 1 + Math.ceil((rows * bytesPerRow(index.method, columns, figures)) / BLOCK);
}

function columnFigures(column: Column, rowsOf: (table: Table) => number): ColumnFigures {
  return {
    nullFraction: column.notNull ? 0 : 0.1,
    distinct: distinctOf(column, rowsOf),
    width: widthOf(column),
    correlation:
      column.generated?.startsWith("identity") === true || /^nextval\(|now\(\)|CURRENT_TIMESTAMP/.test(column.default ?? "") ? 1 : 0,
  };
}

function distinctOf(column: Column, rowsOf: (table: Table) => number): number {
  const { table } = column;
  if (isUnique(table, [column])) return -1;
  const key = table.foreignKeys.find(({ columns }) => columns.length === 1 && columns[0] === column);
  if (key !== undefined) return Math.min(rowsOf(key.target), rowsOf(table));
  const { type } = column;
  if (type.name === "bool") return 2;
  const form = table.schema.types.find(({ name }) => name === type.name)?.form;
  if (form?.is === "enum") return Math.max(1, form.labels.length);
  if (/^(?:timestamp|timestamptz|uuid|float[48]|numeric|money)$/.test(type.name)) return -0.5;
  if (type.name === "date") return 1_000;
  return -1 / STEP;
}

function isUnique(table: Table, columns: readonly Column[]): boolean {
  return table.indexes.some(
    ({ unique, predicate, keys }) =>
      unique && predicate === null && keys.every(({ column }) => column !== null && columns.includes(column)),
  );
}

const WIDTHS: Readonly<Record<string, number>> = {
  bool: 1,
  char: 1,
  int2: 2,
  int4: 4,
  int8: 8,
  float4: 4,
  float8: 8,
  date: 4,
  timestamp: 8,
  timestamptz: 8,
  time: 8,
  timetz: 12,
  interval: 16,
  uuid: 16,
  numeric: 8,
  money: 8,
  inet: 7,
  json: 300,
  jsonb: 300,
  xml: 300,
  bytea: 100,
};
const TEXT = 24;

function widthOf({ type }: Column): number {
  if (type.array) return 4 * TEXT;
  const base = type.over ?? type;
  return WIDTHS[base.name] ?? Math.min(TEXT, base.modifiers[0] ?? TEXT);
}
