import { ident, qualified } from "../../facts/identifier.ts";
import type { MissingParent } from "../../facts/phantom/missing-parent.ts";
import type { Server } from "../../model/snapshot.ts";
import type { FixDraft, FixStep } from "../fix.ts";
import { declareReferences } from "./declare-reference.ts";
import { createParent, type NewParent, newParent } from "./new-parent.ts";
import { manualStep, step } from "./step.ts";

/** Creates the table that many others refer to, fills it with the keys they use, and declares the references. */
export function createMissingParent(missing: MissingParent, server: Server): FixDraft | undefined {
  const [first] = missing.columns;
  const alike = missing.columns.every((column) => column.type.text === first.type.text && column.collation === first.collation);
  if (!alike || first.type.over !== null) return undefined;
  const parent = newParent(missing.row, missing.name, first);
  const references = declareReferences(
    missing.columns.map((column) => ({
      column,
      target: parent.table,
      key: parent.key,
      surrogate: parent.surrogate,
      mayHaveOrphans: false,
      server,
    })),
  );
  const steps: FixStep[] = [createParent(parent), fromNowOn(parent, missing), fill(parent, missing), ...references.steps];
  return {
    title: `Create ${parent.table.name}, and let ${missing.columns.length} tables refer to it`,
    safety: "manual",
    changes: [parent.table, ...references.changes],
    steps: steps as [FixStep, ...FixStep[]],
  };
}

function fromNowOn({ table, key }: NewParent, { columns }: MissingParent): FixStep {
  const name = qualified(table.path);
  return manualStep({
    phase: "expand",
    why: `Rows with a ${key.name} that ${table.name} does not hold will be refused.`,
    instruction: [
      `Grant INSERT and SELECT on ${name} to the roles that write ${columns.map((column) => qualified(column.table.path)).join(", ")}.`,
      `Deploy code that makes sure of the row first: INSERT INTO ${name} (${ident(key.name)}) VALUES ($1) ON CONFLICT DO NOTHING.`,
      "Then go on. Attributes that belong to the row (a name, an e-mail address) can follow.",
    ].join(" "),
  });
}

function fill({ table, key }: NewParent, { columns }: MissingParent): FixStep {
  const values = columns.map(
    (column) => `SELECT ${ident(column.name)} FROM ${qualified(column.table.path)} WHERE ${ident(column.name)} IS NOT NULL`,
  );
  return step(
    { change: "insert rows", table },
    {
      phase: "expand",
      why: "Every key that is in use gets its row.",
      statements: [`INSERT INTO ${qualified(table.path)} (${ident(key.name)}) ${values.join(" UNION ")} ON CONFLICT DO NOTHING`],
      undo: [],
    },
  );
}
