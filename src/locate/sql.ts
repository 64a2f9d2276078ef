import type {
  AlterTableStmt,
  ColumnDef,
  Constraint,
  CreateFunctionStmt,
  CreateStmt,
  DropStmt,
  FunctionParameter,
  IndexStmt,
  Node,
  RenameStmt,
  VariableSetStmt,
} from "libpg-query";
import { dotted, nameOf, partsOf, ranged, strings, type WrittenName } from "./tree.ts";

/** What a statement says about where objects are written. Offsets are UTF-8 bytes from the start of the statement. */
export type SqlEvent =
  | { readonly is: "schema"; readonly name: string }
  | {
      readonly is: "relation";
      readonly kind: "table" | "view" | "sequence";
      readonly name: WrittenName;
      readonly onlyIfMissing: boolean;
      readonly columns: readonly WrittenColumn[];
      readonly constraints: readonly WrittenConstraint[];
    }
  | {
      readonly is: "column";
      readonly table: WrittenName;
      readonly column: WrittenColumn;
      readonly constraints: readonly WrittenConstraint[];
    }
  | { readonly is: "constraint"; readonly table: WrittenName; readonly constraint: WrittenConstraint }
  | {
      readonly is: "index";
      readonly table: WrittenName;
      readonly name: string | null;
      readonly columns: readonly string[];
      readonly offset: number;
    }
  | { readonly is: "member"; readonly kind: "trigger" | "policy"; readonly table: WrittenName; readonly name: string }
  | { readonly is: "named"; readonly kind: "type" | "statistics"; readonly name: WrittenName }
  | { readonly is: "routine"; readonly name: WrittenName; readonly inputs: number }
  | { readonly is: "renamed"; readonly kind: RenamedKind; readonly of: WrittenName; readonly member: string | null; readonly to: string }
  | { readonly is: "moved"; readonly of: WrittenName; readonly to: string }
  | { readonly is: "dropped"; readonly kind: RenamedKind; readonly of: WrittenName; readonly member: string | null }
  | { readonly is: "search path"; readonly schemas: readonly string[] };

export type RenamedKind = "relation" | "column" | "constraint" | "index" | "trigger" | "policy" | "type" | "routine" | "schema";

export interface WrittenColumn {
  readonly name: string;
  readonly offset: number;
}

export interface WrittenConstraint {
  /** Null when the server makes the name: then type and columns tell which one it is. */
  readonly name: string | null;
  readonly type: "primary" | "unique" | "foreign" | "check" | "exclusion" | "not null";
  readonly columns: readonly string[];
  readonly offset: number;
}

const KINDS: Readonly<Record<string, RenamedKind>> = {
  OBJECT_TABLE: "relation",
  OBJECT_FOREIGN_TABLE: "relation",
  OBJECT_VIEW: "relation",
  OBJECT_MATVIEW: "relation",
  OBJECT_SEQUENCE: "relation",
  OBJECT_COLUMN: "column",
  OBJECT_TABCONSTRAINT: "constraint",
  OBJECT_INDEX: "index",
  OBJECT_TRIGGER: "trigger",
  OBJECT_POLICY: "policy",
  OBJECT_TYPE: "type",
  OBJECT_DOMAIN: "type",
  OBJECT_FUNCTION: "routine",
  OBJECT_PROCEDURE: "routine",
  OBJECT_ROUTINE: "routine",
  OBJECT_AGGREGATE: "routine",
  OBJECT_SCHEMA: "schema",
};

/** Everything one statement declares, renames, moves or drops. Statements of no interest say nothing. */
export function sqlEvents(statement: Node): SqlEvent[] {
  if ("CreateStmt" in statement) return [tableOf(statement.CreateStmt)];
  if ("CreateForeignTableStmt" in statement)
    return statement.CreateForeignTableStmt.base === undefined ? [] : [tableOf(statement.CreateForeignTableStmt.base)];
  if ("AlterTableStmt" in statement) return alterations(statement.AlterTableStmt);
  if ("IndexStmt" in statement) return [indexOf(statement.IndexStmt)];
  if ("CreateFunctionStmt" in statement) return [routineOf(statement.CreateFunctionStmt)];
  if ("RenameStmt" in statement) return renamed(statement.RenameStmt);
  if ("DropStmt" in statement) return dropped(statement.DropStmt);
  if ("VariableSetStmt" in statement) return searchPath(statement.VariableSetStmt);
  if ("CreateSchemaStmt" in statement) {
    const { schemaname, schemaElts } = statement.CreateSchemaStmt;
    const name = schemaname ?? "";
    return [{ is: "schema", name }, ...(schemaElts ?? []).flatMap((it) => sqlEvents(it)).map((event) => inSchema(event, name))];
  }
  if ("AlterObjectSchemaStmt" in statement) {
    const { relation, object, newschema } = statement.AlterObjectSchemaStmt;
    const of = relation === undefined ? nameOf(object) : ranged(relation);
    return of === null ? [] : [{ is: "moved", of, to: newschema ?? "" }];
  }
  if ("SelectStmt" in statement) return setConfig(statement);
  return simple(statement);
}

