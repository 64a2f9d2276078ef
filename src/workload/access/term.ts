import type { Column } from "../../model/catalog.ts";
import type { Building } from "./building.ts";

/** A column of one of the tables that the statement touches. */
export interface Origin {
  readonly of: Building;
  readonly column: Column;
}

/** What an index could hold: a column, an expression over one, or what is taken out of a json column. */
export type Shape = { readonly origin: Origin; readonly expression: string } & (
  | { readonly is: "column" }
  | { readonly is: "applied" }
  | { readonly is: "json"; readonly operator: string; readonly key: string | null }
);

/** What an expression comes to. */
export interface Term {
  /** Every column that it looks at. */
  readonly reads: readonly Origin[];
  /** Those whose values it is made of: not what a CASE asks for, nor what a comparison compares. */
  readonly values: readonly Origin[];
  /** One for each arm of a set operation; none for what no index could hold. */
  readonly shapes: readonly Shape[];
  /** As it would stand in an index of the one table it reads; null when it has no such form. */
  readonly text: string | null;
  /** A date, by its text or by its column. */
  readonly date: boolean;
}

export interface NamedTerm {
  readonly name: string;
  readonly term: Term;
}

export const UNKNOWN: Term = { reads: [], values: [], shapes: [], text: null, date: false };

export function columnTerm(origin: Origin, text: string): Term {
  const date = origin.column.type.name === "date" && !origin.column.type.array;
  return { reads: [origin], values: [origin], shapes: [{ is: "column", origin, expression: text }], text, date };
}

/** A constant, a placeholder, or what the clock and the session say. */
export function valueTerm(text: string | null, date = false): Term {
  return { ...UNKNOWN, text, date };
}

/** Something made of other terms, of which no index could hold the result. */
export function compound(terms: readonly Term[], values: readonly Term[] = terms): Term {
  return { ...UNKNOWN, reads: terms.flatMap(({ reads }) => reads), values: values.flatMap((term) => term.values) };
}

/** The result of an immutable-looking form over at most one term that has columns: an index could hold it. */
export function applied(terms: readonly Term[], text: (texts: readonly string[]) => string, values: readonly Term[] = terms): Term {
  const whole = compound(terms, values);
  const texts = terms.flatMap((term) => (term.text === null ? [] : [term.text]));
  if (texts.length < terms.length) return whole;
  const reading = terms.filter(({ reads }) => reads.length > 0);
  const [only] = reading;
  if (only === undefined) return { ...whole, text: text(texts) };
  if (reading.length > 1) return whole;
  const expression = text(texts);
  const shapes = only.shapes.map(
    (shape): Shape => (shape.is === "json" ? { ...shape, expression } : { ...shape, is: "applied", expression }),
  );
  return { ...whole, shapes, text: expression };
}

/** The arms of a set operation, column by column. */
export function united(left: readonly NamedTerm[], right: readonly NamedTerm[]): NamedTerm[] {
  return left.map(({ name, term }, at) => {
    const other = right[at]?.term ?? UNKNOWN;
    const both = compound([term, other]);
    return { name, term: { ...both, shapes: [...term.shapes, ...other.shapes], date: term.date && other.date } };
  });
}
