import { distinctName } from "../../facts/distinct-name.ts";
import { ident, qualified } from "../../facts/identifier.ts";
import { proposeOnDelete } from "../../facts/on-delete.ts";
import { rowName } from "../../facts/table-role.ts";
import type { Column, ForeignKey, Index } from "../../model/catalog.ts";
import type { ObjectRef } from "../../model/reference.ts";
import type { Server } from "../../model/snapshot.ts";
import type { FixDraft, FixStep, SqlStep } from "../fix.ts";
import { backfill } from "./backfill.ts";
import { addForeignKey, constraintName, dropForeignKey } from "./foreign-key-steps.ts";
import { cannotMirror, mirrorIndexes } from "./mirrored-indexes.ts";
import { setNotNull } from "./not-null.ts";
import { type ReferenceTrigger, referenceTrigger, sameKey, type TwoReferences } from "./reference-trigger.ts";
import { manualStep, step } from "./step.ts";
import { touchForeignKey, touchTree } from "./tree.ts";

/**
 * The plan that lets a foreign key refer to the surrogate key instead of a business key of the referenced table:
 * a new column, kept equal by a trigger, filled by join, indexed, constrained; then people switch the code, and the old
 * column goes. The business key stays in the referenced table, unique.
 */
export function referToSurrogate(key: ForeignKey, surrogate: Column, server: Server): FixDraft {
  const [text, target] = [key.columns[0] as Column, key.targetColumns[0] as Column];
  const both: TwoReferences = { table: key.table, target: key.target, text, key: target, surrogate, added: surrogateColumnName(key) };
  const { table, added } = both;
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const trigger = referenceTrigger(both);
  const blocking = blockingOf(key, text);
  const indexes = blocking.length > 0 ? [] : text.dependents.filter((item): item is Index => item.kind === "index");
  const steps: FixStep[] = [
    step(touchTree("add column", table), {
      phase: "expand",
      why: `Refer to ${key.target.name} by its primary key, which is ${surrogate.type.text} and never changes.`,
      statements: [`${on} ADD COLUMN ${ident(added)} ${surrogate.type.text}`],
      undo: [`${on} DROP COLUMN IF EXISTS ${ident(added)}`],
    }),
    trigger.create,
    fill(both, key),
    ...mirrorIndexes(indexes, text, added),
    ...addSurrogateKey(key, both, server),
    // A reference to a row that comes later, in the same table or at the end of the transaction, is looked up too early.
    ...(text.notNull && table !== key.target && !key.deferrable
      ? setNotNull(table, added, `${text.name} is required, and so is what replaces it.`, server)
      : []),
    manualStep({ phase: "switch", why: "Only the code knows where the old column is used.", instruction: instruction(both) }),
    ...(blocking.length === 0 ? [removeText(key, both, trigger)] : leaveText(key, both, trigger, blocking)),
  ];
  return {
    title: `Refer from ${table.name} to ${key.target.name} by ${surrogate.name} instead of ${target.name}`,
    safety: "manual",
    changes: [key, text, ...indexes, ...indexes.flatMap((index) => index.constraint ?? [])],
    steps: steps as [FixStep, ...FixStep[]],
  };
}

/** `account_pk` for `accounts`; after the old column where several keys refer to the same table. */
export function surrogateColumnName(key: ForeignKey): string {
  const taken = new Set(key.table.columns.map((column) => column.name));
  const alone = key.table.foreignKeys.filter((other) => other.target === key.target).length === 1;
  const stem = (key.columns[0] as Column).name.replace(/_?(?:id|key|code|number|no|ref)$/i, "");
  return distinctName([alone || stem === "" ? rowName(key.target) : stem], "_pk", taken);
}

function fill(both: TwoReferences, key: ForeignKey): SqlStep {
  const { table, target, text, surrogate, added } = both;
  const filled = backfill({
    table,
    why: "Fill the new column by joining the business keys.",
    set: `${ident(added)} = p.${ident(surrogate.name)}`,
    from: `${qualified(target.path)} AS p`,
    where: `${sameKey(both, "p", `t.${ident(text.name)}`)} AND t.${ident(added)} IS DISTINCT FROM p.${ident(surrogate.name)}`,
    verify: agreement(both),
  });
  if (key.validated) return filled;
  const orphans = `SELECT NOT EXISTS (SELECT FROM ${qualified(table.path)} AS t WHERE t.${ident(text.name)} IS NOT NULL AND NOT EXISTS (SELECT FROM ${qualified(target.path)} AS p WHERE ${sameKey(both, "p", `t.${ident(text.name)}`)}))`;
  return { ...filled, requires: { sql: orphans, because: "the key was never validated, and rows refer to nothing" } };
}

