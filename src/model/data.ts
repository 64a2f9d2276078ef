/**
 * The catalog as plain, serialisable data: a tree of names, without links and without OIDs.
 * Every source produces it, the snapshot file stores it, and `link` turns it into the graph that rules see.
 */

/** `user`: shown to rules. `extension`: owned by an extension, found by look-ups only. */
export type Origin = "user" | "extension";
export type Settings = Readonly<Record<string, string>>;

/** `[schema, name]` */
export type RelationName = readonly [schema: string, name: string];
/** `[schema, table, column]`; a null column means the whole row. */
export type ColumnName = readonly [schema: string, table: string, column: string | null];

export interface Grant {
  /** A role name, or `public` for everyone. */
  readonly grantee: string;
  /** Upper case, sorted: `SELECT`, `INSERT`, … */
  readonly privileges: readonly string[];
  readonly grantable: boolean;
}

interface Named {
  readonly name: string;
  readonly comment: string | null;
}

interface Owned extends Named {
  readonly owner: string;
  readonly origin: Origin;
  /** Empty when only the owner has rights, or when the defaults for the kind were never changed. */
  readonly grants: readonly Grant[];
}

export interface TypeRef {
  readonly schema: string;
  /** `pg_type.typname` of the element type: `float8`, `numeric`, `varchar`, `timestamptz`, … */
  readonly name: string;
  /** As written in DDL: precision and scale, length, fractional seconds. */
  readonly modifiers: readonly number[];
  readonly array: boolean;
  /** `format_type()` under an empty search_path: `numeric(12,2)`, `app.order_state[]`. */
  readonly text: string;
  /** For a domain, the type under it; null for every other type. */
  readonly over: TypeRef | null;
}

export interface ColumnData extends Named {
  readonly type: TypeRef;
  readonly notNull: boolean;
  /** `schema.name`; null for the type's own collation. */
  readonly collation: string | null;
  readonly default: string | null;
  readonly generated: "stored" | "virtual" | "identity always" | "identity default" | null;
  /** False for a column that exists only because a parent table has it. */
  readonly local: boolean;
  /** Columns of the same table that a generated column is computed from. */
  readonly reads: readonly string[];
  readonly grants: readonly Grant[];
}

