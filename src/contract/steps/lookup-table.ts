import { ident, qualified } from "../../facts/identifier.ts";
import { singularsOf } from "../../facts/names.ts";
import type { Column, Index, Table } from "../../model/catalog.ts";
import type { Server } from "../../model/snapshot.ts";
import type { FixDraft, FixStep, SqlStep } from "../fix.ts";
import { backfill } from "./backfill.ts";
import { addForeignKey, constraintName } from "./foreign-key-steps.ts";
import { lookupTarget } from "./lookup-target.ts";
import { cannotMirror, mirrorIndexes } from "./mirrored-indexes.ts";
import { setNotNull } from "./not-null.ts";
import { onlyTheseUse, whatElseUses } from "./other-uses.ts";
import { type ReferenceTrigger, referenceTrigger, sameKey, type TwoReferences } from "./reference-trigger.ts";
import { takeOutOfUse } from "./retire-column.ts";
import { manualStep, step } from "./step.ts";
import { touchTree, treeOf } from "./tree.ts";

/** A text that names a thing, and the words for that thing: `merchant` of `merchant_name`. */
export interface RepeatedText {
  readonly column: Column;
  readonly named: readonly string[];
  readonly server: Pick<Server, "version">;
}

/**
 * The plan that gives the things a table of their own: people say which spellings are one, a new table takes the names, a
 * reference beside the text is kept right by a trigger, filled, indexed and proven; then people switch the code, and the
 * text goes. Nothing where the things have a table of another shape, or the text is more than an attribute of the row.
 */
export function moveToLookupTable({ column: text, named, server }: RepeatedText): FixDraft | undefined {
  const { table } = text;
  if (isKept(text) || hasKeyBeside(table, named)) return undefined;
  const lookup = lookupTarget(text, named);
  if (lookup === undefined) return undefined;
  const { table: target, key, surrogate, create } = lookup;
  const both: TwoReferences = { table, target, text, key, surrogate, added: `${named.join("_")}_id`, grows: true };
  const trigger = referenceTrigger(both);
  const indexes = text.dependents.filter((item): item is Index => item.kind === "index" && cannotMirror(item, text) === null);
  const steps: FixStep[] = [
    decide(text),
    ...(create === null ? [] : [create]),
    addReference(both),
    trigger.create,
    fillParent(both),
    fillReference(both),
    ...mirrorIndexes(indexes, text, both.added),
    ...addForeignKey(
      {
        table,
        target,
        name: constraintName(table, [table.name, both.added], "_fkey"),
        columns: [both.added],
        targetColumns: [surrogate.name],
        onDelete: "restrict",
        why: `ON DELETE RESTRICT: ${table.name} goes on to need the names that it uses.`,
      },
      server,
    ),
    ...(text.notNull ? setNotNull(table, both.added, `${text.name} is required, and so is what replaces it.`, server) : []),
    ...retire(both, trigger, indexes),
  ];
  return {
    title:
      create === null
        ? `Refer from ${table.name} to ${target.name} instead of ${text.name}`
        : `Give ${text.name} of ${table.name} a table of its own`,
    safety: "manual",
    changes: [text, ...indexes],
    steps: steps as [FixStep, ...FixStep[]],
  };
}

/** Names under row security are not for everybody, nor is a table of them; padded texts change their type first; the other tables could not take the key, or lose the column. */
function isKept({ name, type, table }: Column): boolean {
  const family = treeOf(table);
  const inherits = table.partitioning === null && table.parents.length + table.children.length > 0;
  const places = family.some(
    ({ partitioning }) => partitioning?.columns.includes(name) === true || partitioning?.key.includes(name) === true,
  );
  return (type.over ?? type).name === "bpchar" || table.rls !== "off" || inherits || places || family.some((each) => each.foreign);
}

/** Which row is meant by a key beside the text is another question. */
function hasKeyBeside({ columns }: Table, named: readonly string[]): boolean {
  return columns.some(({ name }) => singularsOf(name).join(" ") === `${named.join(" ")} id`);
}

function decide({ name, table }: Column): FixStep {
  const [column, on] = [ident(name), qualified(table.path)];
  return manualStep({
    phase: "expand",
    why: "Each spelling becomes a row of its own in another table, and only people know which of them mean one thing.",
    instruction: [
      `List the spellings: SELECT ${column}, count(*) FROM ${on} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 1.`,
      `Where several mean one thing, write them one way: UPDATE ${on} SET ${column} = $1 WHERE ${column} = $2, in batches where they are many, and in the code that writes them.`,
      "Empty texts that say nothing become NULL. What is still apart then stays apart.",
    ].join(" "),
    hazards: [],
  });
}

