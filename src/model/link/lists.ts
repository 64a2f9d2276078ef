import type { Column, Dependent, Table, View } from "../catalog.ts";

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Most lists of most entities stay empty: they are all this one. Made so that V8 takes it for a list of objects, as the others are. */
export const NONE: readonly never[] = [null].slice(1) as never[];

/** `map`, whose lists are of another kind once V8 has compiled it: all that has learned the first kind is then compiled anew. */
export function listOf<T, U>(items: readonly T[], make: (item: T, at: number) => U): readonly U[] {
  if (items.length === 0) return NONE;
  const list = items.slice() as unknown[];
  for (let at = 0; at < list.length; at += 1) list[at] = make(items[at] as T, at);
  return list as U[];
}

type ItemOf<List> = List extends readonly (infer Item)[] ? Item : never;

/** Appends to a list that nobody outside this file has seen yet. */
export function add<E extends object, K extends keyof E>(entity: E, key: K, item: ItemOf<E[K]>): void {
  const list = entity[key] as ItemOf<E[K]>[];
  if (list.length === 0) (entity as Mutable<E>)[key] = [item] as E[K];
  else list.push(item);
}

/** A dependent may name a column twice, and does so in one go: only the last entry can be the same. */
export function depend(column: Column, dependent: Dependent): void {
  if (column.dependents.at(-1) !== dependent) add(column, "dependents", dependent);
}

export function memberPath(table: Table | View, name: string): readonly string[] {
  return [table.schema.name, table.name, name];
}
