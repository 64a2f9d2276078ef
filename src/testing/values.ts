import type { FixStep } from "../contract/fix.ts";
import { ident, qualified } from "../facts/identifier.ts";
import type { CatalogData } from "../model/data.ts";
import type { ObjectRef } from "../model/reference.ts";
import type { SnapshotData } from "../model/snapshot.ts";
import { isEmptied } from "../model/uncounted.ts";
import type { TestDatabase } from "./database.ts";

/** Per `[schema, table, column]`: the type and the sorted values as text, to see whether a fix kept them. */
export type Values = ReadonlyMap<string, { readonly type: string; readonly values: readonly (string | null)[] }>;

export async function readValues(db: TestDatabase, snapshot: SnapshotData): Promise<Values> {
  const found = new Map<string, { type: string; values: (string | null)[] }>();
  for (const schema of snapshot.catalog.schemas) {
    for (const table of schema.tables) {
      for (const column of table.columns) {
        const rows = await db.rows(`SELECT ${ident(column.name)}::text AS value FROM ${qualified([schema.name, table.name])} ORDER BY 1`);
        const plain = column.type.name === "numeric" ? withoutZeros : (text: string) => text;
        const values = rows.map(({ value }) => (value === null ? null : plain(String(value))));
        found.set(JSON.stringify([schema.name, table.name, column.name]), { type: column.type.text, values });
      }
    }
  }
  return found;
}

/** What these steps say they move or delete. Only partitions have a parent that still shows their rows, and a column whose values go has to be announced as a hazard as well. */
export function emptiedBy(steps: readonly FixStep[], { schemas }: CatalogData): readonly ObjectRef[] {
  const partitions = new Set(
    schemas.flatMap(({ name, tables }) =>
      tables.filter(({ partitionBound }) => partitionBound !== null).map((table) => JSON.stringify([name, table.name])),
    ),
  );
  return steps.flatMap((step) =>
    step.is === "manual"
      ? []
      : (step.empties ?? []).filter(({ kind, path }) =>
          kind === "column" ? step.hazards.includes("deletes data") : partitions.has(JSON.stringify(path)),
        ),
  );
}

/** The values but for those that a fix says it moves or deletes. The parent of an emptied partition still has to show them all. */
export function without(values: Values, emptied: readonly ObjectRef[]): Values {
  return new Map([...values].filter(([column]) => !isEmptied(JSON.parse(column) as string[], emptied)));
}

/** 1.50 and 1.5 are the same number: the scale of a type is shown, and not kept, with the values that it held. */
function withoutZeros(text: string): string {
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, "") : text;
}

/** What is not as it was; a table that `mayGrow` may have more rows than before: a column of the same type with other values, or one of another type with other non-null counts or numbers. */
export function lostValues(before: Values, after: Values, mayGrow: (table: readonly string[]) => boolean = () => false): string[] {
  return [...before].flatMap(([column, was]) => {
    const now = after.get(column);
    if (now === undefined) return [];
    if (now.values.length > was.values.length && mayGrow((JSON.parse(column) as string[]).slice(0, 2)))
      return was.type !== now.type || contains(now.values, was.values) ? [] : [`${column}: values changed`];
    if (was.values.length !== now.values.length) return [`${column}: ${was.values.length} rows became ${now.values.length}`];
    const same = was.type === now.type ? sameTexts(was.values, now.values) : sameMeaning(was.values, now.values);
    return same ? [] : [`${column}: values changed`];
  });
}

/** Every value of the second is in the first, as often as it is there. */
function contains(all: readonly (string | null)[], some: readonly (string | null)[]): boolean {
  const counts = new Map<string | null, number>();
  for (const value of all) counts.set(value, (counts.get(value) ?? 0) + 1);
  return some.every((value) => {
    const left = counts.get(value) ?? 0;
    counts.set(value, left - 1);
    return left > 0;
  });
}

function sameTexts(a: readonly (string | null)[], b: readonly (string | null)[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Numbers within the rounding of the fourth decimal, compared in order of size; other types by their count of values. */
function sameMeaning(a: readonly (string | null)[], b: readonly (string | null)[]): boolean {
  const numbers = (values: readonly (string | null)[]) =>
    values
      .filter((value) => value !== null)
      .map((value) => Number(value.replace(/[$,]/g, "")))
      .sort((x, y) => x - y);
  const [was, now] = [numbers(a), numbers(b)];
  if (was.length !== now.length) return false;
  return was.every((value, at) => Number.isNaN(value) || Math.abs(value - (now[at] as number)) <= 0.00005 + Math.abs(value) * 1e-12);
}