function addReference({ table, target, text, surrogate, added }: TwoReferences): SqlStep {
  const on = `ALTER TABLE ${qualified(table.path)}`;
  return step(touchTree("add column", table), {
    phase: "expand",
    why: `A key without meaning takes the place of ${text.name}: it says which row of ${target.name} is meant.`,
    statements: [`${on} ADD COLUMN ${ident(added)} ${surrogate.type.text}`],
    undo: [`${on} DROP COLUMN IF EXISTS ${ident(added)}`],
  });
}

function fillParent({ table, target, text, key }: TwoReferences): SqlStep {
  const column = ident(text.name);
  return step(
    { change: "insert rows", table: target },
    {
      phase: "backfill",
      why: `Every ${text.name} there is gets its row; the trigger makes those that come.`,
      statements: [
        `INSERT INTO ${qualified(target.path)} (${ident(key.name)}) SELECT DISTINCT ${column} FROM ${qualified(table.path)} WHERE ${column} IS NOT NULL ON CONFLICT DO NOTHING`,
      ],
      undo: [],
    },
  );
}

function fillReference(both: TwoReferences): SqlStep {
  const { table, target, text, surrogate, added } = both;
  const [reference, id] = [`t.${ident(added)}`, `p.${ident(surrogate.name)}`];
  const same = sameKey(both, "p", `t.${ident(text.name)}`);
  return backfill({
    table,
    why: `Fill the reference by joining the names.`,
    set: `${ident(added)} = ${id}`,
    from: `${qualified(target.path)} AS p`,
    where: `${same} AND ${reference} IS DISTINCT FROM ${id}`,
    verify: `SELECT NOT EXISTS (SELECT FROM ${qualified(table.path)} AS t LEFT JOIN ${qualified(target.path)} AS p ON ${same} WHERE ${reference} IS DISTINCT FROM ${id})`,
  });
}

/** Switches the code, lets go of the text, and takes it out of use. */
function retire(both: TwoReferences, trigger: ReferenceTrigger, indexes: readonly Index[]): FixStep[] {
  const { table, target, text, key, surrogate, added } = both;
  const [on, names, name] = [ident(table.name), qualified(target.path), ident(key.name)];
  const readers = whatElseUses(text, indexes);
  const [gate, ...rest] = takeOutOfUse({
    column: text,
    why: `${added} says it, and the name stands in ${target.name} once.`,
    instruction: [
      `Grant SELECT on ${names} to whoever reads ${on}, and INSERT to whoever writes it.`,
      `Deploy code that reads ${name} by a join, ${ident(target.name)}.${ident(surrogate.name)} = ${on}.${ident(added)}, and writes ${ident(added)} alone:`,
      `INSERT INTO ${names} (${name}) VALUES ($1) ON CONFLICT DO NOTHING, then SELECT ${ident(surrogate.name)} FROM ${names} WHERE ${name} = $1.`,
      ...(text.default === null ? [] : [`It writes ${ident(added)} also where the default filled ${ident(text.name)}.`]),
      ...(readers.length === 0 ? [] : [`Change or drop what else uses ${ident(text.name)}: ${readers.join("; ")}.`]),
      `Go on when no client uses ${ident(text.name)} any more; until then a trigger keeps both equal.`,
    ].join(" "),
  });
  return [gate, letGo(both, trigger, indexes), ...rest];
}

function letGo(
  { table, target, text, key, surrogate, added }: TwoReferences,
  trigger: ReferenceTrigger,
  indexes: readonly Index[],
): SqlStep {
  const [on, column, reference] = [qualified(table.path), ident(text.name), ident(added)];
  const alter = `ALTER TABLE ${on} ALTER COLUMN ${column}`;
  const spelled = (value: string) => `${value}::pg_catalog.text COLLATE pg_catalog."C"`;
  const differs = `${spelled(`t.${column}`)} IS DISTINCT FROM ${spelled(`p.${ident(key.name)}`)}`;
  const same = `p.${ident(surrogate.name)} = t.${reference}`;
  const names = `${qualified(target.path)} AS p`;
  return step([...touchTree("drop trigger", table), ...touchTree("drop not null", table)], {
    phase: "switch",
    why: `From now on ${text.name} is no longer written.`,
    statements: [...trigger.drop, ...(text.notNull ? [`${alter} DROP NOT NULL`] : [])],
    // Rows have come and changed without the text since.
    undo: [
      `UPDATE ${on} AS t SET ${column} = p.${ident(key.name)} FROM ${names} WHERE ${same} AND ${differs}`,
      ...(text.notNull
        ? [`${alter} SET NOT NULL`]
        : [`UPDATE ${on} SET ${column} = NULL WHERE ${reference} IS NULL AND ${column} IS NOT NULL`]),
      ...trigger.create.statements,
    ],
    requires: {
      sql: `SELECT NOT EXISTS (SELECT FROM ${on} AS t LEFT JOIN ${names} ON ${same} WHERE ${differs}) AND ${onlyTheseUse(text, indexes)}`,
      because: `a row spells its ${text.name} otherwise than ${target.name} does, or a view, a constraint or an index still uses it`,
    },
  });
}
