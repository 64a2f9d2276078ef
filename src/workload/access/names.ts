import type { Node } from "libpg-query";
import type { Catalog, Column, Schema, Table, View } from "../../model/catalog.ts";
import type { Settings } from "../../model/data.ts";

/** What a name in FROM stands for. `system`: PostgreSQL's own, or something that has no access of its own. */
export type Relation =
  | { readonly is: "table"; readonly table: Table }
  | { readonly is: "view"; readonly view: View; readonly definition: Node | null }
  | { readonly is: "system" }
  | { readonly is: "unknown" };

const SYSTEM: Relation = { is: "system" };
const UNKNOWN: Relation = { is: "unknown" };
const AGGREGATES: ReadonlySet<string> = new Set(
  `any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count covar_pop covar_samp cume_dist dense_rank every
  json_agg json_agg_strict json_object_agg json_object_agg_unique jsonb_agg jsonb_agg_strict jsonb_object_agg jsonb_object_agg_unique
  max min mode percent_rank percentile_cont percentile_disc range_agg range_intersect_agg rank regr_avgx regr_avgy regr_count
  regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy stddev stddev_pop stddev_samp string_agg sum var_pop var_samp
  variance xmlagg`.split(/\s+/),
);

/** Finds what names mean, as the search_path of the server does; a name that fits exactly one schema means that one. */
export class Names {
  readonly #schemas: ReadonlyMap<string, Schema>;
  readonly #tables: ReadonlyMap<string, readonly Table[]>;
  readonly #views: ReadonlyMap<string, readonly View[]>;
  readonly #path: readonly string[];
  readonly #aggregates: ReadonlySet<string>;
  readonly #parse: (sql: string) => Node | null;
  readonly #definitions = new Map<View, Node | null>();

  constructor(catalog: Catalog, settings: Settings, parse: (sql: string) => Node | null) {
    this.#schemas = new Map(catalog.schemas.map((schema) => [schema.name, schema]));
    this.#tables = byName(catalog.tables);
    this.#views = byName(catalog.views);
    this.#path = schemasIn(settings.search_path ?? '"$user", public');
    this.#aggregates = new Set(catalog.routines.filter(({ form }) => form === "aggregate").map(({ name }) => name));
    this.#parse = parse;
  }

  relation(schema: string | undefined, name: string): Relation {
    if (schema !== undefined && schema !== "") return isSystem(schema) ? SYSTEM : this.#in(schema, name);
    for (const part of this.#path) {
      const found = this.#in(part, name);
      if (found.is !== "unknown") return found;
    }
    const [tables, views] = [this.#tables.get(name) ?? [], this.#views.get(name) ?? []];
    const [only, ...others] = [...tables.map((table) => this.#known(table)), ...views.map((view) => this.#known(view))];
    if (only !== undefined && others.length === 0) return only;
    return name.startsWith("pg_") && only === undefined ? SYSTEM : UNKNOWN;
  }

  isAggregate(name: string): boolean {
    return AGGREGATES.has(name) || this.#aggregates.has(name);
  }

  #in(schema: string, name: string): Relation {
    const inSchema = (item: Table | View) => item.schema.name === schema;
    const found = this.#tables.get(name)?.find(inSchema) ?? this.#views.get(name)?.find(inSchema);
    if (found !== undefined) return this.#known(found);
    return this.#schemas.get(schema)?.sequences.some((sequence) => sequence.name === name) === true ? SYSTEM : UNKNOWN;
  }

  #known(relation: Table | View): Relation {
    if (relation.kind === "table") return { is: "table", table: rootOf(relation) };
    // A materialized view is read where it is stored, and not through its query.
    if (relation.materialized || relation.origin === "extension") return SYSTEM;
    let definition = this.#definitions.get(relation);
    if (definition === undefined) {
      definition = this.#parse(relation.definition);
      this.#definitions.set(relation, definition);
    }
    return { is: "view", view: relation, definition };
  }
}

/** A partition speaks through its parent, as it does for the rules. */
function rootOf(table: Table): Table {
  const [parent] = table.parents;
  return table.partitionBound === null || parent === undefined ? table : rootOf(parent);
}

function isSystem(schema: string): boolean {
  return schema === "information_schema" || schema.startsWith("pg_");
}

/** `"$user", public`: the role is not known, and its schema is found as the only one that has the name. */
function schemasIn(path: string): string[] {
  return [...path.matchAll(/"((?:[^"]|"")*)"|[^\s,"]+/g)].map(([whole, quoted]) => quoted?.replaceAll('""', '"') ?? whole.toLowerCase());
}

function byName<T extends Table | View>(items: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const known = found.get(item.name);
    if (known === undefined) found.set(item.name, [item]);
    else known.push(item);
  }
  return found;
}

export function columnNamed(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}
