import type { CatalogData, ColumnData, ConstraintData, IndexData, TableData } from "../model/data.ts";
import type { ObjectRef, SourceLocation } from "../model/reference.ts";
import type { SqlEvent, WrittenColumn, WrittenConstraint } from "./sql.ts";
import type { WrittenName } from "./tree.ts";

/** Turns an offset within the statement that an event came from into a place. */
export type Place = (offset: number) => SourceLocation;

interface Relation {
  readonly at: () => SourceLocation;
  readonly columns: Map<string, () => SourceLocation>;
  readonly constraints: { written: WrittenConstraint; readonly at: () => SourceLocation }[];
  readonly indexes: { name: string | null; readonly columns: readonly string[]; readonly at: () => SourceLocation }[];
  readonly members: Map<string, () => SourceLocation>;
}

interface Schema {
  at: (() => SourceLocation) | null;
  readonly relations: Map<string, Relation>;
  readonly named: Map<string, () => SourceLocation>;
  readonly routines: Map<string, { readonly inputs: number; readonly at: () => SourceLocation }[]>;
}

export interface Located {
  readonly object: ObjectRef;
  readonly at: SourceLocation;
}

/**
 * Where the live objects are written, after a run of statements. Feed it the events of the statements that took effect,
 * in order; it follows renames, moves and drops, so that the place belongs to the name the catalog has in the end.
 */
export class Written {
  readonly #schemas = new Map<string, Schema>();
  #path: readonly string[] = ["public"];

  add(event: SqlEvent, place: Place): void {
    if (event.is === "search path") this.#path = event.schemas;
    else if (event.is === "schema") this.#schema(event.name).at = () => place(0);
    else if (event.is === "relation") this.#relation(event, place);
    else if (event.is === "named") this.#creation(event.name).named.set(`${event.kind} ${event.name.name}`, () => place(0));
    else if (event.is === "routine") {
      const { routines } = this.#creation(event.name);
      const others = (routines.get(event.name.name) ?? []).filter((it) => it.inputs !== event.inputs);
      routines.set(event.name.name, [...others, { inputs: event.inputs, at: () => place(0) }]);
    } else if (event.is === "renamed") this.#rename(event);
    else if (event.is === "moved") this.#move(event.of, event.to);
    else if (event.is === "dropped") this.#drop(event);
    else this.#part(event, place);
  }

  /** A new session, as each migration gets. */
  resetSearchPath(): void {
    this.#path = ["public"];
  }

  /** Only objects that the catalog has, in the catalog's order. */
  locate(catalog: CatalogData): Located[] {
    const found: Located[] = [];
    const add = (kind: ObjectRef["kind"], path: readonly string[], at: (() => SourceLocation) | null | undefined): void => {
      if (at !== null && at !== undefined) found.push({ object: { kind, path }, at: at() });
    };
    for (const data of catalog.schemas) {
      const schema = this.#schemas.get(data.name);
      if (schema === undefined) continue;
      add("schema", [data.name], schema.at);
      for (const table of data.tables) {
        const relation = schema.relations.get(table.name);
        if (relation !== undefined) locateTable(table, relation, [data.name, table.name], schema, add);
      }
      for (const view of data.views) {
        const relation = schema.relations.get(view.name);
        add("view", [data.name, view.name], relation?.at);
        for (const index of view.indexes) add("index", [data.name, view.name, index.name], relation && indexAt(index, relation));
      }
      for (const sequence of data.sequences) add("sequence", [data.name, sequence.name], schema.relations.get(sequence.name)?.at);
      for (const type of data.types) add("type", [data.name, type.name], schema.named.get(`type ${type.name}`));
      for (const routine of data.routines) {
        const candidates = schema.routines.get(routine.name) ?? [];
        const inputs = inputsOf(routine.arguments);
        const match = candidates.find((it) => it.inputs === inputs) ?? candidates.at(-1);
        add("routine", [data.name, `${routine.name}(${routine.arguments})`], match?.at);
      }
    }
    return found;
  }

