import type { Column, Sequence } from "../../model/catalog.ts";
import { qualified } from "../identifier.ts";
import { ownerRightsAndComment } from "./owned.ts";

export function createSequence(sequence: Sequence): string[] {
  const name = qualified(sequence.path);
  return [`CREATE SEQUENCE ${name} AS ${sequence.type} ${options(sequence)}`, ...ownerRightsAndComment(`SEQUENCE ${name}`, sequence)];
}

export function ownedBy(sequence: Sequence): string {
  return `ALTER SEQUENCE ${qualified(sequence.path)} OWNED BY ${qualified((sequence.ownedBy as Column).path)}`;
}

/** The sequence of an identity column is made with the column, and keeps its name. */
export function identitySequence(sequence: Sequence): string {
  return `(SEQUENCE NAME ${qualified(sequence.path)} ${options(sequence)})`;
}

function options({ start, increment, min, max, cycle }: Sequence): string {
  return `START WITH ${start} INCREMENT BY ${increment} MINVALUE ${min} MAXVALUE ${max}${cycle ? " CYCLE" : ""}`;
}

/** What the table's own statement does not say of it. */
export function identityRights(sequence: Sequence): string[] {
  const name = `SEQUENCE ${qualified(sequence.path)}`;
  return ownerRightsAndComment(name, sequence).slice(1);
}

export function isIdentityOf(column: Column): (sequence: Sequence) => boolean {
  return (sequence) => sequence.identity && sequence.ownedBy === column;
}
