import { compareText } from "../../model/reference.ts";

/** The numbers at the head of a migration's name: `0012_x` → 12; `1.10.2-x` → 1, 10, 2; `2024-01-05-120000_x` → four. */
export function versionOf(name: string): readonly number[] | null {
  const match = /^[a-z]?(\d+(?:[-._]\d+(?![0-9a-z]))*)/i.exec(name) ?? /^[a-z_-]+?(\d+(?:[._]\d+(?![0-9a-z]))*)(?=\D*$)/i.exec(name);
  return match === null ? null : (match[1] as string).split(/[-._]/).map(Number);
}

/** Short numbers come before timestamps, and timestamps of different formats by the moment they mean. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  const [first = 0, ...restA] = a;
  const [other = 0, ...restB] = b;
  const momentA = moment(first);
  const momentB = moment(other);
  if ((momentA === null) !== (momentB === null)) return momentA === null ? -1 : 1;
  const head = (momentA ?? first) - (momentB ?? other);
  if (head !== 0) return head;
  for (let at = 0; at < Math.max(restA.length, restB.length); at += 1) {
    const order = (restA[at] ?? -1) - (restB[at] ?? -1);
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers within names compare as numbers: `step2` before `step10`. */
export function compareNames(a: string, b: string): number {
  const partsA = a.split(/(\d+)/);
  const partsB = b.split(/(\d+)/);
  for (let at = 0; at < Math.min(partsA.length, partsB.length); at += 1) {
    const [one, two] = [partsA[at] as string, partsB[at] as string];
    const order = at % 2 === 1 ? Number(one) - Number(two) || compareText(one, two) : compareText(one, two);
    if (order !== 0) return order;
  }
  return partsA.length - partsB.length;
}

/** Milliseconds since 1970 of `yyyymmdd`, `yyyymmddNN`, `yyyymmddhhmm`, `yyyymmddhhmmss`, Unix seconds or milliseconds; else null. */
function moment(number: number): number | null {
  const digits = String(number);
  const calendar = /^(19[89]\d|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(\d\d)?(\d\d)?(\d\d)?(\d{3})?$/.exec(digits);
  if (calendar !== null) {
    const [, year, month, day, hour = "0", minute = "0", second = "0"] = calendar.map((it) => it ?? "0");
    return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  }
  if (digits.length === 10) return number * 1_000;
  return digits.length === 13 ? number : null;
}