  #relation(event: SqlEvent & { is: "relation" }, place: Place): void {
    const { relations } = this.#creation(event.name);
    if (event.onlyIfMissing && relations.has(event.name.name)) return;
    const relation: Relation = { at: () => place(0), columns: new Map(), constraints: [], indexes: [], members: new Map() };
    relations.set(event.name.name, relation);
    for (const column of event.columns) addColumn(relation, column, place);
    for (const written of event.constraints) relation.constraints.push({ written, at: () => place(written.offset) });
  }

  #part(event: SqlEvent & { is: "column" | "constraint" | "index" | "member" }, place: Place): void {
    const relation = this.#find(event.table)?.[1];
    if (relation === undefined) return;
    if (event.is === "column") {
      if (!relation.columns.has(event.column.name)) addColumn(relation, event.column, place);
      for (const written of event.constraints) relation.constraints.push({ written, at: () => place(written.offset) });
    } else if (event.is === "constraint") {
      relation.constraints.push({ written: event.constraint, at: () => place(event.constraint.offset) });
    } else if (event.is === "index") {
      relation.indexes.push({ name: event.name, columns: event.columns, at: () => place(event.offset) });
    } else relation.members.set(`${event.kind} ${event.name}`, () => place(0));
  }

  #rename(event: SqlEvent & { is: "renamed" }): void {
    const { kind, of, member, to } = event;
    if (kind === "schema") rekey(this.#schemas, of.name, to);
    else if (kind === "type") rekey(this.#creation(of).named, `type ${of.name}`, `type ${to}`);
    else if (kind === "routine") rekey(this.#creation(of).routines, of.name, to);
    else if (kind === "index") {
      for (const index of this.#indexes(of)) index.name = to;
    } else {
      const [schema, relation] = this.#find(of) ?? [];
      if (schema === undefined || relation === undefined) return;
      if (kind === "relation") rekey(schema.relations, of.name, to);
      else if (kind === "column") renameColumn(relation, member ?? "", to);
      else if (kind === "constraint") {
        for (const it of relation.constraints) if (it.written.name === member) it.written = { ...it.written, name: to };
      } else rekey(relation.members, `${kind} ${member}`, `${kind} ${to}`);
    }
  }

  #move(of: WrittenName, to: string): void {
    const [from, relation] = this.#find(of) ?? [];
    if (from !== undefined && relation !== undefined) {
      from.relations.delete(of.name);
      this.#schema(to).relations.set(of.name, relation);
      return;
    }
    const source = this.#creation(of);
    const type = source.named.get(`type ${of.name}`);
    if (type !== undefined) this.#schema(to).named.set(`type ${of.name}`, type);
    const routines = source.routines.get(of.name);
    if (routines !== undefined) this.#schema(to).routines.set(of.name, routines);
  }

  #drop(event: SqlEvent & { is: "dropped" }): void {
    const { kind, of, member } = event;
    if (kind === "schema") this.#schemas.delete(of.name);
    else if (kind === "type") this.#creation(of).named.delete(`type ${of.name}`);
    else if (kind === "relation") this.#find(of)?.[0].relations.delete(of.name);
    else if (kind === "column") this.#find(of)?.[1].columns.delete(member ?? "");
    else if (kind === "trigger" || kind === "policy") this.#find(of)?.[1].members.delete(`${kind} ${member}`);
    else if (kind === "constraint") {
      const relation = this.#find(of)?.[1];
      const at = relation?.constraints.findIndex((it) => it.written.name === member) ?? -1;
      if (at >= 0) relation?.constraints.splice(at, 1);
    } else if (kind === "index") for (const index of this.#indexes(of)) index.name = "";
  }

  #indexes(of: WrittenName): Relation["indexes"] {
    const schemas = of.schema === null ? this.#schemas.values() : [this.#schema(of.schema)];
    return [...schemas].flatMap((schema) =>
      [...schema.relations.values()].flatMap((relation) => relation.indexes.filter((it) => it.name === of.name)),
    );
  }

  #schema(name: string): Schema {
    const known = this.#schemas.get(name);
    if (known !== undefined) return known;
    const schema: Schema = { at: null, relations: new Map(), named: new Map(), routines: new Map() };
    this.#schemas.set(name, schema);
    return schema;
  }

  /** Where an object without a schema is created: the first entry of the search_path that can be meant. */
  #creation(name: WrittenName): Schema {
    return this.#schema(name.schema ?? this.#path.find((it) => it !== "$user" && it !== "pg_catalog" && it !== "") ?? "public");
  }

  #find(name: WrittenName): readonly [Schema, Relation] | undefined {
    const schemas = name.schema === null ? [...this.#path, "public"] : [name.schema];
    for (const it of schemas) {
      const schema = this.#schemas.get(it);
      const relation = schema?.relations.get(name.name);
      if (schema !== undefined && relation !== undefined) return [schema, relation];
    }
    return undefined;
  }
}

