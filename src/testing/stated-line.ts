/** One line of a fixture: an object, and what is said of it. */
export interface Stated {
  readonly object: string;
  readonly of: ReadonlyMap<string, string>;
}

/** `orders.status nulls=0 distinct=4`. */
export function readLine(line: string): Stated {
  const [object = "", ...pairs] = line.trim().split(/\s+/);
  return { object, of: new Map(pairs.map((pair) => pair.split("=", 2) as [string, string])) };
}

/** Null when the line does not say it. Throws when it is not a number. */
export function numberIn(of: Stated["of"], key: string): number | null {
  const text = of.get(key);
  if (text === undefined) return null;
  const value = Number(text);
  if (Number.isNaN(value)) throw new Error(`"${key}=${text}" is not a number`);
  return value;
}