/** No reference is missing, and none names another row. */
function agreement(both: TwoReferences): string {
  const { table, target, text, surrogate, added } = both;
  return [
    `SELECT count(*) FILTER (WHERE t.${ident(added)} IS NULL) = 0`,
    `AND count(*) FILTER (WHERE t.${ident(added)} IS DISTINCT FROM p.${ident(surrogate.name)}) = 0`,
    `FROM ${qualified(table.path)} AS t LEFT JOIN ${qualified(target.path)} AS p ON ${sameKey(both, "p", `t.${ident(text.name)}`)}`,
    `WHERE t.${ident(text.name)} IS NOT NULL`,
  ].join(" ");
}

function addSurrogateKey(key: ForeignKey, both: TwoReferences, server: Server): SqlStep[] {
  const { table, target, added, surrogate } = both;
  const undecided = key.onDelete === "no action" && !key.deferrable;
  const proposal = undecided ? proposeOnDelete(key, server) : null;
  return addForeignKey(
    {
      table,
      target,
      name: constraintName(table, [table.name, added], "_fkey"),
      columns: [added],
      targetColumns: [surrogate.name],
      onDelete: proposal?.action ?? key.onDelete,
      deferrable: key.deferrable,
      deferred: key.deferred,
      why:
        proposal === null
          ? "The new reference is checked as the old one is."
          : `ON DELETE ${proposal.action.toUpperCase()}: ${proposal.reason}.`,
    },
    server,
  );
}

function instruction({ table, target, text, key, added, surrogate }: TwoReferences): string {
  return [
    `Deploy code that reads and writes ${ident(table.name)}.${ident(added)} instead of ${ident(table.name)}.${ident(text.name)}:`,
    `joins become ${ident(target.name)}.${ident(surrogate.name)} = ${ident(table.name)}.${ident(added)},`,
    `and whoever needs the external key reads ${ident(target.name)}.${ident(key.name)}, which stays unique.`,
    "Go on when no client uses the old column any more; until then a trigger keeps both equal.",
  ].join(" ");
}

function removeText(key: ForeignKey, both: TwoReferences, trigger: ReferenceTrigger): SqlStep {
  const on = `ALTER TABLE ${qualified(key.table.path)}`;
  return step([...touchForeignKey("drop foreign key", key.table, key.target), ...touchTree("drop column", key.table)], {
    phase: "contract",
    why: `Nothing uses ${both.text.name} any more: the key, the column, its indexes and the trigger go.`,
    statements: [...trigger.drop, `${on} DROP CONSTRAINT ${ident(key.name)}`, `${on} DROP COLUMN ${ident(both.text.name)}`] as unknown as [
      string,
    ],
    requires: { sql: agreement(both), because: "the two references differ" },
    undo: null,
    hazards: ["deletes data", "breaks clients"],
  });
}

function leaveText(key: ForeignKey, both: TwoReferences, trigger: ReferenceTrigger, blocking: readonly string[]): FixStep[] {
  const on = `ALTER TABLE ${qualified(key.table.path)}`;
  const drops = [...trigger.drop, `${on} DROP COLUMN ${ident(both.text.name)}`].map((statement) => `${statement};`).join(" ");
  const dropKey = dropForeignKey(key, `The new key checks the reference; ${both.text.name} follows it by trigger.`);
  return [
    { ...dropKey, requires: { sql: agreement(both), because: "the two references differ" } },
    manualStep({
      phase: "contract",
      why: `Other objects use ${both.text.name}.`,
      instruction: `Change what still uses ${ident(both.text.name)}: ${blocking.join("; ")}. Then run: ${drops}`,
      hazards: ["deletes data", "breaks clients"],
    }),
  ];
}

/** What a person has to change before the old column can go, with the reason where there is one. */
function blockingOf(key: ForeignKey, text: Column): string[] {
  const named = (object: ObjectRef, reason?: string) =>
    `${object.kind} ${qualified(object.path)}${reason === undefined ? "" : ` (${reason})`}`;
  const objects = text.dependents.flatMap((item): string[] => {
    if (item === key) return [];
    if (item.kind === "index") {
      const reason = cannotMirror(item, text);
      return reason === null ? [] : [named(item, reason)];
    }
    if (item.kind !== "constraint") return [named(item)];
    if (item.type === "unique") return [];
    // A CHECK of the column alone goes with it.
    return item.type === "check" && item.columns.length === 1 ? [] : [named(item)];
  });
  const partitioned = key.table.partitioning?.key.includes(text.name) === true ? [named(key.table, "its partition key")] : [];
  const inherited =
    key.table.partitioning === null && key.table.children.length > 0 ? [named(key.table, "other tables inherit from it")] : [];
  return [...new Set([...objects, ...partitioned, ...inherited])];
}