function simple(statement: Node): SqlEvent[] {
  const relation = (kind: "table" | "view" | "sequence", name: WrittenName, onlyIfMissing = false): SqlEvent[] => [
    { is: "relation", kind, name, onlyIfMissing, columns: [], constraints: [] },
  ];
  if ("ViewStmt" in statement) return relation("view", ranged(statement.ViewStmt.view));
  if ("CreateTableAsStmt" in statement) {
    const { into, objtype, if_not_exists } = statement.CreateTableAsStmt;
    return relation(objtype === "OBJECT_MATVIEW" ? "view" : "table", ranged(into?.rel), if_not_exists === true);
  }
  if ("CreateSeqStmt" in statement)
    return relation("sequence", ranged(statement.CreateSeqStmt.sequence), statement.CreateSeqStmt.if_not_exists === true);
  if ("CreateTrigStmt" in statement) {
    return [
      { is: "member", kind: "trigger", table: ranged(statement.CreateTrigStmt.relation), name: statement.CreateTrigStmt.trigname ?? "" },
    ];
  }
  if ("CreatePolicyStmt" in statement) {
    return [
      { is: "member", kind: "policy", table: ranged(statement.CreatePolicyStmt.table), name: statement.CreatePolicyStmt.policy_name ?? "" },
    ];
  }
  if ("CreateEnumStmt" in statement) return [{ is: "named", kind: "type", name: dotted(strings(statement.CreateEnumStmt.typeName)) }];
  if ("CreateDomainStmt" in statement) return [{ is: "named", kind: "type", name: dotted(strings(statement.CreateDomainStmt.domainname)) }];
  if ("CreateRangeStmt" in statement) return [{ is: "named", kind: "type", name: dotted(strings(statement.CreateRangeStmt.typeName)) }];
  if ("CompositeTypeStmt" in statement) return [{ is: "named", kind: "type", name: ranged(statement.CompositeTypeStmt.typevar) }];
  if ("CreateStatsStmt" in statement)
    return [{ is: "named", kind: "statistics", name: dotted(strings(statement.CreateStatsStmt.defnames)) }];
  if ("DefineStmt" in statement && statement.DefineStmt.kind === "OBJECT_AGGREGATE") {
    const [parameters] = statement.DefineStmt.args ?? [];
    const inputs = parameters !== undefined && "List" in parameters ? (parameters.List.items ?? []).length : 0;
    return [{ is: "routine", name: dotted(strings(statement.DefineStmt.defnames)), inputs }];
  }
  return [];
}

function tableOf(statement: CreateStmt): SqlEvent {
  const columns: WrittenColumn[] = [];
  const constraints: WrittenConstraint[] = [];
  for (const element of statement.tableElts ?? []) {
    if ("ColumnDef" in element) {
      columns.push(columnOf(element.ColumnDef));
      constraints.push(...columnConstraints(element.ColumnDef));
    } else if ("Constraint" in element) constraints.push(...constraintOf(element.Constraint, null));
  }
  return {
    is: "relation",
    kind: "table",
    name: ranged(statement.relation),
    onlyIfMissing: statement.if_not_exists === true,
    columns,
    constraints,
  };
}

function columnOf(column: ColumnDef): WrittenColumn {
  return { name: column.colname ?? "", offset: column.location ?? 0 };
}

function columnConstraints(column: ColumnDef): WrittenConstraint[] {
  return (column.constraints ?? []).flatMap((it) => ("Constraint" in it ? constraintOf(it.Constraint, column.colname ?? "") : []));
}

const CONSTRAINTS: Readonly<Record<string, WrittenConstraint["type"]>> = {
  CONSTR_PRIMARY: "primary",
  CONSTR_UNIQUE: "unique",
  CONSTR_FOREIGN: "foreign",
  CONSTR_CHECK: "check",
  CONSTR_EXCLUSION: "exclusion",
  CONSTR_NOTNULL: "not null",
};

function constraintOf(constraint: Constraint, column: string | null): WrittenConstraint[] {
  const type = CONSTRAINTS[constraint.contype ?? ""];
  if (type === undefined) return [];
  const written = strings(type === "foreign" ? constraint.fk_attrs : constraint.keys);
  const columns = written.length > 0 || column === null ? written : [column];
  return [{ name: constraint.conname ?? null, type, columns, offset: constraint.location ?? 0 }];
}

