import type { Column, Table } from "../../model/catalog.ts";
import type { Access, Used, WindowFrame } from "../../model/workload.ts";
import type { Shape, Term } from "./term.ts";

/** An access while its statement is being read. */
export class Building {
  readonly table: Table;
  readonly alias: string;
  writes: Access["writes"] = null;
  limited = false;
  readonly equality = new Set<Column>();
  readonly range = new Set<Column>();
  readonly group = new Set<Column>();
  readonly dates = new Set<Column>();
  readonly output = new Set<Column>();
  readonly read = new Set<Column>();
  readonly written = new Set<Column>();
  conflict: Set<Column> | null = null;
  readonly order: Access["order"][number][] = [];
  readonly join = new Unequal<Access["join"][number]>(({ column, other }) => [...column.path, ...other.path]);
  readonly constant = new Unequal<Access["constant"][number]>(({ column, predicate }) => [column.name, predicate]);
  readonly applied = new Unequal<Access["applied"][number]>(({ column, expression, used }) => [column.name, expression, used]);
  readonly json = new Unequal<Access["json"][number]>(({ column, operator, expression, used }) => [
    column.name,
    operator,
    expression,
    used,
  ]);
  readonly array = new Unequal<Access["array"][number]>(({ column, operator }) => [column.name, operator]);
  readonly pattern = new Unequal<Access["pattern"][number]>(({ column, operator }) => [column.name, operator]);
  readonly aggregated = new Unequal<Access["aggregated"][number]>(({ column, name, over }) => [column.name, name, windowKey(over)]);

  constructor(table: Table, alias: string) {
    this.table = table;
    this.alias = alias;
  }

  finish(): Access {
    const output = [...this.output];
    return Object.freeze({
      table: this.table,
      alias: this.alias,
      writes: this.writes,
      equality: [...this.equality],
      range: [...this.range],
      join: this.join.items,
      order: this.order,
      group: [...this.group],
      limited: this.limited,
      constant: this.constant.items,
      applied: this.applied.items,
      json: this.json.items,
      array: this.array.items,
      pattern: this.pattern.items,
      dates: [...this.dates],
      aggregated: this.aggregated.items,
      output: output.length === this.table.columns.length ? "all" : output,
      read: [...this.read],
      written: [...this.written],
      conflict: this.conflict === null ? null : [...this.conflict],
    });
  }
}

/** Items in the order they came, each once. */
class Unequal<T> {
  readonly #known = new Set<string>();
  readonly #keyOf: (item: T) => readonly string[];
  readonly items: T[] = [];

  constructor(keyOf: (item: T) => readonly string[]) {
    this.#keyOf = keyOf;
  }

  add(item: T): void {
    const key = this.#keyOf(item).join("\0");
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.items.push(item);
  }
}

function windowKey(over: WindowFrame | null): string {
  if (over === null) return "";
  return [over.frame, ...over.partition.map(({ name }) => name), "", ...over.order.map(({ name }) => name)].join("\0");
}

export function markRead({ reads }: Term): void {
  for (const { of, column } of reads) of.read.add(column);
}

/** An expression over a column stands somewhere: a column by itself is not recorded here. */
export function recordApplied(shape: Shape, used: Used): void {
  const { of, column } = shape.origin;
  if (shape.is === "applied") of.applied.add({ column, expression: shape.expression, used });
  else if (shape.is === "json") of.json.add({ column, operator: shape.operator, key: shape.key, expression: shape.expression, used });
}
