import type { Routine } from "../../model/catalog.ts";
import { dollarQuoted, ident, literal, qualified } from "../identifier.ts";
import { ownerRightsAndComment } from "./owned.ts";

/** Why its text is not all there; null when it can be made again. Defaults of arguments, STRICT, PARALLEL and costs are not read. */
export function cannotCreate(routine: Routine): string | null {
  if (routine.form === "aggregate") return "what an aggregate is made of is not read";
  return ["c", "internal"].includes(routine.language) ? "it is code of the server" : null;
}

/** `RETURN …` and `BEGIN ATOMIC …` are no statements that a quoted body could begin with. */
export function isBound(routine: Routine): boolean {
  return routine.language === "sql" && /^(?:RETURN|BEGIN ATOMIC)\b/.test(routine.body ?? "");
}

export function createRoutine(routine: Routine): string[] {
  const word = routine.form === "procedure" ? "PROCEDURE" : "FUNCTION";
  const object = `${word} ${qualified([routine.schema.name, routine.name])}(${routine.arguments})`;
  const body = routine.body ?? "";
  const definition = [
    `CREATE ${object}`,
    ...(routine.result === null ? [] : [`RETURNS ${routine.result}`]),
    `LANGUAGE ${ident(routine.language)}`,
    ...(routine.form === "procedure" ? [] : [routine.volatility.toUpperCase()]),
    ...(routine.securityDefiner ? ["SECURITY DEFINER"] : []),
    ...Object.entries(routine.settings).map(([name, value]) => `SET ${qualified(name.split("."))} TO ${setting(name, value)}`),
    isBound(routine) ? body : `AS ${dollarQuoted(body)}`,
  ].join(" ");
  return [definition, ...withdrawn(object, routine), ...ownerRightsAndComment(object, routine)];
}

/** The rights that everyone has by default are read as rights: where none is listed, they were taken away. */
function withdrawn(object: string, { grants }: Routine): string[] {
  return grants.some(({ grantee }) => grantee === "public") ? [] : [`REVOKE ALL ON ${object} FROM PUBLIC`];
}

/** The server keeps these as lists whose names are quoted already. */
const LISTS: ReadonlySet<string> = new Set(["search_path", "temp_tablespaces", "session_preload_libraries", "local_preload_libraries"]);

function setting(name: string, value: string): string {
  if (!LISTS.has(name)) return literal(value).trim();
  return value === "" ? "''" : value.replace(/(^|, *)""(?=,|$)/g, "$1''");
}
