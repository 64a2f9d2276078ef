import type { Catalog, Table } from "../../model/catalog.ts";
import type { Settings } from "../../model/data.ts";
import { type ObjectRef, toReference } from "../../model/reference.ts";
import { ident, qualified } from "../identifier.ts";
import { addConstraint } from "./constraints.ts";
import { createIndex, settleIndex } from "./indexes.ts";
import { createPolicy, createTrigger } from "./members.ts";
import { commentOn } from "./owned.ts";
import { cannotCreate, createRoutine, isBound } from "./routines.ts";
import {
  collationsOf,
  createCollation,
  createExtensions,
  createRole,
  createSchema,
  createTablespace,
  rolesOf,
  tablespacesOf,
} from "./schemas.ts";
import { createSequence, ownedBy } from "./sequences.ts";
import { completeColumns, createForeignServer, createTable, describeTable, parentsFirst } from "./tables.ts";
import { createType } from "./types.ts";
import { createAnyView, readViewsFirst } from "./views.ts";

export interface RebuildStatement {
  readonly sql: string;
  /** `description`: who owns it, who may use it, and its comment; no structure stands on it. */
  readonly part: "structure" | "description";
  /** What it makes or changes; null for roles, extensions and the like. */
  readonly object: ObjectRef | null;
}

export interface Rebuild {
  /**
   * In an order in which nearly everything that a statement needs comes before it. Texts of expressions may call anything:
   * one that fails is to be tried again after the others. They are meant for a superuser of an empty database, with
   * `search_path = pg_catalog`, `check_function_bodies = off` and `allow_system_table_mods = on`.
   */
  readonly statements: readonly RebuildStatement[];
  /** What a catalog does not tell enough of to make it again. */
  readonly lost: readonly { readonly object: ObjectRef; readonly reason: string }[];
}

const PLAIN_FIRST = { enum: 0, range: 1, composite: 2, domain: 3 } as const;

/** The DDL that makes an empty database into this one: no rows, no statistics, and nothing that belongs to an extension. */
export function rebuildStatements(catalog: Catalog, extensions: Settings): Rebuild {
  const out = new Statements();
  const schemas = catalog.schemas.filter(isOwn);
  const tables = parentsFirst(catalog.tables.filter(isOwn));
  const routines = catalog.routines.filter(isOwn);
  const made = routines.filter((routine) => cannotCreate(routine) === null);
  const views = readViewsFirst(catalog.views.filter(isOwn));
  const sequences = catalog.sequences.filter((it) => isOwn(it) && !it.identity);
  const types = schemas.flatMap((schema) => schema.types).filter(isOwn);

  for (const name of rolesOf(catalog)) out.add(null, [createRole(name)]);
  for (const name of tablespacesOf(catalog)) out.add(null, [createTablespace(name)]);
  for (const schema of schemas) out.addDescribed(schema, createSchema(schema));
  out.add(null, createExtensions(catalog, extensions));
  for (const name of collationsOf(catalog)) out.add(null, [createCollation(name)]);
  if (tables.some((table) => table.foreign)) out.add(null, createForeignServer);
  for (const type of types.toSorted((a, b) => PLAIN_FIRST[a.form.is] - PLAIN_FIRST[b.form.is])) out.addDescribed(type, createType(type));
  for (const sequence of sequences) out.addDescribed(sequence, createSequence(sequence));
  for (const table of tables) {
    out.add(table, createTable(table));
    out.add(table, describeTable(table), "description");
  }
  for (const routine of made) if (!isBound(routine)) out.addDescribed(routine, createRoutine(routine));
  for (const table of tables) out.add(table, completeColumns(table));
  for (const sequence of sequences) if (sequence.ownedBy !== null) out.add(sequence, [ownedBy(sequence)]);
  addMembers(out, tables);
  for (const view of views) out.addDescribed(view, createAnyView(view));
  for (const routine of made) if (isBound(routine)) out.addDescribed(routine, createRoutine(routine));
  for (const index of views.flatMap((view) => view.indexes)) out.add(index, [...createIndex(index), ...settleIndex(index)]);
  for (const table of tables) for (const trigger of table.triggers) out.add(trigger, createTrigger(trigger));
  for (const table of tables) out.add(table, security(table));
  for (const table of tables) for (const policy of table.policies) out.add(policy, createPolicy(policy));
  out.add(null, publications(tables));
  const lost = routines.flatMap((routine) => {
    const reason = cannotCreate(routine);
    return reason === null ? [] : [{ object: toReference(routine), reason }];
  });
  return { statements: out.list, lost };
}

class Statements {
  readonly list: RebuildStatement[] = [];

  add(object: ObjectRef | null, statements: readonly string[], part: RebuildStatement["part"] = "structure"): void {
    const reference = object === null ? null : toReference(object);
    for (const sql of statements) this.list.push({ sql, part, object: reference });
  }

  /** The first statement makes it, the others describe it. */
  addDescribed(object: ObjectRef, [definition = "", ...description]: readonly string[]): void {
    this.add(object, [definition]);
    this.add(object, description, "description");
  }
}

function isOwn({ origin }: { readonly origin: string }): boolean {
  return origin === "user";
}

/** Keys before the foreign keys that rely on them, whichever table they are of. */
function addMembers(out: Statements, tables: readonly Table[]): void {
  for (const { constraints, indexes, referencedBy } of tables) {
    // Of two keys over the same columns a foreign key takes the older one.
    const reliedOn = new Set(referencedBy.map(({ index }) => index));
    const made = [
      ...constraints.flatMap((constraint) =>
        constraint.type === "foreign" || constraint.index === null
          ? []
          : [{ object: constraint, index: constraint.index, sql: addConstraint(constraint) }],
      ),
      ...indexes.map((index) => ({ object: index, index, sql: createIndex(index) })),
    ];
    made.sort((a, b) => Number(reliedOn.has(b.index)) - Number(reliedOn.has(a.index)));
    for (const { object, sql } of made) out.add(object, sql);
  }
  for (const { indexes } of tables) for (const index of indexes) out.add(index, settleIndex(index));
  for (const { constraints, statistics } of tables) {
    for (const constraint of constraints) {
      if (constraint.type !== "foreign" && constraint.index === null) out.add(constraint, addConstraint(constraint));
    }
    for (const item of statistics) {
      const name = qualified(item.path.toSpliced(1, 1));
      out.add(item, [item.definition, ...commentOn(`STATISTICS ${name}`, item.comment)]);
    }
  }
  for (const { foreignKeys } of tables) for (const key of foreignKeys) out.add(key, addConstraint(key));
}

/** A foreign table has no replica identity, which reads as NOTHING. */
function security(table: Table): string[] {
  const on = `ALTER TABLE ${qualified(table.path)}`;
  return [
    ...(table.rls === "off" ? [] : [`${on} ENABLE ROW LEVEL SECURITY`]),
    ...(table.rls === "forced" ? [`${on} FORCE ROW LEVEL SECURITY`] : []),
    ...(table.replicaIdentity === "full" ? [`${on} REPLICA IDENTITY FULL`] : []),
    ...(table.replicaIdentity === "nothing" && !table.foreign ? [`${on} REPLICA IDENTITY NOTHING`] : []),
  ];
}

function publications(tables: readonly Table[]): string[] {
  const names = [...new Set(tables.flatMap((table) => table.publications))].sort();
  return names.map((name) => {
    const listed = tables.filter((table) => table.publications.includes(name)).map((table) => qualified(table.path));
    return `CREATE PUBLICATION ${ident(name)} FOR TABLE ${listed.join(", ")}`;
  });
}
