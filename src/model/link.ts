import type {
  Catalog,
  CatalogObject,
  Column,
  Constraint,
  Dependent,
  ForeignKey,
  Index,
  LocalConstraint,
  Policy,
  Routine,
  Schema,
  Sequence,
  Statistics,
  Table,
  Trigger,
  Type,
  View,
} from "./catalog.ts";
import type {
  CatalogData,
  ColumnName,
  ConstraintData,
  IndexData,
  RelationName,
  RoutineData,
  SchemaData,
  TableData,
  ViewData,
} from "./data.ts";
import { hashOfCatalog } from "./hash.ts";
import type { ObjectRef } from "./reference.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Building<T> = Mutable<T> & { [list: string]: unknown };

/** Names look up their relation: one map per schema, so that no compound key is built for every object. */
interface SchemaNames {
  readonly schema: Schema;
  readonly tables: Map<string, Table>;
  readonly views: Map<string, View>;
  readonly routines: Map<string, Routine>;
  readonly sequences: Map<string, Sequence>;
  readonly types: Map<string, Type>;
}

/** A catalog that names an object it does not hold: a bug of the source, or a snapshot file edited by hand. */
export class BrokenCatalog extends Error {}

/** Turns the tree of names into the two-way graph, in time linear in its size, and freezes it. */
export function link(data: CatalogData): Catalog {
  const names = new Map<string, SchemaNames>();
  const linker = new Linker(names);
  for (const schema of data.schemas) linker.addSchema(schema);
  for (const schema of data.schemas) linker.addTables(schema);
  for (const schema of data.schemas) linker.connect(schema);
  return linker.freeze(data);
}

class Linker {
  readonly #names: Map<string, SchemaNames>;
  readonly #entities: object[] = [];

  constructor(names: Map<string, SchemaNames>) {
    this.#names = names;
  }

