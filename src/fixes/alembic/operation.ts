import { pythonText } from "../migrations/python.ts";
import { columnType } from "./column-type.ts";
import { sqlText } from "./sql-text.ts";

const NAME = '(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_]*)';
const PATH = `(?:(${NAME})\\.)?(${NAME})`;
const LIST = `\\((${NAME}(?:, ${NAME})*)\\)`;
const ACTION = "(CASCADE|RESTRICT|SET NULL|SET DEFAULT)";

/** What a statement is in Alembic's own words; null where only SQL says it. */
export function operation(statement: string): string | null {
  for (const { pattern, write } of FORMS) {
    const found = pattern.exec(statement);
    if (found !== null) return write(found.slice(1));
  }
  return null;
}

interface Form {
  readonly pattern: RegExp;
  readonly write: (parts: readonly (string | undefined)[]) => string | null;
}

const FORMS: readonly Form[] = [
  form(`ALTER TABLE ${PATH} ADD COLUMN (${NAME}) (.+)`, ([schema, table, column, written]) => {
    const type = columnType(written as string);
    return type === null ? null : call("add_column", text(table), `sa.Column(${text(column)}, ${type})`, keyword("schema", schema));
  }),
  form(`ALTER TABLE ${PATH} DROP COLUMN (${NAME})`, ([schema, table, column]) =>
    call("drop_column", text(table), text(column), keyword("schema", schema)),
  ),
  form(`ALTER TABLE ${PATH} RENAME COLUMN (${NAME}) TO (${NAME})`, ([schema, table, column, to]) =>
    call("alter_column", text(table), text(column), keyword("new_column_name", to), keyword("schema", schema)),
  ),
  form(`ALTER TABLE ${PATH} ALTER COLUMN (${NAME}) (SET|DROP) NOT NULL`, ([schema, table, column, verb]) =>
    call("alter_column", text(table), text(column), `nullable=${verb === "DROP" ? "True" : "False"}`, keyword("schema", schema)),
  ),
  form(`ALTER TABLE ${PATH} ADD CONSTRAINT (${NAME}) CHECK \\((.*)\\)( NOT VALID)?`, ([schema, table, name, check, notValid]) =>
    call(
      "create_check_constraint",
      given(name),
      text(table),
      `sa.text(${sqlText(check as string)})`,
      keyword("schema", schema),
      flag("postgresql_not_valid", notValid),
    ),
  ),
  form(
    `ALTER TABLE ${PATH} ADD CONSTRAINT (${NAME}) FOREIGN KEY ${LIST} REFERENCES ${PATH} ${LIST}(?: ON UPDATE ${ACTION})?(?: ON DELETE ${ACTION})?( NOT VALID)?`,
    ([schema, table, name, columns, otherSchema, other, otherColumns, onUpdate, onDelete, notValid]) =>
      call(
        "create_foreign_key",
        given(name),
        text(table),
        text(other),
        list(columns),
        list(otherColumns),
        keyword("source_schema", schema),
        keyword("referent_schema", otherSchema),
        keyword("onupdate", onUpdate),
        keyword("ondelete", onDelete),
        flag("postgresql_not_valid", notValid),
      ),
  ),
  form(`ALTER TABLE ${PATH} DROP CONSTRAINT (${NAME})`, ([schema, table, name]) =>
    call("drop_constraint", given(name), text(table), keyword("schema", schema)),
  ),
  form(
    `CREATE (UNIQUE )?INDEX (CONCURRENTLY )?(${NAME}) ON ${PATH} ${LIST}(?: INCLUDE ${LIST})?(?: WHERE (.*))?`,
    ([unique, concurrently, name, schema, table, columns, include, where]) =>
      call(
        "create_index",
        given(name),
        text(table),
        list(columns),
        flag("unique", unique),
        keyword("schema", schema),
        ...(include === undefined ? [] : [`postgresql_include=${list(include)}`]),
        ...(where === undefined ? [] : [`postgresql_where=sa.text(${sqlText(where)})`]),
        flag("postgresql_concurrently", concurrently),
      ),
  ),
];

function form(pattern: string, write: Form["write"]): Form {
  return { pattern: new RegExp(`^${pattern}$`, "s"), write };
}

function call(name: string, ...parts: readonly (string | null)[]): string {
  return `op.${name}(${parts.filter((part) => part !== null).join(", ")})`;
}

function unquoted(name: string | undefined): string {
  return name?.startsWith('"') === true ? name.slice(1, -1).replaceAll('""', '"') : (name ?? "");
}

function text(name: string | undefined): string {
  return pythonText(unquoted(name)).replaceAll("\n", "\\n");
}

/** The name as it is, whatever naming convention the project has. */
function given(name: string | undefined): string {
  return `op.f(${text(name)})`;
}

function keyword(name: string, value: string | undefined): string | null {
  return value === undefined ? null : `${name}=${text(value)}`;
}

function flag(name: string, value: string | undefined): string | null {
  return value === undefined ? null : `${name}=True`;
}

function list(names: string | undefined): string {
  return `[${[...(names ?? "").matchAll(new RegExp(NAME, "g"))].map(([name]) => text(name)).join(", ")}]`;
}
