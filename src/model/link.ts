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
      tables: [],
      views: [],
      routines: [],
      sequences: [],
      types: [],
    } as unknown as Mutable<Schema>);
    const entry: SchemaNames = { schema, tables: new Map(), views: new Map(), routines: new Map(), sequences: new Map(), types: new Map() };
    this.#names.set(data.name, entry);
    for (const item of data.routines) {
      const signature = `${item.name}(${item.arguments})`;
      const { reads: _, kind: form, ...own } = item;
      const routine: Routine = this.#keep({ ...own, kind: "routine", form, path: [data.name, signature], schema });
      entry.routines.set(signature, routine);
      push(schema.routines, routine);
    }
    for (const item of data.types) {
      const type: Type = this.#keep({ ...item, kind: "type", path: [data.name, item.name], schema });
      entry.types.set(item.name, type);
      push(schema.types, type);
    }
  }

  addTables(data: SchemaData): void {
    const entry = this.#schema(data.name);
    for (const item of data.tables) {
      const table = this.#table(item, entry.schema);
      entry.tables.set(item.name, table);
      push(entry.schema.tables, table);
    }
    for (const item of data.views) {
      const view = this.#view(item, entry.schema);
      entry.views.set(item.name, view);
      push(entry.schema.views, view);
    }
  }

  /** Everything that points at another object, once all objects exist. */
  connect(data: SchemaData): void {
    const entry = this.#schema(data.name);
    for (const item of data.tables) {
      const table = entry.tables.get(item.name) as Table;
      for (const parentName of item.parents) {
        const parent = this.#tableNamed(parentName);
        push(table.parents, parent);
        push(parent.children, table);
      }
      this.#constraints(item, table);
      this.#policies(item, table);
      this.#triggers(item, table);
    }
    for (const item of data.views) this.#viewReads(item, entry.views.get(item.name) as View);
    for (const item of data.routines) this.#routineReads(item, entry.routines.get(`${item.name}(${item.arguments})`) as Routine);
    for (const item of data.sequences) {
      const ownedBy = item.ownedBy === null ? null : this.#columnNamed(item.ownedBy);
      const sequence: Sequence = this.#keep({ ...item, kind: "sequence", path: [data.name, item.name], schema: entry.schema, ownedBy });
      entry.sequences.set(item.name, sequence);
      push(entry.schema.sequences, sequence);
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
    const path = [schema.name, data.name];
    const table = this.#keep({
      ...data,
      kind: "table",
      path,
      schema,
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
    } as unknown as Building<Table>) as Table;
    const columns = new Map<string, Column>();
    data.columns.forEach((item, at) => {
      const column: Column = this.#keep({
        ...item,
        kind: "column",
        path: [...path, item.name],
        origin: data.origin,
        table,
        position: at + 1,
        reads: [],
        dependents: [],
      });
      columns.set(item.name, column);
      push(table.columns, column);
    });
    for (const item of data.columns) {
      for (const name of item.reads) {
        const generated = need(columns.get(item.name), [...path, item.name]);
        const source = need(columns.get(name), [...path, name]);
        push(generated.reads, source);
        push(source.dependents, generated);
      }
    }
    for (const item of data.indexes) push(table.indexes, this.#index(item, table, columns));
    for (const item of data.statistics) {
      const used = item.columns.map((name) => need(columns.get(name), [...path, name]));
      const statistics: Statistics = this.#keep({
        ...item,
        kind: "statistics",
        path: [...path, item.name],
        origin: data.origin,
        table,
        columns: used,
      });
      push(table.statistics, statistics);
      depend(used, statistics);
    }
    return table;
  }

  #index(data: IndexData, table: Table | View, columns: ReadonlyMap<string, Column>): Index {
    const column = (name: string) => need(columns.get(name), [...table.path, name]);
    const index: Index = this.#keep({
      ...data,
      kind: "index",
      path: [...table.path, data.name],
      origin: table.origin,
      table,
      // A materialized view's columns are not tracked as entities: its keys keep their text only.
      keys: data.keys.map((key) => ({
        ...key,
        column: key.column === null || table.kind === "view" ? null : column(key.column),
        expression: table.kind === "view" ? (key.expression ?? key.column) : key.expression,
      })),
      include: table.kind === "view" ? [] : data.include.map(column),
      constraint: null,
    });
    if (table.kind === "table") {
      const used = [...index.keys.flatMap((key) => key.column ?? []), ...index.include, ...data.reads.map(column)];
      depend(new Set(used), index);
    }
    return index;
  }

  #constraints(data: TableData, table: Table): void {
    const columns = byName(table.columns);
    const indexes = byName(table.indexes);
    for (const item of data.constraints) {
      const used = item.columns.map((name) => need(columns.get(name), [...table.path, name]));
      const constraint = item.target === null ? this.#localConstraint(item, table, used, indexes) : this.#foreignKey(item, table, used);
      push(table.constraints, constraint);
      depend(new Set(used), constraint);
      if (constraint.type === "foreign") {
        push(table.foreignKeys, constraint);
        push(constraint.target.referencedBy, constraint);
        depend(new Set(constraint.targetColumns.filter((column) => !used.includes(column))), constraint);
      }
      if (constraint.type === "primary") (table as Mutable<Table>).primaryKey = constraint;
    }
  }

  #localConstraint(data: ConstraintData, table: Table, columns: readonly Column[], indexes: ReadonlyMap<string, Index>): LocalConstraint {
    const { target: _, ...own } = data;
    const index = data.index === null ? null : (indexes.get(data.index) ?? null);
    const constraint = this.#keep({
      ...own,
      kind: "constraint",
      path: [...table.path, data.name],
      origin: table.origin,
      table,
      columns,
      index,
    } as LocalConstraint);
    if (index !== null) (index as Mutable<Index>).constraint = constraint;
    return constraint;
  }

  #foreignKey(data: ConstraintData, table: Table, columns: readonly Column[]): ForeignKey {
    const to = data.target as NonNullable<ConstraintData["target"]>;
    const target = this.#tableNamed(to.table);
    const { target: _, index, ...own } = data;
    return this.#keep({
      ...own,
      ...to,
      kind: "constraint",
      type: "foreign",
      path: [...table.path, data.name],
      origin: table.origin,
      table,
      columns,
      target,
      targetColumns: to.columns.map((name) => columnIn(target, name)),
      setColumns: to.setColumns.map((name) => columnIn(table, name)),
      index: target.indexes.find((candidate) => candidate.name === index) ?? null,
    } as ForeignKey);
  }

  #policies(data: TableData, table: Table): void {
    for (const item of data.policies) {
      const { reads, ...own } = item;
      const policy: Policy = this.#keep({ ...own, kind: "policy", path: [...table.path, item.name], origin: table.origin, table });
      push(table.policies, policy);
      for (const name of reads) if (name[2] !== null) push(this.#columnNamed(name).dependents, policy);
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
      push(table.triggers, trigger);
      for (const name of reads) push(columnIn(table, name).dependents, trigger);
    }
  }

  #view(data: ViewData, schema: Schema): View {
    const { reads: _, indexes: __, ...own } = data;
    const view = this.#keep({
      ...own,
      kind: "view",
      path: [schema.name, data.name],
      schema,
      indexes: [],
      readsColumns: [],
      readsTables: [],
      readsViews: [],
      dependents: [],
    } as unknown as Building<View>) as View;
    for (const item of data.indexes) push(view.indexes, this.#index(item, view, new Map()));
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
      push(view.readsColumns, read);
      push(read.dependents, view);
    }
    for (const table of tables) push(view.readsTables, table);
    for (const other of views) {
      push(view.readsViews, other);
      push(other.dependents, view);
    }
  }

  #routineReads(data: RoutineData, routine: Routine): void {
    for (const name of data.reads) {
      if (name[2] === null || this.#names.get(name[0])?.tables.has(name[1]) !== true) continue;
      push(this.#columnNamed(name).dependents, routine);
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

/** Freezes an entity and the plain data in it. Other entities are left to their own turn: following them would never end. */
function freezeEntity(entity: object): void {
  Object.freeze(entity);
  for (const value of Object.values(entity)) freezeData(value);
}

function freezeData(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value) || "path" in value) return;
  freezeEntity(value);
}

/** The graph is built with lists that nobody outside this file has seen yet; `freeze` closes them. */
function push<T>(list: readonly T[], item: T): void {
  (list as T[]).push(item);
}

function depend(columns: Iterable<Column>, dependent: Dependent): void {
  for (const column of columns) push(column.dependents, dependent);
}

function byName<T extends { readonly name: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}

function columnIn(table: Table, name: string): Column {
  return need(
    table.columns.find((column) => column.name === name),
    [...table.path, name],
  );
}

function need<T>(value: T | undefined, path: readonly (string | null)[]): T {
  if (value === undefined) throw new BrokenCatalog(`the catalog refers to ${path.join(".")}, which it does not hold`);
  return value;
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
