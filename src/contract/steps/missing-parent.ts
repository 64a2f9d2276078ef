import { distinctName } from "../../facts/distinct-name.ts";
import { ident, qualified } from "../../facts/identifier.ts";
import type { MissingParent } from "../../facts/phantom/missing-parent.ts";
import type { Column, Table } from "../../model/catalog.ts";
import type { Server } from "../../model/snapshot.ts";
import type { FixDraft, FixStep } from "../fix.ts";
import { declareReferences } from "./declare-reference.ts";
import { relationNames } from "./index-steps.ts";
import { manualStep, step } from "./step.ts";

const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "bpchar", "citext"]);

/** A table that is to be made: the key that is already in use, and a number beside it where that key is a text. */
interface NewParent {
  readonly table: Table;
  readonly key: Column;
  readonly surrogate: Column | null;
}

/** Creates the table that many others refer to, fills it with the keys they use, and declares the references. */
export function createMissingParent(missing: MissingParent, server: Server): FixDraft | undefined {
  const [first] = missing.columns;
  const alike = missing.columns.every((column) => column.type.text === first.type.text && column.collation === first.collation);
  if (!alike || first.type.over !== null) return undefined;
  const parent = newParent(missing);
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
  const steps: FixStep[] = [create(parent), fromNowOn(parent, missing), fill(parent, missing), ...references.steps];
  return {
    title: `Create ${parent.table.name}, and let ${missing.columns.length} tables refer to it`,
    safety: "manual",
    changes: [parent.table, ...references.changes],
    steps: steps as [FixStep, ...FixStep[]],
  };
}

function create({ table, key, surrogate }: NewParent): FixStep {
  const columns =
    surrogate === null
      ? [`${ident(key.name)} ${key.type.text} PRIMARY KEY`]
      : [
          `${ident(surrogate.name)} bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY`,
          `${ident(key.name)} ${key.type.text}${collate(key)} NOT NULL UNIQUE`,
        ];
  return step(
    { change: "create table" },
    {
      phase: "expand",
      why:
        surrogate === null
          ? `One row for each ${key.name} there is.`
          : `One row for each ${key.name} there is, with a number of its own that never changes.`,
      statements: [`CREATE TABLE ${qualified(table.path)} (${columns.join(", ")})`],
      undo: [`DROP TABLE ${qualified(table.path)}`],
    },
  );
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

function collate(column: Column): string {
  if (column.collation === null) return "";
  const dot = column.collation.indexOf(".");
  return ` COLLATE ${qualified([column.collation.slice(0, dot), column.collation.slice(dot + 1)])}`;
}

/** As the catalog will show it. */
function newParent({ row, columns, name: keyName }: MissingParent): NewParent {
  const [{ table: model, ...column }] = columns;
  const { schema } = model;
  const name = distinctName([pluralLike(schema.tables, row)], "", relationNames(schema));
  const path = [schema.name, name];
  const table: Table = {
    ...model,
    name,
    path,
    comment: null,
    persistence: "permanent",
    partitioning: null,
    partitionBound: null,
    parents: [],
    children: [],
    columns: [],
    indexes: [],
    constraints: [],
    primaryKey: null,
    foreignKeys: [],
    referencedBy: [],
    triggers: [],
    policies: [],
    statistics: [],
  };
  const own = (columnName: string, parts: Partial<Column>): Column => ({
    ...column,
    table,
    name: columnName,
    path: [...path, columnName],
    comment: null,
    notNull: true,
    default: null,
    generated: null,
    reads: [],
    dependents: [],
    ...parts,
  });
  if (!TEXTS.has(column.type.name)) return { table, key: own("id", {}), surrogate: null };
  const bigint = { schema: "pg_catalog", name: "int8", modifiers: [], array: false, text: "bigint", over: null };
  return { table, key: own(keyName, {}), surrogate: own("id", { type: bigint, collation: null }) };
}

/** In the plural where the other tables are. */
function pluralLike(tables: readonly Table[], row: string): string {
  const plural = tables.filter(({ name }) => name.endsWith("s")).length * 2 > tables.length;
  if (!plural) return row;
  if (/[^aeiou]y$/.test(row)) return `${row.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh|z)$/.test(row) ? `${row}es` : `${row}s`;
}
