import type { RelationName } from "../../model/data.ts";
import type { Namespace } from "./namespaces.ts";
import type { Asking } from "./reading.ts";

/** A row of pg_class that the catalog lists: table, view, sequence, or the columns of a composite type. */
export interface Relation {
  readonly oid: number;
  readonly namespace: number;
  readonly name: RelationName;
  readonly kind: "table" | "foreign table" | "view" | "materialized view" | "sequence" | "composite";
  readonly persistence: "permanent" | "unlogged";
  readonly owner: number;
  readonly acl: string | null;
  readonly options: readonly string[] | null;
  readonly replicaIdentity: "default" | "full" | "nothing" | "index";
  readonly rls: "off" | "on" | "forced";
  readonly tablespace: number;
  readonly partition: boolean;
  readonly partitioned: boolean;
  /** Null when never analysed. */
  readonly rows: number | null;
  readonly pages: number;
  /** Names by `attnum`; a dropped column leaves a hole. */
  readonly columnNames: string[];
}

const KINDS = {
  r: "table",
  p: "table",
  f: "foreign table",
  v: "view",
  m: "materialized view",
  S: "sequence",
  c: "composite",
} as const;

const REPLICA_IDENTITIES = { d: "default", f: "full", n: "nothing", i: "index" } as const;

type Row = readonly [
  oid: number,
  namespace: number,
  name: string,
  kind: keyof typeof KINDS,
  unlogged: boolean,
  owner: number,
  acl: string | null,
  options: readonly string[] | null,
  replicaIdentity: keyof typeof REPLICA_IDENTITIES,
  rls: number,
  tablespace: number,
  partition: boolean,
  rows: number,
  pages: number,
];

export function askRelations({
  session,
  scope,
}: Asking): (namespaces: ReadonlyMap<number, Namespace>) => Promise<ReadonlyMap<number, Relation>> {
  const sql = `select oid, relnamespace, relname, relkind, relpersistence = 'u', relowner, array_to_string(relacl, ','), reloptions,
      relreplident, relrowsecurity::int4 + relforcerowsecurity::int4 * 2, reltablespace, relispartition, reltuples, relpages
    from pg_catalog.pg_class
    where relnamespace = any ($1::oid[]) and relkind = any ('{r,p,f,v,m,S,c}') and relpersistence <> 't'`;
  const rows = session.rows<Row>("relations", sql, [scope]);
  return async (namespaces) => {
    const relations = new Map<number, Relation>();
    for await (const batch of rows) {
      for (const row of batch) {
        const [oid, namespace, name, kind, unlogged, owner, acl, options, replicaIdentity, rls, tablespace, partition, rows, pages] = row;
        relations.set(oid, {
          oid,
          namespace,
          name: [(namespaces.get(namespace) as Namespace).name, name],
          kind: KINDS[kind],
          persistence: unlogged ? "unlogged" : "permanent",
          owner,
          acl,
          options,
          replicaIdentity: REPLICA_IDENTITIES[replicaIdentity],
          // FORCE without ENABLE has no effect.
          rls: rls === 0 || rls === 2 ? "off" : rls === 1 ? "on" : "forced",
          tablespace,
          partition,
          partitioned: kind === "p",
          // PostgreSQL 14 writes -1 for a table that was never analysed; earlier ones wrote 0, and no pages.
          rows: rows < 0 || (session.version < 140000 && rows === 0 && pages === 0) ? null : rows,
          // ANALYZE of a partitioned table writes -1.
          pages: Math.max(0, pages),
          columnNames: [],
        });
      }
    }
    return relations;
  };
}

export function isTable(relation: Relation | undefined): relation is Relation & { readonly kind: "table" | "foreign table" } {
  return relation?.kind === "table" || relation?.kind === "foreign table";
}

export function isView(relation: Relation | undefined): relation is Relation & { readonly kind: "view" | "materialized view" } {
  return relation?.kind === "view" || relation?.kind === "materialized view";
}
