import { redundantBeside } from "../facts/index/redundant-beside.ts";
import type { Column, Table } from "../model/catalog.ts";
import type { Access, Statement } from "../model/workload.ts";
import { type Candidate, type CandidateKey, columnKey, definitionOf, expressionKey, shapeOf } from "./candidate.ts";
import { distinctValues, type Figures } from "./figures.ts";
import { ginCandidates } from "./gin.ts";
import { type Predicate, predicatesOf } from "./predicates.ts";
import { prefixKeys } from "./prefix.ts";

export interface CandidateOptions {
  /** Candidates per table, those of the heaviest statements first. */
  readonly perTable: number;
  /** The operator class for trigrams, qualified; null where pg_trgm is not installed. */
  readonly trigrams: string | null;
}

/** A candidate, and the statements whose accesses gave rise to it. */
export interface Proposed {
  readonly candidate: Candidate;
  readonly statements: ReadonlySet<Statement>;
}

const MOST_KEYS = 4;
const MOST_INCLUDED = 3;
const WIDEST_INCLUDED = 48;
/** Longer keys do not fit: a B-tree takes a third of a page at most. */
const WIDEST_KEY = 600;
const HOT_SHARE = 0.05;

/** What the accesses of a table ask for; nothing that an index of the table does already. */
export function candidatesFor(
  table: Table,
  statements: readonly Statement[],
  figures: Figures,
  options: CandidateOptions,
  totalWeight: number,
): Proposed[] {
  const found = new Map<string, { candidate: Candidate; statements: Set<Statement> }>();
  const predicates = predicatesOf(table, statements, figures);
  const leads = leadingColumns(table, statements);
  for (const statement of statements) {
    for (const access of statement.accesses) {
      if (access.table !== table || access.writes === "insert" || isKeyLookup(access)) continue;
      const hot = weightOf(statement) >= totalWeight * HOT_SHARE;
      // Trigrams answer every pattern, however it begins.
      const patterns = options.trigrams === null ? prefixKeys(access) : [];
      const ordered = orderedCandidates(access, figures, predicates, leads, hot, patterns);
      for (const candidate of [...ordered, ...ginCandidates(access, options.trigrams)]) {
        const text = definitionOf(candidate);
        const known = found.get(text);
        if (known === undefined) found.set(text, { candidate, statements: new Set([statement]) });
        else known.statements.add(statement);
      }
    }
  }
  const existing = table.indexes.filter((index) => index.valid && index.ready);
  const proposed = [...found.values()].filter(({ candidate }) => !existing.some((index) => redundantBeside(shapeOf(candidate), index)));
  return inTurn(proposed, statements).slice(0, options.perTable);
}

/** The first of each statement, then the second of each, and so on: a light statement is not crowded out by a heavy one. */
function inTurn(proposed: readonly Proposed[], statements: readonly Statement[]): Proposed[] {
  const lists = statements.map((statement) => proposed.filter((it) => it.statements.has(statement)));
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const turns = Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list[turn] ?? []));
  return [...new Set(turns.flat())];
}

function weightOf({ totalMs, calls }: Statement): number {
  return totalMs > 0 ? totalMs : calls;
}

/** Equality on all columns of a unique key finds one row: no other index does better. */
function isKeyLookup({ table, equality }: Access): boolean {
  return table.indexes.some(
    ({ unique, valid, ready, predicate, keys }) =>
      unique && valid && ready && predicate === null && keys.every(({ column }) => column !== null && equality.includes(column)),
  );
}

/** Columns that some access asks alone: an index that begins with one serves two kinds of statements. */
function leadingColumns(table: Table, statements: readonly Statement[]): ReadonlySet<Column> {
  const accesses = statements.flatMap((statement) => statement.accesses.filter((access) => access.table === table));
  return new Set(
    accesses.flatMap(({ equality, join }) => [...(equality.length === 1 ? equality : []), ...join.map(({ column }) => column)]),
  );
}

