import type { TypeData } from "../../model/data.ts";
import { compareText } from "../../model/reference.ts";
import { PG_TYPE } from "./catalog-oids.ts";
import type { Columns } from "./columns.ts";
import { byName, Grouped, groupedRows } from "./grouped.ts";
import { type Asking, type Reading, roleName } from "./reading.ts";

type Row = readonly [
  oid: number,
  namespace: number,
  name: string,
  owner: number,
  acl: string | null,
  form: "e" | "d" | "c" | "r",
  base: number,
  modifier: number,
  notNull: boolean,
  standard: string | null,
  relation: number,
];

/** Every table has a composite type of its own: only those made by CREATE TYPE are listed. */
const SQL = `select t.oid, t.typnamespace, t.typname, t.typowner, array_to_string(t.typacl, ','), t.typtype,
    coalesce(r.rngsubtype, t.typbasetype), t.typtypmod, t.typnotnull, pg_get_expr(t.typdefaultbin, 0), t.typrelid
  from pg_catalog.pg_type t
    left join pg_catalog.pg_range r on r.rngtypid = t.oid
    left join pg_catalog.pg_class c on c.oid = t.typrelid
  where t.typnamespace = any ($1::oid[]) and (t.typtype = any ('{e,d,r}') or t.typtype = 'c' and c.relkind = 'c')`;

const LABELS = `select e.enumtypid, e.enumlabel from pg_catalog.pg_enum e order by e.enumtypid, e.enumsortorder`;

const CHECKS = `select k.contypid, k.conname, pg_get_constraintdef(k.oid) from pg_catalog.pg_constraint k
  where k.contypid <> 0 and k.contype = 'c' and k.connamespace = any ($1::oid[])`;

/** By schema. A base type, whose form is a set of C functions, is not listed. */
export function askTypes({ session, scope }: Asking): (reading: Reading, columns: Columns) => Promise<Grouped<TypeData>> {
  const labelsComing = session.rows<[number, string]>("enum-labels", LABELS);
  const checksComing = session.rows<[number, string, string]>("domain-checks", CHECKS, [scope]);
  const rows = session.rows<Row>("user-types", SQL, [scope]);
  return async (reading, { ofTypes }) => {
    const { comments, lookups, grants } = reading;
    const labels = await groupedRows(labelsComing);
    const checks = new Grouped<{ readonly name: string; readonly definition: string }>();
    for await (const batch of checksComing) {
      for (const [type, name, definition] of batch) checks.add(type, { name, definition });
    }
    checks.sort((a, b) => compareText(a.name, b.name));
    const types = new Grouped<TypeData>();
    for await (const batch of rows) {
      for (const [oid, namespace, name, ownerOid, acl, form, base, modifier, notNull, standard, relation] of batch) {
        const owner = roleName(lookups, ownerOid);
        types.add(namespace, {
          name,
          comment: comments.of(PG_TYPE, oid),
          owner,
          origin: reading.originOf(PG_TYPE, oid),
          grants: grants.of(acl, owner),
          form:
            form === "e"
              ? { is: "enum", labels: labels.of(oid) }
              : form === "c"
                ? { is: "composite", columns: ofTypes.of(relation) }
                : form === "r"
                  ? { is: "range", over: reading.types.of(base, -1) }
                  : { is: "domain", over: reading.types.of(base, modifier), notNull, default: standard, checks: checks.of(oid) },
        });
      }
    }
    return types.sort(byName);
  };
}