  addSchema(data: SchemaData): void {
    const schema = this.#keep({
      ...data,
      kind: "schema",
      path: [data.name],
      tables: NONE,
      views: NONE,
      routines: NONE,
      sequences: NONE,
      types: NONE,
    } as unknown as Mutable<Schema>);
    const entry: SchemaNames = { schema, tables: new Map(), views: new Map(), routines: new Map(), sequences: new Map(), types: new Map() };
    this.#names.set(data.name, entry);
    for (const item of data.routines) {
      const signature = `${item.name}(${item.arguments})`;
      const { reads: _, kind: form, ...own } = item;
      const routine: Routine = this.#keep({ ...own, kind: "routine", form, path: [data.name, signature], schema });
      entry.routines.set(signature, routine);
      add(schema, "routines", routine);
    }
    for (const item of data.types) {
      const type: Type = this.#keep({ ...item, kind: "type", path: [data.name, item.name], schema });
      entry.types.set(item.name, type);
      add(schema, "types", type);
    }
  }

  addTables(data: SchemaData): void {
    const entry = this.#schema(data.name);
    for (const item of data.tables) {
      const table = this.#table(item, entry.schema);
      entry.tables.set(item.name, table);
      add(entry.schema, "tables", table);
    }
    for (const item of data.views) {
      const view = this.#view(item, entry.schema);
      entry.views.set(item.name, view);
      add(entry.schema, "views", view);
    }
  }

  /** Everything that points at another object, once all objects exist. */
  connect(data: SchemaData): void {
    const entry = this.#schema(data.name);
    for (const item of data.tables) {
      const table = entry.tables.get(item.name) as Table;
      for (const parentName of item.parents) {
        const parent = this.#tableNamed(parentName);
        add(table, "parents", parent);
        add(parent, "children", table);
      }
      this.#constraints(item, table);
      this.#policies(item, table);
      this.#triggers(item, table);
    }
    for (const item of data.views) this.#viewReads(item, entry.views.get(item.name) as View);
    for (const item of data.routines) this.#routineReads(item, entry.routines.get(`${item.name}(${item.arguments})`) as Routine);
    for (const item of data.sequences) {
      const ownedBy = item.ownedBy === null ? null : this.#columnNamed(item.ownedBy);
      const sequence: Sequence = this.#keep({
        kind: "sequence",
        path: [data.name, item.name],
        name: item.name,
        comment: item.comment,
        origin: item.origin,
        owner: item.owner,
        grants: item.grants,
        schema: entry.schema,
        type: item.type,
        start: item.start,
        increment: item.increment,
        min: item.min,
        max: item.max,
        cycle: item.cycle,
        identity: item.identity,
        ownedBy,
      });
      entry.sequences.set(item.name, sequence);
      add(entry.schema, "sequences", sequence);
    }
  }

  freeze(data: CatalogData): Catalog {
    for (const entity of this.#entities) freezeEntity(entity);
    const names = this.#names;
    const schemas = [...names.values()].map((entry) => entry.schema);
    let hash: string | undefined;
    return Object.freeze({
      kind: "database" as const,
      path: Object.freeze([]) as readonly [],
      get hash() {
        hash ??= hashOfCatalog(data);
        return hash;
      },
      schemas: Object.freeze(schemas),
      tables: Object.freeze(schemas.flatMap((schema) => schema.tables)),
      views: Object.freeze(schemas.flatMap((schema) => schema.views)),
      routines: Object.freeze(schemas.flatMap((schema) => schema.routines)),
      sequences: Object.freeze(schemas.flatMap((schema) => schema.sequences)),
      find: (ref: ObjectRef) => find(names, ref),
    });
  }

  #keep<T extends object>(entity: T): T {
    this.#entities.push(entity);
    return entity;
  }

  #table(data: TableData, schema: Schema): Table {
    // Written out, here and below: spread and extended, an object costs several times as much.
    const table = this.#keep<Table>({
      kind: "table",
      path: [schema.name, data.name],
      name: data.name,
      comment: data.comment,
      origin: data.origin,
      owner: data.owner,
      grants: data.grants,
      schema,
      persistence: data.persistence,
      foreign: data.foreign,
      partitioning: data.partitioning,
      partitionBound: data.partitionBound,
      rls: data.rls,
      replicaIdentity: data.replicaIdentity,
      publications: data.publications,
      settings: data.settings,
      tablespace: data.tablespace,
      parents: NONE,
      children: NONE,
      columns: NONE,
      indexes: NONE,
      constraints: NONE,
      primaryKey: null,
      foreignKeys: NONE,
      referencedBy: NONE,
      triggers: NONE,
      policies: NONE,
      statistics: NONE,
    });
    (table as Mutable<Table>).columns = data.columns.map((item, at) => {
      return this.#keep<Column>({
        kind: "column",
        path: [schema.name, data.name, item.name],
        name: item.name,
        comment: item.comment,
        origin: data.origin,
        table,
        position: at + 1,
        type: item.type,
        notNull: item.notNull,
        collation: item.collation,
        default: item.default,
        generated: item.generated,
        local: item.local,
        grants: item.grants,
        reads: NONE,
        dependents: NONE,
      });
    });
    for (const item of data.columns) {
      for (const name of item.reads) {
        const generated = columnIn(table, item.name);
        const source = columnIn(table, name);
        add(generated, "reads", source);
        add(source, "dependents", generated);
      }
    }
    for (const item of data.indexes) add(table, "indexes", this.#index(item, table));
    for (const item of data.statistics) {
      const used = item.columns.map((name) => columnIn(table, name));
      const statistics: Statistics = this.#keep({
        ...item,
        kind: "statistics",
        path: memberPath(table, item.name),
        origin: data.origin,
        table,
        columns: used,
      });
      add(table, "statistics", statistics);
      for (const column of used) depend(column, statistics);
    }
    return table;
  }

  #index(data: IndexData, table: Table | View): Index {
    const index: Index = this.#keep({
      kind: "index",
      name: data.name,
      comment: data.comment,
      method: data.method,
      unique: data.unique,
      nullsNotDistinct: data.nullsNotDistinct,
      valid: data.valid,
      ready: data.ready,
      predicate: data.predicate,
      clustered: data.clustered,
      replicaIdentity: data.replicaIdentity,
      partitionOf: data.partitionOf,
      settings: data.settings,
      tablespace: data.tablespace,
      path: memberPath(table, data.name),
      origin: table.origin,
      table,
      // A materialized view's columns are not tracked as entities: its keys keep their text only.
      keys: data.keys.map((key) => ({
        column: key.column === null || table.kind === "view" ? null : columnIn(table, key.column),
        expression: table.kind === "view" ? (key.expression ?? key.column) : key.expression,
        collation: key.collation,
        opclass: key.opclass,
        descending: key.descending,
        nullsFirst: key.nullsFirst,
      })),
      include: table.kind === "view" || data.include.length === 0 ? NONE : data.include.map((name) => columnIn(table, name)),
      constraint: null,
    });
    if (table.kind === "table") {
      for (const { column } of index.keys) if (column !== null) depend(column, index);
      for (const column of index.include) depend(column, index);
      for (const name of data.reads) depend(columnIn(table, name), index);
    }
    return index;
  }

  #constraints(data: TableData, table: Table): void {
    for (const item of data.constraints) {
      const used = item.columns.map((name) => columnIn(table, name));
      const constraint: Constraint = item.target === null ? this.#localConstraint(item, table, used) : this.#foreignKey(item, table, used);
      add(table, "constraints", constraint);
      for (const column of used) depend(column, constraint);
      if (constraint.type === "foreign") {
        add(table, "foreignKeys", constraint);
        add(constraint.target, "referencedBy", constraint);
        for (const column of constraint.targetColumns) depend(column, constraint);
      }
      if (constraint.type === "primary") (table as Mutable<Table>).primaryKey = constraint;
    }
  }

  #localConstraint(data: ConstraintData, table: Table, columns: readonly Column[]): LocalConstraint {
    const index = indexNamed(table, data.index);
    const constraint: LocalConstraint = this.#keep({
      kind: "constraint",
      path: memberPath(table, data.name),
      name: data.name,
      comment: data.comment,
      origin: table.origin,
      table,
      columns,
      validated: data.validated,
      enforced: data.enforced,
      deferrable: data.deferrable,
      deferred: data.deferred,
      local: data.local,
      temporal: data.temporal,
      definition: data.definition,
      type: data.type as LocalConstraint["type"],
      index,
    });
    if (index !== null) (index as Mutable<Index>).constraint = constraint;
    return constraint;
  }

  #foreignKey(data: ConstraintData, table: Table, columns: readonly Column[]): ForeignKey {
    const to = data.target as NonNullable<ConstraintData["target"]>;
    const target = this.#tableNamed(to.table);
    return this.#keep({
      kind: "constraint",
      path: memberPath(table, data.name),
      name: data.name,
      comment: data.comment,
      origin: table.origin,
      table,
      columns,
      validated: data.validated,
      enforced: data.enforced,
      ...(data.unchecked === undefined ? {} : { unchecked: data.unchecked }),
      deferrable: data.deferrable,
      deferred: data.deferred,
      local: data.local,
      temporal: data.temporal,
      definition: data.definition,
      type: "foreign",
      target,
      targetColumns: to.columns.map((name) => columnIn(target, name)),
      onDelete: to.onDelete,
      onUpdate: to.onUpdate,
      match: to.match,
      setColumns: to.setColumns.length === 0 ? NONE : to.setColumns.map((name) => columnIn(table, name)),
      index: indexNamed(target, data.index),
    });
  }

  #policies(data: TableData, table: Table): void {
    for (const item of data.policies) {
      const { reads, ...own } = item;
      const policy: Policy = this.#keep({ ...own, kind: "policy", path: [...table.path, item.name], origin: table.origin, table });
      add(table, "policies", policy);
      for (const name of reads) if (name[2] !== null) add(this.#columnNamed(name), "dependents", policy);
    }
  }

  #triggers(data: TableData, table: Table): void {
    for (const item of data.triggers) {
      const { reads, routine: routineName, ...own } = item;
      const routine = this.#names.get(routineName[0])?.routines.get(routineName[1]) ?? null;
      const trigger: Trigger = this.#keep({
        ...own,
        kind: "trigger",
        path: [...table.path, item.name],
        origin: table.origin,
        table,
        routine,
        routineName,
      });
      add(table, "triggers", trigger);
      for (const name of reads) add(columnIn(table, name), "dependents", trigger);
    }
  }

  #view(data: ViewData, schema: Schema): View {
    const { reads: _, indexes: __, ...own } = data;
    const view = this.#keep({
      ...own,
      kind: "view",
      path: [schema.name, data.name],
      schema,
      indexes: NONE,
      readsColumns: NONE,
      readsTables: NONE,
      readsViews: NONE,
      dependents: NONE,
    } as unknown as Building<View>) as View;
    for (const item of data.indexes) add(view, "indexes", this.#index(item, view));
    return view;
  }

  #viewReads(data: ViewData, view: View): void {
    const tables = new Set<Table>();
    const views = new Set<View>();
    for (const [schema, relation, column] of data.reads) {
      const names = this.#schema(schema);
      const table = names.tables.get(relation);
      if (table === undefined) {
        views.add(need(names.views.get(relation), [schema, relation]));
        continue;
      }
      tables.add(table);
      if (column === null) continue;
      const read = columnIn(table, column);
      add(view, "readsColumns", read);
      add(read, "dependents", view);
    }
    for (const table of tables) add(view, "readsTables", table);
    for (const other of views) {
      add(view, "readsViews", other);
      add(other, "dependents", view);
    }
  }

  #routineReads(data: RoutineData, routine: Routine): void {
    for (const name of data.reads) {
      if (name[2] === null || this.#names.get(name[0])?.tables.has(name[1]) !== true) continue;
      add(this.#columnNamed(name), "dependents", routine);
    }
  }

  #schema(name: string): SchemaNames {
    return need(this.#names.get(name), [name]);
  }

  #tableNamed(name: RelationName): Table {
    return need(this.#schema(name[0]).tables.get(name[1]), name);
  }

  #columnNamed(name: ColumnName): Column {
    return columnIn(this.#tableNamed([name[0], name[1]]), name[2] as string);
  }
}