function alterations(statement: AlterTableStmt): SqlEvent[] {
  const table = ranged(statement.relation);
  return (statement.cmds ?? []).flatMap((it): SqlEvent[] => {
    if (!("AlterTableCmd" in it)) return [];
    const { subtype, def, name } = it.AlterTableCmd;
    if (subtype === "AT_AddColumn" && def !== undefined && "ColumnDef" in def) {
      return [{ is: "column", table, column: columnOf(def.ColumnDef), constraints: columnConstraints(def.ColumnDef) }];
    }
    if (subtype === "AT_AddConstraint" && def !== undefined && "Constraint" in def) {
      return constraintOf(def.Constraint, null).map((constraint) => ({ is: "constraint", table, constraint }));
    }
    if (subtype === "AT_DropColumn") return [{ is: "dropped", kind: "column", of: table, member: name ?? "" }];
    if (subtype === "AT_DropConstraint") return [{ is: "dropped", kind: "constraint", of: table, member: name ?? "" }];
    return [];
  });
}

function indexOf(statement: IndexStmt): SqlEvent {
  const columns = (statement.indexParams ?? []).flatMap((it) => ("IndexElem" in it ? [it.IndexElem.name ?? ""] : []));
  return { is: "index", table: ranged(statement.relation), name: statement.idxname ?? null, columns, offset: 0 };
}

const OUTPUTS: readonly (string | undefined)[] = ["FUNC_PARAM_OUT", "FUNC_PARAM_TABLE"];

function routineOf(statement: CreateFunctionStmt): SqlEvent {
  const parameters = (statement.parameters ?? []).flatMap((it): FunctionParameter[] =>
    "FunctionParameter" in it ? [it.FunctionParameter] : [],
  );
  const inputs = parameters.filter((it) => !OUTPUTS.includes(it.mode)).length;
  return { is: "routine", name: dotted(strings(statement.funcname)), inputs };
}

function renamed(statement: RenameStmt): SqlEvent[] {
  const kind = KINDS[statement.renameType ?? ""];
  const to = statement.newname ?? "";
  if (kind === undefined) return [];
  if (kind === "schema") return [{ is: "renamed", kind, of: { schema: null, name: statement.subname ?? "" }, member: null, to }];
  const of = statement.relation === undefined ? nameOf(statement.object) : ranged(statement.relation);
  return of === null ? [] : [{ is: "renamed", kind, of, member: statement.subname ?? null, to }];
}

function dropped(statement: DropStmt): SqlEvent[] {
  const kind = KINDS[statement.removeType ?? ""];
  if (kind === undefined) return [];
  return (statement.objects ?? []).flatMap((object): SqlEvent[] => {
    if (kind === "schema") return [{ is: "dropped", kind, of: dotted(strings([object])), member: null }];
    const parts = partsOf(object);
    if (parts === null) return [];
    if (kind !== "trigger" && kind !== "policy") return [{ is: "dropped", kind, of: dotted(parts), member: null }];
    return [{ is: "dropped", kind, of: dotted(parts.slice(0, -1)), member: parts.at(-1) ?? "" }];
  });
}

function searchPath(statement: VariableSetStmt): SqlEvent[] {
  if (statement.name !== "search_path") return statement.kind === "VAR_RESET_ALL" ? [{ is: "search path", schemas: ["public"] }] : [];
  if (statement.kind !== "VAR_SET_VALUE") return [{ is: "search path", schemas: ["public"] }];
  return [{ is: "search path", schemas: (statement.args ?? []).map(constant) }];
}

/** `SELECT pg_catalog.set_config('search_path', '', false)`, as pg_dump writes it. */
function setConfig(statement: Node): SqlEvent[] {
  if (!("SelectStmt" in statement)) return [];
  const [target] = statement.SelectStmt.targetList ?? [];
  const call = target !== undefined && "ResTarget" in target ? target.ResTarget.val : undefined;
  if (call === undefined || !("FuncCall" in call) || strings(call.FuncCall.funcname).at(-1) !== "set_config") return [];
  const [name, value] = (call.FuncCall.args ?? []).map(constant);
  if (name !== "search_path") return [];
  const schemas = (value ?? "").split(",").map((it) => it.trim().replace(/^"(.*)"$/, "$1"));
  return [{ is: "search path", schemas: schemas.filter((it) => it !== "") }];
}

function constant(node: Node): string {
  return "A_Const" in node ? (node.A_Const.sval?.sval ?? "") : "";
}

function inSchema(event: SqlEvent, schema: string): SqlEvent {
  if (event.is === "relation" || event.is === "named" || event.is === "routine")
    return { ...event, name: { schema, name: event.name.name } };
  if (event.is === "index" || event.is === "member") return { ...event, table: { schema, name: event.table.name } };
  return event;
}
