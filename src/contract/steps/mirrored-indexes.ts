import { distinctName } from "../../facts/distinct-name.ts";
import { ident, qualified } from "../../facts/identifier.ts";
import { notNullColumns } from "../../facts/index/not-null-predicate.ts";
import { type IndexShape, redundantBeside } from "../../facts/index/redundant-beside.ts";
import { TakenNames } from "../../facts/taken-names.ts";
import type { Column, Index } from "../../model/catalog.ts";
import type { SqlStep } from "../fix.ts";
import { createIndex, relationNames } from "./index-steps.ts";
import { step } from "./step.ts";

/** Why an index cannot be built over a column of another type in the place of this one; null when it can. */
export function cannotMirror(index: Index, column: Column): string | null {
  const plain = index.keys.every(
    (key) => key.column !== null && (key.column === column || (key.collation === null && key.opclass.default)),
  );
  if (!plain || (index.method !== "btree" && index.method !== "hash")) return "it reads the column in a way that only text has";
  if (index.predicate !== null && notNullColumns(index.predicate) === null) return "its predicate has to be read by a person";
  if (index.nullsNotDistinct || index.constraint?.deferrable === true) return "it is a unique key of a special kind";
  if (index.replicaIdentity || index.clustered) return "the table holds on to it";
  if (index.constraint !== null && index.constraint.type !== "unique") return `it enforces the ${index.constraint.type} constraint`;
  const { table } = index;
  if (table.kind === "table" && table.partitioning !== null) return "it is the index of a partitioned table";
  return table.kind === "table" && table.referencedBy.some((key) => key.index === index) ? "a foreign key refers to it" : null;
}

/**
 * Builds what the indexes over one column do for its replacement, and one that leads with the replacement.
 * None is built that another one of them makes redundant.
 */
export function mirrorIndexes(indexes: readonly Index[], column: Column, added: string): SqlStep[] {
  const { table } = column;
  const replacement: Column = { ...column, name: added };
  const swapped = (list: readonly Column[]) => list.map((each) => (each === column ? replacement : each));
  const plain: IndexShape["keys"][number] = {
    column: replacement,
    expression: null,
    collation: null,
    opclass: { schema: "pg_catalog", name: "", default: true },
    descending: false,
    nullsFirst: false,
  };
  const leading: IndexShape & { readonly predicate: string | null } = {
    method: "btree",
    unique: false,
    nullsNotDistinct: false,
    valid: true,
    ready: true,
    include: [],
    predicate: null,
    settings: {},
    constraint: null,
    keys: [plain],
  };
  const mirrored = indexes
    .filter((index) => index.method === "btree")
    .map(
      (index): IndexShape => ({
        ...index,
        constraint: index.constraint as IndexShape["constraint"],
        include: swapped(index.include),
        predicate: index.predicate === null ? null : notNull(index.predicate, column.name, added),
        keys: index.keys.map((key) => (key.column === column ? { ...plain, descending: key.descending, nullsFirst: key.nullsFirst } : key)),
      }),
    );
  const shapes = [...mirrored, leading];
  const kept = shapes.filter(
    (shape, at) =>
      !shapes.some((other, to) => other !== shape && redundantBeside(shape, other) && (to < at || !redundantBeside(other, shape))),
  );
  const taken = new TakenNames(relationNames(table.schema));
  return kept.flatMap((shape) => {
    const columns = shape.keys.flatMap((key) => key.column?.name ?? []);
    const name = distinctName([table.name, ...columns], shape.unique ? "_key" : "_idx", taken);
    taken.add(name);
    const build = createIndex({
      table,
      name,
      unique: shape.unique,
      keys: shape.keys.map(renderKey),
      include: shape.include.map((each) => each.name),
      ...(shape.predicate === null ? {} : { where: shape.predicate }),
      phase: "backfill",
      why: shape === leading ? "Let the new key's check find its rows." : `Do for ${added} what an index does for ${column.name}.`,
    });
    return shape.constraint === null ? build : [...build, asConstraint(table, name)];
  });
}

function asConstraint(table: Column["table"], name: string): SqlStep {
  const on = `ALTER TABLE ${qualified(table.path)}`;
  return step(
    { change: "add constraint using index", table },
    {
      phase: "backfill",
      why: "A unique constraint takes the index over.",
      statements: [`${on} ADD CONSTRAINT ${ident(name)} UNIQUE USING INDEX ${ident(name)}`],
      // The index goes with the constraint.
      undo: [`${on} DROP CONSTRAINT ${ident(name)}`],
    },
  );
}

function renderKey(key: IndexShape["keys"][number]): string {
  const nulls = key.nullsFirst === key.descending ? "" : key.nullsFirst ? " NULLS FIRST" : " NULLS LAST";
  return `${ident((key.column as Column).name)}${key.descending ? " DESC" : ""}${nulls}`;
}

function notNull(predicate: string, from: string, to: string): string {
  return (notNullColumns(predicate) ?? []).map((name) => `(${ident(name === from ? to : name)} IS NOT NULL)`).join(" AND ");
}