/** Most lists of most entities stay empty: they are all this one. */
const NONE: readonly never[] = Object.freeze([]);

function memberPath(table: Table | View, name: string): readonly string[] {
  return [table.schema.name, table.name, name];
}

/** Freezes an entity and the plain data in it. Other entities are left to their own turn: following them would never end. */
function freezeEntity(entity: object): void {
  Object.freeze(entity);
  for (const key in entity) freezeData((entity as Record<string, unknown>)[key]);
}

function freezeData(value: unknown): void {
  if (typeof value !== "object" || value === null || "path" in value || Object.isFrozen(value)) return;
  Object.freeze(value);
  if (!Array.isArray(value)) {
    for (const key in value) freezeData((value as Record<string, unknown>)[key]);
    return;
  }
  // A list holds one kind of thing: texts and entities need no look at each.
  const [first] = value;
  if (typeof first === "object" && first !== null && !("path" in first)) for (const item of value) freezeData(item);
}

type ItemOf<List> = List extends readonly (infer Item)[] ? Item : never;

/** Appends to a list that nobody outside this file has seen yet; `freeze` closes it. */
function add<E extends object, K extends keyof E>(entity: E, key: K, item: ItemOf<E[K]>): void {
  const list = entity[key] as ItemOf<E[K]>[];
  if (list.length === 0) (entity as Mutable<E>)[key] = [item] as E[K];
  else list.push(item);
}

