import { type RebuildStatement, rebuildStatements } from "../facts/ddl/rebuild.ts";
import { ident, literal } from "../facts/identifier.ts";
import type { Catalog, Table } from "../model/catalog.ts";
import { referenceKey } from "../model/reference.ts";
import type { Server } from "../model/snapshot.ts";

/** Kinds of objects that no plan looks at. */
const UNSEEN: ReadonlySet<string> = new Set(["trigger", "policy"]);

/** The statements that make the tables which the workload touches, and all that they stand on. */
export function copyStatements(catalog: Catalog, server: Server, tables: ReadonlySet<Table>): RebuildStatement[] {
  const wanted = new Set([...tables].map(referenceKey));
  const { statements } = rebuildStatements(catalog, server.extensions);
  return statements.filter(({ part, object }) => {
    if (part === "description" || (object !== null && UNSEEN.has(object.kind))) return false;
    if (object === null || object.path.length < 2 || ["type", "routine", "sequence", "view"].includes(object.kind)) return true;
    return object.path.length === 3 && catalog.find({ kind: "view", path: object.path.slice(0, 2) }) !== undefined
      ? true
      : wanted.has(referenceKey({ kind: "table", path: object.path.slice(0, 2) }));
  });
}

/** Tables with their parents and their partitions, and those that their foreign keys refer to. */
export function withRelatives(tables: Iterable<Table>): Set<Table> {
  const all = new Set(tables);
  for (const table of all) for (const relative of [...table.parents, ...table.children]) all.add(relative);
  for (const table of [...all]) for (const key of table.foreignKeys) all.add(key.target);
  return all;
}

const PLANNING =
  /^(?:seq_page_cost|random_page_cost|cpu_(?:tuple|index_tuple|operator)_cost|effective_cache_size|work_mem|enable_\w+|default_statistics_target)$/;

/** That of the server, then every other schema: a statement of a log does not say where its session looked. */
export function searchPathOf(catalog: Catalog, { settings }: Server): string {
  const others = catalog.schemas.filter(({ origin }) => origin === "user").map(({ name }) => ident(name));
  return [settings.search_path ?? '"$user", public', ...others].filter((part) => part.trim() !== "").join(", ");
}

export function planningSettings({ settings }: Server): string[] {
  const planning = Object.entries(settings).filter(([name]) => PLANNING.test(name));
  return planning.map(([name, value]) => `${ident(name)} = ${literal(value).trim()}`);
}
