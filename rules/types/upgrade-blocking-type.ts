import { type Catalog, type Column, defineRule, type Server, type TypeRef, z } from "#rule";

export default defineRule({
  id: "upgrade-blocking-type",
  on: "table",
  needs: [],
  category: "types",
  severity: "warning",
  confidence: "certain",
  recommended: true,
  status: { is: "stable", since: "0.1.0" },
  fixable: "never",
  docs: {
    summary: "A table stores values of a type that pg_upgrade refuses.",
    why: "Such a value is an OID of the catalog, or a row as the catalog of this version has it. pg_upgrade makes a new catalog with other OIDs and keeps the files of the table, so it stops at its check, on the day of the upgrade. An aclitem stops the way from 15 and older to 16 and newer, which store it otherwise.",
    remedy:
      "Store the name as text and cast it where it is used, or drop the column. regclass, regrole and regtype are let through: pg_upgrade keeps those OIDs.",
    ignoreWhen: "Upgrades of this database go by dump and restore, or by logical replication.",
    links: ["https://www.postgresql.org/docs/current/pgupgrade.html"],
  },
  options: z.object({}),
  messages: {
    blocked: "{table} stores types that pg_upgrade refuses: {columns}.",
  },
  *check(table, { server, find }) {
    const columns = table.foreign ? [] : table.columns.filter((column) => column.local && blocks(column.type, server, find));
    if (columns.length === 0) return;
    yield {
      message: "blocked",
      data: { table: table.name, columns: columns.map(describe).join(", ") },
      evidence: columns.map((column) => ({ label: column.name, value: column.type.text, from: "pg_catalog.pg_attribute.atttypid" })),
      related: columns,
    };
  },
});

/** References to catalog rows whose OIDs pg_upgrade does not keep. */
const REFERENCES = new Set([
  "regcollation",
  "regconfig",
  "regdictionary",
  "regnamespace",
  "regoper",
  "regoperator",
  "regproc",
  "regprocedure",
]);

/** Types of pg_catalog that begin like its tables and are none. */
const NO_ROWS = new Set([
  "pg_lsn",
  "pg_snapshot",
  "pg_node_tree",
  "pg_ndistinct",
  "pg_dependencies",
  "pg_mcv_list",
  "pg_ddl_command",
  "pg_brin_bloom_summary",
  "pg_brin_minmax_multi_summary",
]);

/** The domains of the information schema, which are made again under the same names. */
const DOMAINS = new Set(["cardinal_number", "character_data", "sql_identifier", "time_stamp", "yes_or_no"]);

/** PostgreSQL 16 changed how an aclitem is stored. */
const CHANGED_ACLITEM = 160_000;

function blocks(type: TypeRef, server: Server, find: Catalog["find"]): boolean {
  if (type.over !== null) return blocks(type.over, server, find);
  if (type.schema === "information_schema") return !DOMAINS.has(type.name);
  if (type.schema === "pg_catalog") {
    if (REFERENCES.has(type.name)) return true;
    if (type.name === "aclitem") return server.version < CHANGED_ACLITEM;
    return type.name.startsWith("pg_") && !NO_ROWS.has(type.name);
  }
  const own = find({ kind: "type", path: [type.schema, type.name] });
  if (own?.kind !== "type") return false;
  if (own.form.is === "composite") return own.form.columns.some((column) => blocks(column.type, server, find));
  return own.form.is === "range" && blocks(own.form.over, server, find);
}

function describe(column: Column): string {
  return `${column.name} (${column.type.text})`;
}
