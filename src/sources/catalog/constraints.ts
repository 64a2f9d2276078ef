import type { Action, ConstraintData, ConstraintType, ForeignKeyTarget } from "../../model/data.ts";
import { PG_CONSTRAINT } from "./catalog-oids.ts";
import { byName, Grouped } from "./grouped.ts";
import type { IndexNames } from "./indexes.ts";
import type { Asking, Reading } from "./reading.ts";
import { isTable, type Relation } from "./relations.ts";
import { numbersIn } from "./vectors.ts";

const TYPES: Readonly<Record<string, ConstraintType>> = {
  p: "primary",
  u: "unique",
  f: "foreign",
  c: "check",
  x: "exclusion",
  n: "not null",
};
const ACTIONS: Readonly<Record<string, Action>> = { a: "no action", r: "restrict", c: "cascade", n: "set null", d: "set default" };
const MATCHES: Readonly<Record<string, ForeignKeyTarget["match"]>> = { s: "simple", f: "full", p: "partial" };

const NO_COLUMNS: readonly string[] = [];

type Row = readonly [
  oid: number,
  relation: number,
  name: string,
  type: string,
  flags: number,
  columns: string | null,
  index: number,
  target: number,
  targetColumns: string | null,
  actions: string,
  setColumns: string | null,
];

/** Bits of `flags`, in the order of the query. */
const VALIDATED = 1;
const DEFERRABLE = 2;
const DEFERRED = 4;
const LOCAL = 8;
const ENFORCED = 16;
const TEMPORAL = 32;
const UNCHECKED = 64;

/**
 * A foreign key to a partitioned table has a row of its own for every partition: those have a parent on the same table.
 * Since PostgreSQL 18 every NOT NULL has a row; the column says it all, unless the constraint is not valid.
 */
const sql = (version: number) => `select k.oid, k.conrelid, k.conname, k.contype,
    k.convalidated::int4 + k.condeferrable::int4 * ${DEFERRABLE} + k.condeferred::int4 * ${DEFERRED} + k.conislocal::int4 * ${LOCAL}
      + ${version >= 180000 ? `k.conenforced::int4 * ${ENFORCED} + k.conperiod::int4 * ${TEMPORAL}` : String(ENFORCED)}
      + (k.contype = 'f' and k.oid in (select t.tgconstraint from pg_catalog.pg_trigger t where t.tgenabled = 'D'))::int4 * ${UNCHECKED},
    array_to_string(k.conkey, ' '), k.conindid, k.confrelid, array_to_string(k.confkey, ' '),
    k.confdeltype::text || k.confupdtype::text || k.confmatchtype::text,
    ${version >= 150000 ? "array_to_string(k.confdelsetcols, ' ')" : "null"}
  from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    left join pg_catalog.pg_constraint p on p.oid = k.conparentid and p.conrelid = k.conrelid
  where c.relnamespace = any ($1::oid[]) and c.relpersistence <> 't' and k.contype = any ('{p,u,f,c,x,n}')
    and p.oid is null${version >= 180000 ? " and not (k.contype = 'n' and k.convalidated)" : ""}`;

export function askConstraints({ session, scope }: Asking): (reading: Reading, indexNames: IndexNames) => Promise<Grouped<ConstraintData>> {
  const rows = session.rows<Row>("constraints", sql(session.version), [scope]);
  return async (reading, indexNames) => {
    const { relations, comments } = reading;
    const constraints = new Grouped<ConstraintData>();
    const unwritten: { readonly constraint: { definition: string | null }; readonly oid: number }[] = [];
    for await (const batch of rows) {
      for (const [oid, on, name, letter, flags, columns, index, targetOid, targetColumns, actions, setColumns] of batch) {
        const relation = relations.get(on);
        const target = targetOid === 0 ? undefined : relations.get(targetOid);
        if (!isTable(relation) || (targetOid !== 0 && target === undefined)) continue;
        const type = TYPES[letter] as ConstraintType;
        const constraint: ConstraintData = {
          name,
          comment: comments.of(PG_CONSTRAINT, oid),
          type,
          columns: columnNames(relation, columns),
          validated: (flags & VALIDATED) !== 0,
          enforced: (flags & ENFORCED) !== 0,
          deferrable: (flags & DEFERRABLE) !== 0,
          deferred: (flags & DEFERRED) !== 0,
          local: (flags & LOCAL) !== 0,
          temporal: (flags & TEMPORAL) !== 0,
          definition: null,
          index: index === 0 ? null : (indexNames.get(index)?.name ?? null),
          target:
            target === undefined
              ? null
              : {
                  table: target.name,
                  columns: columnNames(target, targetColumns),
                  onDelete: ACTIONS[actions[0] as string] as Action,
                  onUpdate: ACTIONS[actions[1] as string] as Action,
                  match: MATCHES[actions[2] as string] as ForeignKeyTarget["match"],
                  setColumns: columnNames(relation, setColumns),
                },
        };
        // Not spread into the object: that makes each of them several times as dear.
        if ((flags & UNCHECKED) !== 0) (constraint as { unchecked?: true }).unchecked = true;
        constraints.add(on, constraint);
        if (type === "check" || type === "exclusion") unwritten.push({ constraint, oid });
      }
    }
    const definitions = await reading.definitions;
    for (const { constraint, oid } of unwritten) constraint.definition = definitions.of("constraint", oid);
    return constraints.sort(byName);
  };
}

/** An exclusion constraint has 0 for an expression, and a CHECK that reads no column has no list. */
function columnNames(relation: Relation, numbers: string | null): readonly string[] {
  if (numbers === null || numbers === "") return NO_COLUMNS;
  const names: string[] = [];
  for (const number of numbersIn(numbers)) {
    const name = relation.columnNames[number];
    if (name !== undefined) names.push(name);
  }
  return names;
}
