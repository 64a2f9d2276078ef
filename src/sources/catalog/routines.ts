import type { RoutineData } from "../../model/data.ts";
import { compareText } from "../../model/reference.ts";
import { PG_PROC } from "./catalog-oids.ts";
import { namesOf } from "./dependencies.ts";
import { Grouped } from "./grouped.ts";
import { type Asking, type Reading, roleName } from "./reading.ts";
import { settingsOf } from "./settings.ts";

const KINDS: Readonly<Record<string, RoutineData["kind"]>> = { f: "function", p: "procedure", a: "aggregate", w: "window" };
const VOLATILITIES: Readonly<Record<string, RoutineData["volatility"]>> = { i: "immutable", s: "stable", v: "volatile" };

type Row = readonly [
  oid: number,
  namespace: number,
  name: string,
  owner: number,
  acl: string | null,
  signature: string,
  kind: string,
  result: string | null,
  language: number,
  definer: boolean,
  volatility: string,
  source: string | null,
  options: readonly string[] | null,
];

/** Without a list of its own, a routine has the default one: EXECUTE for PUBLIC. For `internal` and `c` the source is the name of a symbol. The constructors of a range type are internal parts of the type. */
const SQL = `select p.oid, p.pronamespace, p.proname, p.proowner, array_to_string(coalesce(p.proacl, acldefault('f', p.proowner)), ','), pg_get_function_identity_arguments(p.oid),
    p.prokind, pg_get_function_result(p.oid), p.prolang, p.prosecdef, p.provolatile,
    case when l.lanname in ('internal', 'c') then null else p.prosrc end, p.proconfig
  from pg_catalog.pg_proc p join pg_catalog.pg_language l on l.oid = p.prolang
  where p.pronamespace = any ($1::oid[]) and not exists (
    select from pg_catalog.pg_depend d where d.classid = ${PG_PROC} and d.objid = p.oid and d.deptype = 'i')`;

export function askRoutines({ session, scope }: Asking): (reading: Reading) => Promise<Grouped<RoutineData>> {
  const rows = session.rows<Row>("routines", SQL, [scope]);
  return async (reading) => {
    const { relations, dependencies, comments, lookups, grants } = reading;
    const definitions = await reading.definitions;
    const routines = new Grouped<RoutineData>();
    for await (const batch of rows) {
      for (const [oid, namespace, name, roleOid, acl, signature, kind, result, language, definer, volatility, source, options] of batch) {
        const owner = roleName(lookups, roleOid);
        routines.add(namespace, {
          name,
          comment: comments.of(PG_PROC, oid),
          owner,
          origin: reading.originOf(PG_PROC, oid),
          grants: grants.of(acl, owner),
          arguments: signature,
          kind: KINDS[kind] as RoutineData["kind"],
          result: kind === "p" ? null : result,
          language: lookups.languages.get(language) ?? "unknown",
          securityDefiner: definer,
          volatility: VOLATILITIES[volatility] as RoutineData["volatility"],
          body: definitions.of("routineBody", oid) ?? (source === "" ? null : source),
          settings: settingsOf(options),
          reads: namesOf(dependencies.routines.of(oid), relations),
        });
      }
    }
    return routines.sort((a, b) => compareText(a.name, b.name) || compareText(a.arguments, b.arguments));
  };
}
