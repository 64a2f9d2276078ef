import type { Node } from "libpg-query";
import type { Building } from "./building.ts";
import type { Names } from "./names.ts";
import { compound, type NamedTerm, type Term, UNKNOWN } from "./term.ts";

/** What stands in FROM under one name. */
export interface Range {
  readonly name: string;
  readonly schema: string | null;
  readonly columns: readonly NamedTerm[];
  /** It may have columns that nobody knows: a function's, or those of PostgreSQL's own relations. */
  readonly open: boolean;
}

/** What one statement is read with. */
export class Reading {
  readonly names: Names;
  readonly buildings: Building[] = [];
  resolved = true;
  /** It asks for relations of PostgreSQL itself. */
  system = false;
  #depth = 0;

  constructor(names: Names) {
    this.names = names;
  }

  /** A statement that is too deep, or reads too much through views, is one that could not be resolved. */
  deeper<T>(work: () => T, otherwise: T): T {
    if (this.#depth >= DEEPEST || this.buildings.length >= MOST_TABLES) {
      this.resolved = false;
      return otherwise;
    }
    this.#depth += 1;
    try {
      return work();
    } finally {
      this.#depth -= 1;
    }
  }
}

const DEEPEST = 400;
const MOST_TABLES = 2000;

/** PostgreSQL gives these to every table. */
const SYSTEM_COLUMNS: ReadonlySet<string> = new Set(["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"]);

/** The names that one query level sees; what it does not know, the level around it may. */
export class Scope {
  readonly reading: Reading;
  readonly outer: Scope | null;
  readonly ranges: Range[] = [];
  /** Columns of USING and NATURAL joins, which have no table's name before them. */
  readonly merged = new Map<string, Term>();
  readonly queries: Map<string, readonly NamedTerm[]>;
  /** The tables in FROM of this level. */
  readonly tables: Building[] = [];
  readonly windows = new Map<string, Node>();
  /** Aggregates of this level: they turn its rows into one. */
  aggregates = 0;

  constructor(reading: Reading, outer: Scope | null, queries = new Map<string, readonly NamedTerm[]>()) {
    this.reading = reading;
    this.outer = outer;
    this.queries = queries;
  }

  /** For a subquery in FROM that is not LATERAL: it sees the WITH queries, and not its neighbours. */
  beside(): Scope {
    return new Scope(this.reading, this.outer, this.queries);
  }

  /** The columns of a WITH query; undefined when no query has the name. */
  query(name: string): readonly NamedTerm[] | undefined {
    return this.queries.get(name) ?? this.outer?.query(name);
  }

  window(name: string): Node | undefined {
    return this.windows.get(name);
  }

  /** `column`, `table.column`, `schema.table.column`, or the name of a whole row. */
  column(parts: readonly string[]): Term {
    const name = parts.at(-1) ?? "";
    const found = parts.length > 1 ? this.#qualified(parts.slice(0, -1), name) : (this.#bare(name) ?? this.#row(name));
    if (found !== undefined) return found;
    this.reading.resolved = false;
    return UNKNOWN;
  }

  /** What `*` or `table.*` stands for. */
  star(parts: readonly string[]): readonly NamedTerm[] {
    if (parts.length > 0) {
      const range = this.#range(parts);
      if (range === undefined) this.reading.resolved = false;
      return range?.columns ?? [];
    }
    const merged = [...this.merged].map(([name, term]) => ({ name, term }));
    return [...merged, ...this.ranges.flatMap(({ columns }) => columns.filter(({ name }) => !this.merged.has(name)))];
  }

  #bare(name: string): Term | undefined {
    const merged = this.merged.get(name);
    if (merged !== undefined) return merged;
    for (const { columns } of this.ranges) {
      const found = columns.find((column) => column.name === name);
      if (found !== undefined) return found.term;
    }
    const may = this.ranges.some(({ open }) => open) || (this.ranges.length > 0 && SYSTEM_COLUMNS.has(name));
    const around = this.outer === null ? undefined : this.outer.#bare(name);
    return around ?? (may ? UNKNOWN : undefined);
  }

  /** The name of a table where a value is expected is its whole row; that of a function is its result. */
  #row(name: string): Term | undefined {
    const range = this.#range([name]);
    return range === undefined ? undefined : compound(range.columns.map(({ term }) => term));
  }

  #qualified(table: readonly string[], name: string): Term | undefined {
    const range = this.#range(table);
    if (range === undefined) return undefined;
    const found = range.columns.find((column) => column.name === name)?.term;
    return found ?? (range.open || SYSTEM_COLUMNS.has(name) ? UNKNOWN : undefined);
  }

  #range(parts: readonly string[]): Range | undefined {
    const [name, schema] = [parts.at(-1), parts.at(-2)];
    const found = this.ranges.find((range) => range.name === name && (schema === undefined || range.schema === schema));
    return found ?? (this.outer === null ? undefined : this.outer.#range(parts));
  }
}
