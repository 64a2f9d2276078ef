import type {
  Action,
  ColumnData,
  ConstraintData,
  ConstraintType,
  IndexData,
  IndexKeyData,
  Origin,
  PolicyData,
  RelationName,
  RoutineData,
  SchemaData,
  SequenceData,
  StatisticsData,
  TableData,
  TriggerData,
  TypeData,
  ViewData,
} from "./data.ts";
import type { ObjectKind, ObjectRef } from "./reference.ts";

/** The catalog as rules see it: linked both ways and deeply frozen. Every entity is its own `ObjectRef`. */
interface Entity<K extends ObjectKind> extends ObjectRef {
  readonly kind: K;
  readonly name: string;
  readonly comment: string | null;
  readonly origin: Origin;
}

type Linked<Data, Replaced extends keyof Data = never> = Omit<Data, "name" | "comment" | "origin" | "kind" | Replaced>;

export interface Schema extends Entity<"schema">, Linked<SchemaData, "tables" | "views" | "routines" | "sequences" | "types"> {
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly routines: readonly Routine[];
  readonly sequences: readonly Sequence[];
  readonly types: readonly Type[];
}

export interface Table
  extends Entity<"table">,
    Linked<TableData, "parents" | "columns" | "indexes" | "constraints" | "triggers" | "policies" | "statistics"> {
  readonly schema: Schema;
  readonly parents: readonly Table[];
  readonly children: readonly Table[];
  readonly columns: readonly Column[];
  readonly indexes: readonly Index[];
  readonly constraints: readonly Constraint[];
  readonly primaryKey: Constraint | null;
  readonly foreignKeys: readonly ForeignKey[];
  readonly referencedBy: readonly ForeignKey[];
  readonly triggers: readonly Trigger[];
  readonly policies: readonly Policy[];
  readonly statistics: readonly Statistics[];
}

export interface Column extends Entity<"column">, Linked<ColumnData, "reads"> {
  readonly table: Table;
  /** From 1, counting the columns that exist. */
  readonly position: number;
  /** Columns that a generated column is computed from. */
  readonly reads: readonly Column[];
  /** Everything else in the catalog that would notice if this column went away or changed its type. */
  readonly dependents: readonly Dependent[];
}

export type Dependent = Column | Index | Constraint | View | Routine | Trigger | Policy | Statistics;

export interface IndexKey extends Omit<IndexKeyData, "column"> {
  readonly column: Column | null;
}

export interface Index extends Entity<"index">, Linked<IndexData, "keys" | "include" | "constraint" | "reads"> {
  readonly table: Table | View;
  readonly keys: readonly IndexKey[];
  readonly include: readonly Column[];
  readonly constraint: Constraint | null;
}

interface ConstraintBase extends Entity<"constraint">, Linked<ConstraintData, "type" | "columns" | "index" | "target"> {
  readonly table: Table;
  readonly columns: readonly Column[];
}

export interface LocalConstraint extends ConstraintBase {
  readonly type: Exclude<ConstraintType, "foreign">;
  /** The index that enforces a primary, unique or exclusion constraint. */
  readonly index: Index | null;
}

export interface ForeignKey extends ConstraintBase {
  readonly type: "foreign";
  readonly target: Table;
  readonly targetColumns: readonly Column[];
  readonly onDelete: Action;
  readonly onUpdate: Action;
  readonly match: "simple" | "full" | "partial";
  readonly setColumns: readonly Column[];
  /** The unique index on the referenced side that the key relies on. */
  readonly index: Index | null;
}

export type Constraint = LocalConstraint | ForeignKey;

export interface View extends Entity<"view">, Linked<ViewData, "reads" | "indexes"> {
  readonly schema: Schema;
  readonly indexes: readonly Index[];
  readonly readsColumns: readonly Column[];
  readonly readsTables: readonly Table[];
  readonly readsViews: readonly View[];
  /** Views built on this one. */
  readonly dependents: readonly View[];
}

export interface Routine extends Entity<"routine">, Linked<RoutineData, "reads"> {
  readonly schema: Schema;
  /** The routine's kind: `kind` names the kind of object. */
  readonly form: RoutineData["kind"];
}

export interface Trigger extends Entity<"trigger">, Linked<TriggerData, "routine" | "reads"> {
  readonly table: Table;
  /** Null when the routine belongs to PostgreSQL itself. */
  readonly routine: Routine | null;
  readonly routineName: RelationName;
}

export interface Policy extends Entity<"policy">, Linked<PolicyData, "reads"> {
  readonly table: Table;
}

export interface Statistics extends Entity<"statistics">, Linked<StatisticsData, "columns"> {
  readonly table: Table;
  readonly columns: readonly Column[];
}

export interface Sequence extends Entity<"sequence">, Linked<SequenceData, "ownedBy"> {
  readonly schema: Schema;
  readonly ownedBy: Column | null;
}

export interface Type extends Entity<"type">, Linked<TypeData> {
  readonly schema: Schema;
}

export type CatalogObject = Schema | Table | Column | Index | Constraint | View | Routine | Trigger | Policy | Statistics | Sequence | Type;

export interface Catalog {
  readonly kind: "database";
  readonly path: readonly [];
  /** Of the structure: no OIDs, no statistics, no locations. */
  readonly hash: string;
  readonly schemas: readonly Schema[];
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly routines: readonly Routine[];
  readonly sequences: readonly Sequence[];
  find(ref: ObjectRef): CatalogObject | undefined;
}