/** A dependent may name a column twice, and does so in one go: only the last entry can be the same. */
function depend(column: Column, dependent: Dependent): void {
  if (column.dependents.at(-1) !== dependent) add(column, "dependents", dependent);
}

/** A table has few members: looking through them costs less than a map for each table. */
function columnIn(table: Table, name: string): Column {
  for (const column of table.columns) if (column.name === name) return column;
  throw new BrokenCatalog(missing([...table.path, name]));
}

function indexNamed(table: Table, name: string | null): Index | null {
  return name === null ? null : (table.indexes.find((index) => index.name === name) ?? null);
}

function need<T>(value: T | undefined, path: readonly (string | null)[]): T {
  if (value === undefined) throw new BrokenCatalog(missing(path));
  return value;
}

function missing(path: readonly (string | null)[]): string {
  return `the catalog refers to ${path.join(".")}, which it does not hold`;
}

function find(names: ReadonlyMap<string, SchemaNames>, ref: ObjectRef): CatalogObject | undefined {
  const [schemaName, name, member] = ref.path;
  const entry = names.get(schemaName ?? "");
  if (entry === undefined || name === undefined) return ref.kind === "schema" ? entry?.schema : undefined;
  const named = (items: readonly CatalogObject[] | undefined) => items?.find((item) => item.name === member);
  switch (ref.kind) {
    case "table":
      return entry.tables.get(name);
    case "view":
      return entry.views.get(name);
    case "routine":
      return entry.routines.get(name);
    case "sequence":
      return entry.sequences.get(name);
    case "type":
      return entry.types.get(name);
    case "column":
      return named(entry.tables.get(name)?.columns);
    case "index":
      return named((entry.tables.get(name) ?? entry.views.get(name))?.indexes);
    case "constraint":
      return named(entry.tables.get(name)?.constraints) satisfies CatalogObject | undefined as Constraint | undefined;
    case "trigger":
      return named(entry.tables.get(name)?.triggers);
    case "policy":
      return named(entry.tables.get(name)?.policies);
    case "statistics":
      return named(entry.tables.get(name)?.statistics);
    default:
      return undefined;
  }
}
