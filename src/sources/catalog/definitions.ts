import { partKey } from "./catalog-oids.ts";
import type { Dependencies, Use } from "./dependencies.ts";
import { lockedRelations } from "./locks.ts";
import type { Asking } from "./reading.ts";
import { allRows, oidArray } from "./session.ts";

/** A text that PostgreSQL writes from an expression tree. `id` and `part` name the object, `relation` what is locked to write it. */
interface Source {
  readonly id: string;
  readonly part: string;
  readonly text: string;
  readonly from: string;
  readonly relation: string;
  readonly where: string;
}

const IN_SCOPE = "c.relpersistence <> 't'";

const SOURCES = {
  generated: {
    id: "d.adrelid",
    part: "d.adnum",
    text: "pg_get_expr(d.adbin, d.adrelid)",
    from: `pg_catalog.pg_attrdef d join pg_catalog.pg_class c on c.oid = d.adrelid
      join pg_catalog.pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum`,
    relation: "d.adrelid",
    where: `a.attgenerated <> '' and ${IN_SCOPE}`,
  },
  constraint: {
    id: "k.oid",
    part: "0",
    text: "pg_get_constraintdef(k.oid)",
    from: "pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid",
    relation: "k.conrelid",
    where: `k.contype in ('c', 'x') and ${IN_SCOPE}`,
  },
  indexExpression: {
    id: "i.indexrelid",
    part: "n",
    text: "pg_get_indexdef(i.indexrelid, n, false)",
    from: `pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indrelid
      cross join lateral generate_series(1, i.indnkeyatts::int4) n`,
    relation: "i.indrelid",
    where: `i.indexprs is not null and i.indkey[n - 1] = 0 and ${IN_SCOPE}`,
  },
  predicate: {
    id: "i.indexrelid",
    part: "0",
    text: "pg_get_expr(i.indpred, i.indrelid)",
    from: "pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indrelid",
    relation: "i.indrelid",
    where: `i.indpred is not null and ${IN_SCOPE}`,
  },
  partitionKey: {
    id: "p.partrelid",
    part: "0",
    text: "pg_get_partkeydef(p.partrelid)",
    from: "pg_catalog.pg_partitioned_table p join pg_catalog.pg_class c on c.oid = p.partrelid",
    relation: "p.partrelid",
    where: IN_SCOPE,
  },
  partitionBound: {
    id: "c.oid",
    part: "0",
    text: "pg_get_expr(c.relpartbound, c.oid)",
    from: "pg_catalog.pg_class c",
    relation: "c.oid",
    where: `c.relispartition and c.relkind in ('r', 'p', 'f') and ${IN_SCOPE}`,
  },
  view: {
    id: "c.oid",
    part: "0",
    text: "pg_get_viewdef(c.oid)",
    from: "pg_catalog.pg_class c",
    relation: "c.oid",
    where: `c.relkind in ('v', 'm') and ${IN_SCOPE}`,
  },
  trigger: {
    id: "t.oid",
    part: "0",
    text: "pg_get_triggerdef(t.oid)",
    from: "pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid",
    relation: "t.tgrelid",
    where: `not t.tgisinternal and ${IN_SCOPE}`,
  },
  policyUsing: {
    id: "p.oid",
    part: "0",
    text: "pg_get_expr(p.polqual, p.polrelid)",
    from: "pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid",
    relation: "p.polrelid",
    where: `p.polqual is not null and ${IN_SCOPE}`,
  },
  policyCheck: {
    id: "p.oid",
    part: "0",
    text: "pg_get_expr(p.polwithcheck, p.polrelid)",
    from: "pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid",
    relation: "p.polrelid",
    where: `p.polwithcheck is not null and ${IN_SCOPE}`,
  },
  statistics: {
    id: "s.oid",
    part: "0",
    text: "pg_get_statisticsobjdef(s.oid)",
    from: "pg_catalog.pg_statistic_ext s join pg_catalog.pg_class c on c.oid = s.stxrelid",
    relation: "s.stxrelid",
    where: IN_SCOPE,
  },
  // PostgreSQL 14 binds the body of a routine at creation when it is written without quotes.
  routineBody: {
    id: "c.oid",
    part: "0",
    text: "pg_get_function_sqlbody(c.oid)",
    from: "(select oid, pronamespace as relnamespace, prosqlbody from pg_catalog.pg_proc) c",
    relation: "c.oid",
    where: "c.prosqlbody is not null",
  },
} satisfies Record<string, Source>;

