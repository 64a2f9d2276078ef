import { commentOn, grantOn } from "../../facts/ddl/owned.ts";
import { distinctName } from "../../facts/distinct-name.ts";
import { ident, literal, qualified } from "../../facts/identifier.ts";
import type { Column, Sequence } from "../../model/catalog.ts";
import { relationNames } from "./index-steps.ts";

/** Statements of one transaction, in which both columns are there under these names. */
export interface MovedSequence {
  readonly there: readonly string[];
  readonly back: readonly string[];
}

/**
 * Lets the sequence that numbers `key` number a bigint column of the same table instead, and run as far as that goes.
 * `to` and `from` are what the two columns are called when the statements run; the way back is taken under the same names.
 */
export function moveSequence(sequence: Sequence, key: Column, to: string, from: string): MovedSequence {
  return key.generated === null ? serial(sequence, key, to, from) : identity(sequence, key, to, from);
}

function serial(sequence: Sequence, key: Column, to: string, from: string): MovedSequence {
  const table = qualified(key.table.path);
  const own = qualified(sequence.path);
  const hand = (one: string, other: string) => [
    `ALTER TABLE ${table} ALTER COLUMN ${ident(one)} SET DEFAULT ${key.default}`,
    `ALTER TABLE ${table} ALTER COLUMN ${ident(other)} DROP DEFAULT`,
    `ALTER SEQUENCE ${own} OWNED BY ${table}.${ident(one)}`,
  ];
  return {
    there: [...hand(to, from), `ALTER SEQUENCE ${own} AS bigint NO MAXVALUE`],
    back: [`ALTER SEQUENCE ${own} AS ${sequence.type} MAXVALUE ${sequence.max}`, ...hand(from, to)],
  };
}

/** The sequence of an identity column is made with it: the numbers, the name, the rights and the comment are carried over. */
function identity(sequence: Sequence, key: Column, to: string, from: string): MovedSequence {
  const on = `ALTER TABLE ${qualified(key.table.path)}`;
  const own = qualified(sequence.path);
  const made = distinctName([sequence.name], "_new", relationNames(sequence.schema));
  const next = qualified([sequence.schema.name, made]);
  const kind = key.generated === "identity always" ? "ALWAYS" : "BY DEFAULT";
  const hand = (one: string, other: string, end: string) => [
    `${on} ALTER COLUMN ${ident(one)} ADD GENERATED ${kind} AS IDENTITY (SEQUENCE NAME ${next} START WITH ${sequence.start} INCREMENT BY ${sequence.increment} MINVALUE ${sequence.min} ${end})`,
    `SELECT pg_catalog.setval(${literal(next).trim()}::pg_catalog.regclass, s.last_value, s.is_called) FROM ${own} AS s`,
    `${on} ALTER COLUMN ${ident(other)} DROP IDENTITY`,
    `ALTER SEQUENCE ${next} RENAME TO ${ident(sequence.name)}`,
    ...sequence.grants.filter((grant) => grant.grantee !== sequence.owner).flatMap((grant) => grantOn(`SEQUENCE ${own}`, grant)),
    ...commentOn(`SEQUENCE ${own}`, sequence.comment),
  ];
  return { there: hand(to, from, "NO MAXVALUE"), back: hand(from, to, `MAXVALUE ${sequence.max}`) };
}
