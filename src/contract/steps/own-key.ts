import { distinctName } from "../../facts/distinct-name.ts";
import { freshName, ident, qualified } from "../../facts/identifier.ts";
import type { Column, Index, Table } from "../../model/catalog.ts";
import type { Server } from "../../model/snapshot.ts";
import { type FixDraft, type FixStep, PHASES, type SqlStep } from "../fix.ts";
import { dependentsOf } from "./dependents.ts";
import { addNumberedColumn } from "./identity-steps.ts";
import { createIndex, relationNames } from "./index-steps.ts";
import { BIGINT } from "./new-parent.ts";
import { setNotNull } from "./not-null.ts";
import { step } from "./step.ts";
import { referToSurrogate } from "./surrogate-reference.ts";

/**
 * Gives a table whose primary key is one text column a number of its own: the rows are numbered, every foreign key moves on
 * to the number, and in the end the number is the primary key and the text a unique key. Undefined where something else
 * holds on to the primary key.
 */
export function giveOwnKey(table: Table, server: Server): FixDraft | undefined {
  const { primaryKey } = table;
  const [text] = primaryKey?.columns ?? [];
  const index = primaryKey?.index ?? null;
  if (text === undefined || index === null || !isMovable(table, text, index)) return undefined;
  const number = numberBeside(text);
  const numbered = addNumberedColumn(table, number.name);
  const taken = relationNames(table.schema);
  const byNumber = distinctName([table.name, number.name], "_pkey", taken);
  const byText = distinctName([table.name, text.name], "_key", taken);
  const moves = table.referencedBy.map((key) => referToSurrogate(key, number, server));
  const steps: FixStep[] = [
    ...numbered.before,
    ...unique(table, byNumber, number, "No two rows have the same number."),
    ...setNotNull(table, number.name, "Every row has a number.", server),
    ...unique(table, byText, text, `${text.name} stays unique when it is no longer the primary key.`),
    ...moves.flatMap((move) => move.steps),
    swap(table, index, byNumber, byText),
    numbered.after,
  ];
  return {
    title: `Give ${table.name} a number of its own, and let ${moves.length === 1 ? "the key" : `${moves.length} keys`} to it use that`,
    safety: "manual",
    changes: [table, ...moves.flatMap(({ changes }) => changes)],
    steps: inOrder(steps) as [FixStep, ...FixStep[]],
  };
}

function inOrder(steps: readonly FixStep[]): FixStep[] {
  return PHASES.flatMap((phase) => steps.filter((each) => each.phase === phase));
}

/** Its rows can be numbered, every reference can move, and nothing but the references counts on the primary key. */
function isMovable(table: Table, text: Column, index: Index): boolean {
  if (table.partitioning !== null || table.parents.length > 0 || table.children.length > 0) return false;
  if (index.clustered || index.replicaIdentity || index.include.length > 0) return false;
  // A view that groups by the primary key may select what the key determines: it holds on to the constraint.
  if (dependentsOf([text]).views.some(({ definition }) => /\bGROUP BY\b/i.test(definition))) return false;
  return table.referencedBy.every((key) => key.enforced && !key.temporal && key.columns.length === 1);
}

/** As the catalog will show it. */
function numberBeside(text: Column): Column {
  const { table } = text;
  const name = freshName(["id"], "", new Set(table.columns.map((column) => column.name)));
  return {
    ...text,
    name,
    path: [...table.path, name],
    type: BIGINT,
    collation: null,
    comment: null,
    default: null,
    dependents: [],
  };
}

function unique(table: Table, name: string, { name: column }: Column, why: string): SqlStep[] {
  return createIndex({ table, name, unique: true, keys: [ident(column)], why, phase: "validate" });
}

function swap(table: Table, old: Index, byNumber: string, byText: string): SqlStep {
  const on = `ALTER TABLE ${qualified(table.path)}`;
  return step(
    [
      { change: "drop index", table },
      { change: "add constraint using index", table },
    ],
    {
      phase: "contract",
      why: "No key refers to the text any more: the number becomes the primary key, and the text an ordinary unique key.",
      statements: [
        `${on} DROP CONSTRAINT ${ident(old.name)}`,
        `${on} ADD CONSTRAINT ${ident(byNumber)} PRIMARY KEY USING INDEX ${ident(byNumber)}`,
        `${on} ADD CONSTRAINT ${ident(byText)} UNIQUE USING INDEX ${ident(byText)}`,
      ],
      undo: null,
      hazards: ["breaks clients"],
    },
  );
}
