import { ident } from "../facts/identifier.ts";
import { comparesByBytes, patternClass } from "../facts/pattern-class.ts";
import type { Access, Statement } from "../model/workload.ts";
import { type CandidateKey, columnKey, expressionKey } from "./candidate.ts";

/** Keys that are searched by what a text begins with: `LIKE 'abc%'`. Of a pattern, only the application knows how it begins. */
export function prefixKeys({ pattern, applied }: Access): CandidateKey[] {
  return pattern
    .filter(({ operator }) => operator === "~~")
    .flatMap(({ column }): CandidateKey[] => {
      const opclass = patternClass(column);
      if (opclass === undefined) return [];
      const texts = applied.filter((one) => one.column === column && one.used === "pattern").map(({ expression }) => expression);
      const isPlain = texts.length === 0 || texts.includes(`${ident(column.name)}::text`);
      const expressions = texts.filter((text) => text !== `${ident(column.name)}::text` && !/\$\d/.test(text));
      return [
        ...(isPlain ? [{ ...columnKey(column), opclass }] : []),
        ...expressions.map((text) => ({ ...expressionKey(column, text), opclass: opclass === null ? null : "text_pattern_ops" })),
      ];
    });
}

/** What a pattern with a beginning comes to: the operators of a B-tree's default class where bytes are compared, else those of the pattern classes. */
export function prefixOperators({ accesses }: Pick<Statement, "accesses">): readonly [from: string, to: string] {
  const patterns = accesses.flatMap(({ pattern }) => pattern);
  return patterns.length > 0 && patterns.every(({ column }) => comparesByBytes(column)) ? [">=", "<"] : ["~>=~", "~<~"];
}
