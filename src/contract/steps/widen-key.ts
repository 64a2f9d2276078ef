import { renderForeignKey, restoreForeignKey } from "../../facts/ddl/foreign-key.ts";
import { commentOn } from "../../facts/ddl/owned.ts";
import { ident, qualified } from "../../facts/identifier.ts";
import type { Column, ForeignKey, Index, LocalConstraint, Sequence } from "../../model/catalog.ts";
import { toReference } from "../../model/reference.ts";
import type { Server } from "../../model/snapshot.ts";
import type { FixStep, SqlStep } from "../fix.ts";
import { dependentsOf } from "./dependents.ts";
import { addForeignKey, constraintName } from "./foreign-key-steps.ts";
import { createIndex, indexName } from "./index-steps.ts";
import { moveSequence } from "./move-sequence.ts";
import { type ReplacementPlan, replaceColumn } from "./replace-column.ts";
import { manualStep, step } from "./step.ts";
import { touchForeignKey, touchTree } from "./tree.ts";

export interface WidenedKey {
  readonly sequence: Sequence;
  /** The only column of the primary key. */
  readonly key: Column;
  readonly why: string;
  readonly server: Pick<Server, "version">;
}

/** The largest number that the old column holds, as the way back needs it. */
const MOST: Readonly<Record<string, string>> = { int2: "32767", int4: "2147483647" };

/**
 * Makes a numbered primary key and the columns that refer to it bigint without a rewrite under lock: each gets a second
 * column that a trigger keeps equal, is filled in batches and proven; the new key gets its unique index and the new
 * references their foreign keys; then one short transaction swaps names, keys and the sequence.
 * Null where something else holds on to one of the columns.
 */
export function widenKey({ sequence, key, why, server }: WidenedKey): Pick<ReplacementPlan, "steps" | "changes"> | null {
  const primary = key.table.primaryKey as LocalConstraint | null;
  const references = key.table.referencedBy.filter(({ targetColumns }) => targetColumns.includes(key));
  if (primary === null || primary.index === null || !isPlainKey(key, primary, references) || !references.every(isPlainReference))
    return null;
  const narrow = references.filter(({ columns }) => isNarrow(columns[0] as Column));
  const columns = [...narrow.map((reference) => reference.columns[0] as Column), key];
  if (sharesViews(columns)) return null;
  const plans = columns.map((column) => widened(column, why, server));
  const { made, kept } = plans.at(-1) as ReplacementPlan;
  const index = indexName(key.table, [key.table.name, made], "_key");
  const unique = createIndex({
    table: key.table,
    name: index,
    unique: true,
    keys: [ident(made)],
    why: `Prove that ${made} names a row, as ${key.name} does.`,
    phase: "validate",
  });
  const keys = references.map((old) => {
    const at = narrow.indexOf(old);
    const column = old.columns[0] as Column;
    const own = at < 0 ? column.name : (plans[at] as ReplacementPlan).made;
    const wanted = {
      ...old,
      name: constraintName(old.table, [old.name], "_new"),
      columns: [own],
      targetColumns: [made],
      setColumns: old.setColumns.length === 0 ? [] : [own],
    };
    return { old, wanted, steps: addForeignKey({ ...wanted, why: `${own} refers to ${made} of the same rows.` }, server) };
  });
  const moved = moveSequence(sequence, key, key.name, kept);
  const swap = switched(plans, { key, primary, index, made, keys, moved });
  const gates = plans.map((plan) => plan.steps.filter((each) => each.is === "manual"));
  const of = (phase: FixStep["phase"]) => plans.flatMap((plan) => plan.steps.filter((each) => each.phase === phase && each.is === "sql"));
  const [expandFirst, ...expandRest] = of("expand").map(withoutDefault) as [SqlStep, ...SqlStep[]];
  return {
    changes: [...plans.flatMap(({ changes }) => changes), ...references, primary, toReference(sequence)].map(toReference),
    steps: [
      expandFirst,
      ...expandRest,
      ...of("backfill"),
      ...of("validate"),
      ...unique,
      ...keys.flatMap(({ steps }) => steps),
      manualStep({
        phase: "switch",
        why: "The type of the key changes for every client.",
        instruction: `${clients(columns)} Then go on.`,
      }),
      swap,
      ...(gates.at(-1) ?? []).filter(({ phase }) => phase === "contract"),
      ...of("contract"),
    ],
  };
}

type Linked = { readonly old: ForeignKey; readonly wanted: Parameters<typeof renderForeignKey>[0] & { readonly name: string } };

interface Swap {
  readonly key: Column;
  readonly primary: LocalConstraint;
  readonly index: string;
  readonly made: string;
  readonly keys: readonly Linked[];
  readonly moved: ReturnType<typeof moveSequence>;
}