function addColumn(relation: Relation, column: WrittenColumn, place: Place): void {
  relation.columns.set(column.name, () => place(column.offset));
}

function renameColumn(relation: Relation, from: string, to: string): void {
  rekey(relation.columns, from, to);
  for (const it of relation.constraints) {
    it.written = { ...it.written, columns: it.written.columns.map((column) => (column === from ? to : column)) };
  }
}

function rekey<T>(map: Map<string, T>, from: string, to: string): void {
  const value = map.get(from);
  if (value === undefined) return;
  map.delete(from);
  map.set(to, value);
}

function locateTable(
  table: TableData,
  relation: Relation,
  path: readonly string[],
  schema: Schema,
  add: (kind: ObjectRef["kind"], path: readonly string[], at: (() => SourceLocation) | undefined) => void,
): void {
  add("table", path, relation.at);
  for (const column of table.columns) add("column", [...path, column.name], relation.columns.get(column.name));
  for (const constraint of table.constraints)
    add("constraint", [...path, constraint.name], constraintAt(constraint, table.columns, relation));
  for (const index of table.indexes) {
    const constraint = table.constraints.find((it) => it.name === index.constraint);
    add(
      "index",
      [...path, index.name],
      constraint === undefined ? indexAt(index, relation) : constraintAt(constraint, table.columns, relation),
    );
  }
  for (const trigger of table.triggers) add("trigger", [...path, trigger.name], relation.members.get(`trigger ${trigger.name}`));
  for (const policy of table.policies) add("policy", [...path, policy.name], relation.members.get(`policy ${policy.name}`));
  for (const statistics of table.statistics)
    add("statistics", [...path, statistics.name], schema.named.get(`statistics ${statistics.name}`));
}

/** By its name, or, when the server made that, by its type and columns. NOT NULL is written at its column. */
function constraintAt(constraint: ConstraintData, columns: readonly ColumnData[], relation: Relation): (() => SourceLocation) | undefined {
  const named = relation.constraints.find((it) => it.written.name === constraint.name);
  if (named !== undefined) return named.at;
  const unnamed = relation.constraints.filter((it) => it.written.name === null && it.written.type === constraint.type);
  const same = unnamed.find((it) => sameColumns(it.written.columns, constraint.columns)) ?? (unnamed.length === 1 ? unnamed[0] : undefined);
  if (same !== undefined && (constraint.type !== "not null" || sameColumns(same.written.columns, constraint.columns))) return same.at;
  const [only] = constraint.columns;
  return constraint.type === "not null" && columns.some((it) => it.name === only) ? relation.columns.get(only ?? "") : undefined;
}

function indexAt(index: IndexData, relation: Relation): (() => SourceLocation) | undefined {
  const named = relation.indexes.find((it) => it.name === index.name);
  if (named !== undefined) return named.at;
  const columns = index.keys.map((key) => key.column ?? "");
  return relation.indexes.find((it) => it.name === null && sameColumns(it.columns, columns))?.at;
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((it, at) => it === b[at]);
}

/** How many arguments a signature such as `a numeric(10,2), OUT b text` takes in. */
function inputsOf(signature: string): number {
  if (signature === "") return 0;
  const parts: string[] = [""];
  let depth = 0;
  let quoted = false;
  for (const char of signature) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && char === "(") depth += 1;
    else if (!quoted && char === ")") depth -= 1;
    if (char === "," && !quoted && depth === 0) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts.filter((part) => !/^\s*(?:OUT|TABLE)\s/.test(part)).length;
}