export type DefinitionKind = keyof typeof SOURCES;

/** Texts by kind and object. */
export interface Definitions {
  of(kind: DefinitionKind, oid: number, part?: number): string | null;
  /** Relations some of whose texts could not be read, and why. */
  readonly unread: ReadonlyMap<number, "locked" | "refused">;
}

/** `known` are relations that another session holds under ACCESS EXCLUSIVE. */
export async function readDefinitions(
  { session, scope }: Asking,
  known: ReadonlySet<number>,
  dependencies: Dependencies,
): Promise<Definitions> {
  const texts = new Map<DefinitionKind, Map<number, string>>();
  const interned = new Map<string, string>();
  const locked = new Set(known);
  const refused = new Set<number>();
  const kinds = (Object.keys(SOURCES) as DefinitionKind[]).filter((kind) => kind !== "routineBody" || session.version >= 140000);
  for (const kind of kinds) texts.set(kind, new Map());
  const parameters = (kind: DefinitionKind) => [
    scope,
    oidArray([...locked, ...refused]),
    oidArray(blockedObjects(kind, locked, dependencies)),
  ];
  const read = async (kind: DefinitionKind, only: readonly number[] | null): Promise<void> => {
    const source: Source = SOURCES[kind];
    const into = texts.get(kind) as Map<number, string>;
    const sql = `select ${source.id}, ${source.part}, ${source.text} from ${source.from} where ${filter(source, only !== null)}`;
    const chosen = only === null ? parameters(kind) : [...parameters(kind), oidArray(only)];
    for await (const batch of session.rows<[number, number, string | null]>(marker(kind), sql, chosen)) {
      for (const [oid, part, text] of batch) {
        if (text === null) continue;
        const same = interned.get(text);
        if (same === undefined) interned.set(text, text);
        into.set(partKey(oid, part), same ?? text);
      }
    }
  };
  const isRead = async (kind: DefinitionKind, only: readonly number[] | null) => (await session.attempt(() => read(kind, only))).ok;
  const readApart = async (kind: DefinitionKind): Promise<void> => {
    if (await isRead(kind, null)) return;
    // Something was locked or dropped meanwhile: look again, then close in on the relations that cannot be read.
    for (const oid of await lockedRelations(session)) locked.add(oid);
    const source: Source = SOURCES[kind];
    const sql = `select distinct ${source.relation} from ${source.from} where ${filter(source, false)}`;
    const halves = [(await allRows<[number]>(session, marker(kind), sql, parameters(kind))).map(([oid]) => oid)];
    for (let half = halves.pop(); half !== undefined; half = halves.pop()) {
      if (half.length === 0 || (await isRead(kind, half))) continue;
      if (half.length === 1) refused.add(half[0] as number);
      else halves.push(half.slice(0, half.length >> 1), half.slice(half.length >> 1));
    }
  };
  // All of them behind one savepoint, as nearly always nothing is locked: a savepoint for each would be two round trips more.
  const together = await session.attempt(() => Promise.all(kinds.map((kind) => read(kind, null))));
  if (!together.ok) for (const kind of kinds) await readApart(kind);
  const unread = new Map<number, "locked" | "refused">();
  for (const oid of refused) unread.set(oid, "refused");
  for (const oid of [...locked, ...blockedObjects("view", locked, dependencies)]) unread.set(oid, "locked");
  return { of: (kind, oid, part = 0) => texts.get(kind)?.get(partKey(oid, part)) ?? null, unread };
}

function filter(source: Source, only: boolean): string {
  return `c.relnamespace = any ($1::oid[]) and not ${source.relation} = any ($2::oid[]) and not ${source.id} = any ($3::oid[])
    and ${source.where}${only ? ` and ${source.relation} = any ($4::oid[])` : ""}`;
}

function marker(kind: DefinitionKind): string {
  return `definitions-${kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Writing the text of a query locks every relation that it names. */
function blockedObjects(kind: DefinitionKind, locked: ReadonlySet<number>, dependencies: Dependencies): readonly number[] {
  const held = (use: Use) => locked.has(use.relation);
  if (locked.size === 0) return [];
  if (kind === "view") return dependencies.views.owners(held);
  if (kind === "policyUsing" || kind === "policyCheck") return dependencies.policies.owners(held);
  return kind === "routineBody" ? dependencies.routines.owners(held) : [];
}