function orderedCandidates(
  access: Access,
  figures: Figures,
  predicates: readonly Predicate[],
  leads: ReadonlySet<Column>,
  hot: boolean,
  patterns: readonly CandidateKey[],
): Candidate[] {
  const candidates: Candidate[] = [];
  const add = (keys: readonly CandidateKey[], predicate: Predicate | null) => {
    const kept = unrepeated(keys).slice(0, MOST_KEYS);
    if (kept.length === 0 || kept.some((key) => figures.column(key.reads).width > WIDEST_KEY)) return;
    const candidate: Candidate = {
      table: access.table,
      method: "btree",
      keys: kept,
      include: [],
      predicate: predicate?.text ?? null,
      predicateOn: predicate?.column ?? null,
    };
    candidates.push(candidate);
    const include = hot ? includedBy(access, candidate, figures) : [];
    if (include.length > 0) candidates.push({ ...candidate, include });
  };
  const applying = predicates.filter(({ text }) => access.constant.some(({ predicate }) => predicate === text));
  const partial = applying.filter((predicate) => predicate.partial);
  const fixed = [...new Set(applying.map(({ column }) => column))].map((column) => columnKey(column));
  for (const prefix of prefixesOf(access, figures, leads)) {
    for (const tail of [...tailsOf(access, prefix), ...patterns.map((key) => [key])]) {
      add([...prefix, ...tail], null);
      if (fixed.length > 0) add([...prefix, ...fixed, ...tail], null);
      for (const predicate of partial) {
        const others = [...prefix, ...tail].filter(({ column }) => column !== predicate.column);
        add(others, predicate);
      }
    }
  }
  return candidates;
}

/** What stands first: columns that equal something, in the orders that serve other statements too. */
function prefixesOf(access: Access, figures: Figures, leads: ReadonlySet<Column>): CandidateKey[][] {
  const equal = access.equality.toSorted((a, b) => distinctValues(figures, b) - distinctValues(figures, a));
  const expressions = expressionsFor(access, ["equality"]);
  const leading = equal.slice(1).filter((column) => leads.has(column));
  const orders = [equal, ...leading.map((column) => [column, ...equal.filter((other) => other !== column)])];
  const joined = [...new Set(access.join.map(({ column }) => column))];
  const keys = (columns: readonly Column[]) => columns.map((column) => columnKey(column));
  const prefixes = [
    ...(equal.length > 0 ? orders.map((order) => [...keys(order), ...expressions]) : []),
    ...(expressions.length > 0 ? [expressions] : []),
    ...joined.map((column) => keys([column])),
    ...(equal.length > 0 ? joined.flatMap((column) => [keys([column, ...equal]), keys([...equal, column])]) : []),
  ];
  return prefixes.length > 0 && !access.limited ? prefixes : [...prefixes, []];
}

/** What comes after: one thing that is searched by range, or by which the rows come sorted or grouped. */
function tailsOf(access: Access, prefix: readonly CandidateKey[]): CandidateKey[][] {
  const sorted = access.order.map((by) => columnKey(by.column, by));
  const ranges = access.range.filter((column) => column !== access.order[0]?.column || access.order.length > 1);
  return [
    [],
    ...(sorted.length > 0 ? [sorted] : []),
    ...ranges.map((column) => [directed(access, column)]),
    ...expressionsFor(access, ["range", "order", "group"]).map((key) => [key]),
    ...(prefix.length > 0 && sorted.length === 0 && access.group.length <= 2 ? [access.group.map((column) => columnKey(column))] : []),
  ];
}

/** A range is read in either direction: the one that an ORDER BY wants comes with it. */
function directed(access: Access, column: Column): CandidateKey {
  return columnKey(
    column,
    access.order.find((by) => by.column === column),
  );
}

/** A placeholder within: the index would have to know its value. */
function expressionsFor({ applied, json }: Access, uses: readonly string[]): CandidateKey[] {
  const fits = ({ expression, used }: { expression: string; used: string }) => uses.includes(used) && !/\$\d/.test(expression);
  return [...applied, ...json.filter(({ operator }) => operator === "->>" || operator === "#>>")]
    .filter(fits)
    .map(({ column, expression }) => expressionKey(column, expression));
}

function unrepeated(keys: readonly CandidateKey[]): CandidateKey[] {
  const seen = new Set<Column | string>();
  return keys.filter(({ column, expression }) => {
    const what = column ?? (expression as string);
    return seen.has(what) ? false : seen.add(what) !== undefined;
  });
}

/** The rest of what a narrow statement reads, so that the table itself need not be looked at. */
function includedBy({ read, writes, output }: Access, { keys }: Candidate, figures: Figures): Column[] {
  const rest = read.filter((column) => !keys.some((key) => key.column === column));
  const width = rest.reduce((sum, column) => sum + figures.column(column).width, 0);
  return writes === null && output !== "all" && rest.length <= MOST_INCLUDED && width <= WIDEST_INCLUDED ? rest : [];
}
