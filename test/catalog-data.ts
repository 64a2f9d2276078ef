import type { CatalogData, ColumnData, ConstraintData, IndexData, SchemaData, TableData, TypeRef } from "../src/model/data.ts";
import type { SnapshotData } from "../src/model/snapshot.ts";

/** Catalog trees for tests of the pure layers, with PostgreSQL's defaults filled in. */
const NAMED = { comment: null, owner: "owner", origin: "user", grants: [] } as const;

export function typeRef(name: string, parts: Partial<TypeRef> = {}): TypeRef {
  return { schema: "pg_catalog", name, modifiers: [], array: false, text: name, over: null, ...parts };
}

export function column(name: string, type: string, parts: Partial<ColumnData> = {}): ColumnData {
  return {
    name,
    comment: null,
    type: typeRef(type),
    notNull: false,
    collation: null,
    default: null,
    generated: null,
    local: true,
    reads: [],
    grants: [],
    ...parts,
  };
}

export function index(name: string, columns: readonly string[], parts: Partial<IndexData> = {}): IndexData {
  return {
    name,
    comment: null,
    method: "btree",
    unique: false,
    nullsNotDistinct: false,
    valid: true,
    ready: true,
    keys: columns.map((key) => ({
      column: key,
      expression: null,
      collation: null,
      opclass: { schema: "pg_catalog", name: "int4_ops", default: true },
      descending: false,
      nullsFirst: false,
    })),
    include: [],
    predicate: null,
    constraint: null,
    clustered: false,
    replicaIdentity: false,
    partitionOf: null,
    settings: {},
    tablespace: null,
    reads: [],
    ...parts,
  };
}

export function constraint(
  name: string,
  type: ConstraintData["type"],
  columns: readonly string[],
  parts: Partial<ConstraintData> = {},
): ConstraintData {
  return {
    name,
    comment: null,
    type,
    columns,
    validated: true,
    enforced: true,
    deferrable: false,
    deferred: false,
    local: true,
    temporal: false,
    definition: null,
    index: type === "primary" || type === "unique" ? name : null,
    target: null,
    ...parts,
  };
}

export function foreignKey(
  name: string,
  columns: readonly string[],
  table: readonly [string, string],
  target: readonly string[],
): ConstraintData {
  return constraint(name, "foreign", columns, {
    target: { table, columns: target, onDelete: "no action", onUpdate: "no action", match: "simple", setColumns: [] },
  });
}

export function table(name: string, columns: readonly ColumnData[], parts: Partial<TableData> = {}): TableData {
  return {
    ...NAMED,
    name,
    persistence: "permanent",
    foreign: false,
    partitioning: null,
    partitionBound: null,
    parents: [],
    columns,
    indexes: [],
    constraints: [],
    triggers: [],
    policies: [],
    statistics: [],
    rls: "off",
    replicaIdentity: "default",
    publications: [],
    settings: {},
    tablespace: null,
    ...parts,
  };
}

export function schema(name: string, parts: Partial<SchemaData> = {}): SchemaData {
  return { ...NAMED, name, tables: [], views: [], routines: [], sequences: [], types: [], ...parts };
}

export function snapshot(catalog: CatalogData, parts: Partial<SnapshotData> = {}): SnapshotData {
  return {
    takenAt: "2026-01-01T00:00:00.000Z",
    source: { kind: "sql", name: "test", statements: null },
    server: { version: 180000, database: "test", standby: false, settings: {}, extensions: {} },
    catalog,
    stats: null,
    sample: null,
    workload: null,
    locations: [],
    suppressions: [],
    gaps: [],
    ...parts,
  };
}
