import { ident, literal } from "../../facts/identifier.ts";
import { oidOf, oidOfCatalog } from "../../facts/oid.ts";
import type { Column, Index } from "../../model/catalog.ts";

/** What people have to change before a column can go: whatever uses it, besides these indexes and its own NOT NULL. */
export function whatElseUses(column: Column, indexes: readonly Index[]): string[] {
  const others = column.dependents.filter(
    (item) => !(item.kind === "index" && indexes.includes(item)) && !(item.kind === "constraint" && item.type === "not null"),
  );
  return [...new Set(others.map(({ kind, path }) => `${kind} ${path.map(ident).join(".")}`))];
}

/** A condition that is true when nothing but these indexes, the default and NOT NULL is left on the column: CHECKs and statistics go with a column in silence. */
export function onlyTheseUse(column: Column, indexes: readonly Index[]): string {
  const expected = indexes.map((index) => oidOf([index.path[0] as string, index.name]));
  return [
    "NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid",
    `WHERE d.refclassid = ${oidOfCatalog("pg_class")} AND d.refobjid = ${oidOf(column.table.path)}`,
    `AND a.attname = ${literal(column.name).trim()} AND NOT (d.classid = ${oidOfCatalog("pg_attrdef")} AND d.deptype = 'a')`,
    `AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE d.classid = ${oidOfCatalog("pg_constraint")} AND c.oid = d.objid AND c.contype = 'n')`,
    ...(expected.length === 0 ? [] : [`AND (d.objid = ANY (ARRAY[${expected.join(", ")}]::pg_catalog.oid[])) IS NOT TRUE`]),
  ]
    .join(" ")
    .concat(")");
}