/** The swaps of all columns as one, with the keys between them. */
function switched(plans: readonly ReplacementPlan[], { key, primary, index, made, keys, moved }: Swap): SqlStep {
  const swaps = plans.map(({ steps }) => steps.find((each): each is SqlStep => each.phase === "switch" && each.is === "sql") as SqlStep);
  const on = `ALTER TABLE ${qualified(key.table.path)}`;
  const of = ({ old }: Linked) => `ALTER TABLE ${qualified(old.table.path)}`;
  const drop = (linked: Linked) => `${of(linked)} DROP CONSTRAINT ${ident(linked.old.name)}`;
  const comment = commentOn(`CONSTRAINT ${ident(primary.name)} ON ${qualified(key.table.path)}`, primary.comment);
  const requires = swaps.flatMap((each) => each.requires ?? []);
  return {
    ...step(
      [...keys.flatMap(({ old }) => touchForeignKey("drop foreign key", old.table, old.target)), ...touchTree("rename column", key.table)],
      {
        phase: "switch",
        why: `The new columns take the names of the old ones, and ${made} becomes the key; the old columns are kept for the way back.`,
        statements: [
          ...keys.map(drop),
          `${on} DROP CONSTRAINT ${ident(primary.name)}`,
          ...swaps.flatMap(({ statements }) => statements),
          `${on} ADD CONSTRAINT ${ident(primary.name)} PRIMARY KEY USING INDEX ${ident(index)}`,
          ...comment,
          ...keys.flatMap((linked) => [
            `${of(linked)} RENAME CONSTRAINT ${ident(linked.wanted.name)} TO ${ident(linked.old.name)}`,
            ...commentOn(`CONSTRAINT ${ident(linked.old.name)} ON ${qualified(linked.old.table.path)}`, linked.old.comment),
          ]),
          ...moved.there,
        ] as unknown as readonly [string, ...string[]],
        undo: [
          ...moved.back,
          ...keys.map(drop),
          `${on} DROP CONSTRAINT ${ident(primary.name)}`,
          ...swaps.toReversed().flatMap(({ undo }) => undo ?? []),
          `${on} ADD CONSTRAINT ${ident(primary.name)} PRIMARY KEY (${ident(key.name)})`,
          ...comment,
          `CREATE UNIQUE INDEX ${ident(index)} ON ${qualified(key.table.path)} (${ident(made)})`,
          ...keys.flatMap((linked) => [
            ...restoreForeignKey(linked.old),
            `${of(linked)} ADD CONSTRAINT ${ident(linked.wanted.name)} ${renderForeignKey(linked.wanted)}`,
          ]),
        ],
        ...(requires.length === 0
          ? {}
          : {
              requires: {
                sql: `SELECT ${requires.map(({ sql }) => `(${sql})`).join(" AND ")}`,
                because: [...new Set(requires.map(({ because }) => because))].join(", or "),
              },
            }),
        verify: swaps.at(-1)?.verify as string,
        hazards: ["breaks clients"],
      },
    ),
  };
}

function widened(column: Column, why: string, server: Pick<Server, "version">): ReplacementPlan {
  const type = column.type.text;
  return replaceColumn({
    column,
    type: "bigint",
    why,
    convert: (value) => `${value}::bigint`,
    // New numbers do not fit into the old column, which is there for those that do.
    revert: (value) => `LEAST(${value}, ${MOST[column.type.name]})::${type}`,
    clients: "",
    server,
  });
}

/** The default comes with the sequence: two of them would take two numbers for each row. */
function withoutDefault(expand: FixStep): FixStep {
  if (expand.is === "manual") return expand;
  return {
    ...expand,
    statements: expand.statements.filter((text) => !/ ALTER COLUMN \S+ SET DEFAULT /.test(text)) as unknown as SqlStep["statements"],
  };
}

function isNarrow(column: Column): boolean {
  return column.type.name === "int2" || column.type.name === "int4";
}

/** A numbered column of a table of its own, that nothing but its primary key and plain references hold. */
function isPlainKey(key: Column, primary: LocalConstraint, references: readonly ForeignKey[]): boolean {
  const { blocking, tied } = dependentsOf([key]);
  const index = primary.index as Index;
  const held = index.clustered || index.replicaIdentity || index.include.length > 0 || primary.deferrable;
  const known = new Set<unknown>([key, primary, ...references]);
  return primary.columns.length === 1 && !held && isAlone(key) && blocking.length === 0 && tied.every(({ object }) => known.has(object));
}

function isPlainReference(reference: ForeignKey): boolean {
  const [column] = reference.columns as [Column];
  const { blocking, tied } = dependentsOf([column]);
  const plain = reference.columns.length === 1 && reference.table !== reference.target && reference.validated && reference.enforced;
  return plain && isAlone(column) && column.generated === null && blocking.length === 0 && tied.every(({ object }) => object === reference);
}

function isAlone({ table, type }: Column): boolean {
  return table.partitioning === null && table.children.length === 0 && table.parents.length === 0 && type.over === null && !table.foreign;
}

/** A view, trigger or policy that reads two of the columns would be made again twice. */
function sharesViews(columns: readonly Column[]): boolean {
  const all = columns.flatMap((column) => {
    const { views, triggers, policies } = dependentsOf([column]);
    return [...views, ...triggers, ...policies];
  });
  return new Set(all).size < all.length;
}

function clients(columns: readonly Column[]): string {
  return `Code that reads ${columns.map(({ table, name }) => `${table.name}.${name}`).join(", ")} gets bigint: widen the variables that hold it, and name the columns in INSERT and COPY, because the new columns stand last in their tables.`;
}
