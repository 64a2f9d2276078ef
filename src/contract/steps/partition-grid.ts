import { distinctName } from "../../facts/distinct-name.ts";
import { ident } from "../../facts/identifier.ts";
import type { Column, Table } from "../../model/catalog.ts";

/** Partitions of one width, side by side: where one of them begins, each of the others does by a whole number of widths. */
export interface PartitionGrid {
  readonly key: Column;
  readonly unit: "months" | "days" | "numbers";
  readonly width: bigint;
  /** Where one of the partitions begins: months since year 0, days since 1970, or the number itself. */
  readonly start: bigint;
  /** The schema that the partitions are in. */
  readonly schema: string;
  /** What their names begin with; what follows is where a partition begins, as `to_char` writes it under `pattern`. */
  readonly prefix: string;
  /** Of `YYYY`, `MM`, `DD` and letters; null for numbers, which are written as they are. */
  readonly pattern: string | null;
}

interface Range {
  readonly partition: Table;
  readonly from: bigint | null;
  readonly to: bigint | null;
}

const TYPES: ReadonlySet<string> = new Set(["date", "timestamp", "timestamptz", "int4", "int8"]);
/** A bound is midnight of a day (of UTC, as the catalog is read), a number, or open. */
const BOUNDS = /^FOR VALUES FROM \(([^,]+)\) TO \(([^,]+)\)$/;
const MIDNIGHT = /^'([1-9]\d{3})-(\d\d)-(\d\d)(?: 00:00:00(?:\+00)?)?'$/;
const NUMBER = /^'?(-?\d+)'?$/;
const DAY_MS = 86_400_000;

/** How a table is divided by range of one plain column; null where its partitions have no one width, or need not be of it. */
export function partitionGrid(table: Table): PartitionGrid | null {
  const [name = ""] = table.partitioning?.columns ?? [];
  const key = table.columns.find((column) => column.name === name);
  // An expression, a second column, a collation and an operator class are all told from the text.
  if (key === undefined || table.partitioning?.key !== `RANGE (${ident(name)})`) return null;
  if (key.type.schema !== "pg_catalog" || key.type.array || !TYPES.has(key.type.name)) return null;
  const siblings = table.children.filter(({ partitionBound }) => partitionBound !== "DEFAULT");
  const numbers = key.type.name.startsWith("int");
  for (const unit of numbers ? (["numbers"] as const) : (["months", "days"] as const)) {
    const ranges = siblings.map((partition) => rangeOf(partition, unit));
    if (ranges.some((range) => range === null)) continue;
    const grid = gridOf(ranges as Range[]);
    if (grid !== null) return { key, unit, ...grid, ...naming(table, ranges as Range[], unit, grid.width) };
  }
  return null;
}

/** A partition that is open on one side only has to end where others of the width do. */
function gridOf(ranges: readonly Range[]): Pick<PartitionGrid, "width" | "start"> | null {
  const whole = ranges.flatMap(({ from, to }) => (from === null || to === null ? [] : [{ from, width: to - from }]));
  const [first] = whole;
  if (first === undefined || whole.some(({ width }) => width !== first.width)) return null;
  const edges = ranges.flatMap(({ from, to }) => [from, to]).filter((edge) => edge !== null);
  return edges.every((edge) => (edge - first.from) % first.width === 0n) ? { width: first.width, start: first.from } : null;
}

function rangeOf(partition: Table, unit: PartitionGrid["unit"]): Range | null {
  const [, from = "", to = ""] = BOUNDS.exec(partition.partitionBound ?? "") ?? [];
  const [start, end] = [from === "MINVALUE" ? null : edgeOf(from, unit), to === "MAXVALUE" ? null : edgeOf(to, unit)];
  return start === undefined || end === undefined ? null : { partition, from: start, to: end };
}

function edgeOf(bound: string, unit: PartitionGrid["unit"]): bigint | undefined {
  if (unit === "numbers") {
    const number = NUMBER.exec(bound)?.[1];
    return number === undefined ? undefined : BigInt(number);
  }
  const parts = MIDNIGHT.exec(bound)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [year = 0, month = 1, day = 1] = parts;
  if (unit === "days") return BigInt(Date.UTC(year, month - 1, day) / DAY_MS);
  return day === 1 ? BigInt(year * 12 + month - 1) : undefined;
}

const PATTERNS = ["YYYYMMDD", "YYYY_MM_DD", "YYYYMM", "YYYY_MM", 'YYYY"m"MM', "YYYY"] as const;

/** As the partitions are called, where all of them are called alike; else by the table and the start. */
function naming(
  table: Table,
  ranges: readonly Range[],
  unit: PartitionGrid["unit"],
  width: bigint,
): Pick<PartitionGrid, "schema" | "prefix" | "pattern"> {
  const schema = (ranges[0] as Range).partition.schema.name;
  const starting = ranges.filter((range) => range.from !== null);
  const usual = unit === "days" ? "YYYYMMDD" : width % 12n === 0n ? "YYYY" : "YYYYMM";
  // A pattern without the day would call two partitions of one month alike.
  const finest = usual.slice(-2);
  for (const pattern of unit === "numbers" ? [null] : PATTERNS.filter((each) => each.includes(finest))) {
    const prefixes = new Set(starting.map(({ partition, from }) => prefixOf(partition.name, written(from as bigint, unit, pattern))));
    const [prefix = null] = prefixes;
    if (prefixes.size === 1 && prefix !== null) return { schema, prefix, pattern };
  }
  return { schema, prefix: ownPrefix(table), pattern: unit === "numbers" ? null : usual };
}

/** What stands before the start; null when the name does not end in it, or is too long for every other start. */
function prefixOf(name: string, start: string): string | null {
  const prefix = name.endsWith(start) ? name.slice(0, -start.length) : "";
  return prefix === "" || Buffer.byteLength(prefix) > LONGEST_PREFIX ? null : prefix;
}

/** The largest number has 20 characters, and a name that is taken gets a number more. */
const ROOM = 24;
const LONGEST_PREFIX = 63 - ROOM;

function ownPrefix(table: Table): string {
  return distinctName([table.name], `_${"0".repeat(ROOM)}`, new Set()).slice(0, -ROOM);
}

function written(start: bigint, unit: PartitionGrid["unit"], pattern: string | null): string {
  if (pattern === null) return String(start);
  const [year = "", month = "", day = ""] = startDate(start, unit).split("-");
  return pattern.replace("YYYY", year).replace("MM", month).replace("DD", day).replaceAll('"', "");
}

/** `2026-01-01`, of a start in months or days. */
export function startDate(start: bigint, unit: PartitionGrid["unit"]): string {
  const moment = unit === "days" ? Number(start) * DAY_MS : Date.UTC(2000, Number(start) - 24_000, 1);
  return new Date(moment).toISOString().slice(0, 10);
}
