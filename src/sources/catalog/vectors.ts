const parsed = new Map<string, readonly number[]>();
/** Nearly all vectors of a catalog are a few short ones: "1", "2", "1 2". Longer ones are not worth keeping. */
const WORTH_KEEPING = 16;

/** The numbers of an `int2vector` or `oidvector`, or of a list joined by blanks. The same text gives the same array. */
export function numbersIn(vector: string): readonly number[] {
  const known = parsed.get(vector);
  if (known !== undefined) return known;
  const numbers = vector === "" ? [] : vector.split(" ").map(Number);
  if (vector.length <= WORTH_KEEPING) parsed.set(vector, numbers);
  return numbers;
}