export interface IndexKeyData {
  /** Null for an expression. */
  readonly column: string | null;
  readonly expression: string | null;
  /** `schema.name`; null for the collation of the column. */
  readonly collation: string | null;
  readonly opclass: { readonly schema: string; readonly name: string; readonly default: boolean };
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export interface IndexData extends Named {
  readonly method: string;
  readonly unique: boolean;
  readonly nullsNotDistinct: boolean;
  /** `indisvalid`: false after a failed concurrent build. */
  readonly valid: boolean;
  /** `indisready`: false while a concurrent build has not begun to maintain it. */
  readonly ready: boolean;
  /** Somebody is building it, or building it anew, as far as this role may see. */
  readonly building?: true;
  readonly keys: readonly IndexKeyData[];
  readonly include: readonly string[];
  readonly predicate: string | null;
  /** Name of the constraint that this index enforces. */
  readonly constraint: string | null;
  readonly clustered: boolean;
  readonly replicaIdentity: boolean;
  /** The partitioned index that this one is attached to. */
  readonly partitionOf: readonly [schema: string, table: string, index: string] | null;
  readonly settings: Settings;
  readonly tablespace: string | null;
  /** Columns that expressions and the predicate read, besides the plain keys. */
  readonly reads: readonly string[];
}

export type Action = "no action" | "restrict" | "cascade" | "set null" | "set default";
export type ConstraintType = "primary" | "unique" | "foreign" | "check" | "exclusion" | "not null";

export interface ForeignKeyTarget {
  readonly table: RelationName;
  readonly columns: readonly string[];
  readonly onDelete: Action;
  readonly onUpdate: Action;
  readonly match: "simple" | "full" | "partial";
  /** `ON DELETE SET NULL (columns)`, PostgreSQL 15; empty when all of them are meant. */
  readonly setColumns: readonly string[];
}

export interface ConstraintData extends Named {
  readonly type: ConstraintType;
  /** In key order. For a CHECK: the columns it reads. */
  readonly columns: readonly string[];
  readonly validated: boolean;
  /** False for `NOT ENFORCED` (PostgreSQL 18). */
  readonly enforced: boolean;
  /** There, and true, when a trigger that checks this foreign key is disabled, at either end of it. */
  readonly unchecked?: true;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  /** False for a constraint that exists only because a parent table has it. */
  readonly local: boolean;
  /** `WITHOUT OVERLAPS` or `PERIOD` (PostgreSQL 18). */
  readonly temporal: boolean;
  /** The text after the constraint's name, for CHECK and EXCLUDE; null for the others, whose structure says it all. */
  readonly definition: string | null;
  /** The index that enforces it; for a foreign key, the index on the referenced side. */
  readonly index: string | null;
  /** Present for a foreign key only. */
  readonly target: ForeignKeyTarget | null;
}

export interface TriggerData extends Named {
  /** `[schema, "name(argument types)"]` */
  readonly routine: RelationName;
  /** `tgenabled`: when the trigger fires, by session_replication_role. */
  readonly fires: "origin" | "always" | "replica" | "disabled";
  readonly definition: string;
  /** Columns named in UPDATE OF or read by WHEN. */
  readonly reads: readonly string[];
}

export interface PolicyData extends Named {
  readonly permissive: boolean;
  readonly command: "all" | "select" | "insert" | "update" | "delete";
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
  readonly reads: readonly ColumnName[];
}

/** An extended statistics object (CREATE STATISTICS). */
export interface StatisticsData extends Named {
  readonly columns: readonly string[];
  readonly definition: string;
}

export interface TableData extends Owned {
  readonly persistence: "permanent" | "unlogged" | "temporary";
  readonly foreign: boolean;
  readonly partitioning: {
    readonly by: "range" | "list" | "hash";
    /** `pg_get_partkeydef()`: `RANGE (created_at)` */
    readonly key: string;
    /** Plain columns of the key; expressions are not listed. */
    readonly columns: readonly string[];
  } | null;
  /** `FOR VALUES …` or `DEFAULT`, for a partition. */
  readonly partitionBound: string | null;
  /** Inheritance parents, in order; for a partition, the one partitioned table. */
  readonly parents: readonly RelationName[];
  readonly columns: readonly ColumnData[];
  readonly indexes: readonly IndexData[];
  readonly constraints: readonly ConstraintData[];
  readonly triggers: readonly TriggerData[];
  readonly policies: readonly PolicyData[];
  readonly statistics: readonly StatisticsData[];
  readonly rls: "off" | "on" | "forced";
  readonly replicaIdentity: "default" | "full" | "nothing" | "index";
  /** Names of the publications that list this table. */
  readonly publications: readonly string[];
  readonly settings: Settings;
  readonly tablespace: string | null;
}

export interface ViewData extends Owned {
  readonly materialized: boolean;
  readonly columns: readonly { readonly name: string; readonly type: TypeRef; readonly comment: string | null }[];
  /** `pg_get_viewdef()`, without the closing semicolon. */
  readonly definition: string;
  /** Columns of tables and of other views that the query uses. */
  readonly reads: readonly ColumnName[];
  /** Indexes of a materialized view. */
  readonly indexes: readonly IndexData[];
  readonly settings: Settings;
}

export interface RoutineData extends Owned {
  /** `pg_get_function_identity_arguments()` */
  readonly arguments: string;
  readonly kind: "function" | "procedure" | "aggregate" | "window";
  /** `pg_get_function_result()`; null for a procedure. */
  readonly result: string | null;
  readonly language: string;
  readonly securityDefiner: boolean;
  readonly volatility: "immutable" | "stable" | "volatile";
  /** Source text; for a body bound at creation (PostgreSQL 14), its SQL. Null for languages whose text is a symbol name. */
  readonly body: string | null;
  readonly settings: Settings;
  /** Columns that a bound body depends on. */
  readonly reads: readonly ColumnName[];
}

export interface SequenceData extends Owned {
  readonly type: "smallint" | "integer" | "bigint";
  /** 64-bit integers as decimal text. */
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cycle: boolean;
  readonly ownedBy: ColumnName | null;
  /** True when it belongs to an identity column. */
  readonly identity: boolean;
}

export interface TypeData extends Owned {
  readonly form:
    | { readonly is: "enum"; readonly labels: readonly string[] }
    | {
        readonly is: "domain";
        readonly over: TypeRef;
        readonly notNull: boolean;
        readonly default: string | null;
        readonly checks: readonly { readonly name: string; readonly definition: string }[];
      }
    | { readonly is: "composite"; readonly columns: readonly { readonly name: string; readonly type: TypeRef }[] }
    | { readonly is: "range"; readonly over: TypeRef };
}

export interface SchemaData extends Owned {
  readonly tables: readonly TableData[];
  readonly views: readonly ViewData[];
  readonly routines: readonly RoutineData[];
  readonly sequences: readonly SequenceData[];
  readonly types: readonly TypeData[];
}

/** Everything is sorted by name, columns excepted: those keep the order of the table. */
export interface CatalogData {
  readonly schemas: readonly SchemaData[];
}
