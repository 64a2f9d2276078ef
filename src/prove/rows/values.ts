import { literal, qualified } from "../../facts/identifier.ts";
import type { Catalog, Column } from "../../model/catalog.ts";
import type { TypeRef } from "../../model/data.ts";

/** An SQL expression for the n-th value of a column, n from 1: different for each n where the type has that many. Null for types that are not known. */
export function nthValue(column: Pick<Column, "type">, n: number, catalog: Catalog): string | null {
  const { type } = column;
  if (type.array) {
    const element = plainValue({ ...type, array: false }, n, catalog);
    return element === null ? `'{}'::${type.text}` : `ARRAY[${element}]::${type.text}`;
  }
  return plainValue(type.over ?? type, n, catalog);
}

function plainValue(type: TypeRef, n: number, catalog: Catalog): string | null {
  const own = catalog.schemas.find(({ name }) => name === type.schema)?.types.find(({ name }) => name === type.name);
  if (own?.form.is === "enum") return `${literal(own.form.labels[(n - 1) % own.form.labels.length] ?? "")}::${qualified(own.path)}`;
  const [first = 0, scale = 0] = type.modifiers;
  const pad = String(n).padStart(2, "0");
  switch (type.name) {
    case "int2":
    case "int4":
    case "int8":
    case "oid":
      return String(n);
    case "numeric":
      return first === 0 ? `${n}.25` : first - scale >= 3 ? `${n}${scale > 1 ? ".25" : ""}` : `${n % 10 ** Math.max(0, first - scale)}`;
    case "float4":
    case "float8":
    case "money":
      return `${n}.25`;
    case "bool":
      return n % 2 === 0 ? "false" : "true";
    case "text":
    case "name":
    case "citext":
      return `'value ${n}'`;
    case "varchar":
    case "bpchar":
      return first > 0 && first < 8 ? literal(n.toString(36).slice(-first)) : `'value ${n}'`;
    case "char":
      return literal(n.toString(36).slice(-1));
    case "uuid":
      return `'00000000-0000-4000-8000-${String(n).padStart(12, "0")}'`;
    case "json":
    case "jsonb":
      return `'{"n": ${n}}'`;
    case "bytea":
      return `'\\x${pad.slice(-2)}${String(n).padStart(6, "0").slice(-6)}'::bytea`;
    case "date":
      return `'2025-01-01'::date + ${n}`;
    case "timestamp":
    case "timestamptz":
      return `'2025-01-01 12:00'::${type.name} + interval '${n} days'`;
    case "time":
    case "timetz":
      return `'00:00'::${type.name} + interval '${n} minutes'`;
    case "interval":
      return `interval '${n} hours'`;
    case "inet":
    case "cidr":
      return `'10.0.${(n >> 8) % 256}.${n % 256}'::${type.name}`;
    case "macaddr":
      return `'08:00:2b:01:02:${(n % 256).toString(16).padStart(2, "0")}'`;
    case "xml":
      return `'<n>${n}</n>'`;
    case "tsvector":
      return `'word${n}'`;
    case "point":
      return `'(${n},${n})'`;
    case "bit":
    case "varbit":
      return `B'${(n % 2 ** Math.min(first || 8, 16)).toString(2).padStart(first || 8, "0")}'`;
    case "int4range":
    case "int8range":
    case "numrange":
      return `'[${10 * n},${10 * n + 5})'`;
    case "daterange":
    case "tsrange":
    case "tstzrange":
      return `'[2025-01-${pad.slice(-2)},2025-01-${pad.slice(-2)}]'`;
    case "hstore":
      return `'n=>${n}'`;
    case "ltree":
      return `'n${n}'`;
    default:
      return null;
  }
}

/** Values that the text of a constraint names, and those just beside its numbers: what it asks for is mostly among them. */
export function valuesIn(definition: string): string[] {
  const strings = [...definition.matchAll(/'((?:[^']|'')*)'/g)].map(([text]) => text);
  const numbers = [...definition.matchAll(/(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])/g)].flatMap(([text]) => [
    text,
    String(Number(text) + 1),
    String(Number(text) - 1),
  ]);
  return [...new Set([...strings, ...numbers])];
}

/** What a constraint may ask for without naming it. */
export const USUAL: readonly string[] = [
  "NULL",
  "0",
  "1",
  "true",
  "false",
  "'USD'",
  "'a@example.org'",
  "'https://example.org'",
  "'{}'",
  "'[]'",
  "'a'",
  "'A'",
  "'abcdefgh'",
  "''",
  "'1'",
  "'2025-01-01'",
  "'0123456789abcdef0123456789abcdef'",
];
