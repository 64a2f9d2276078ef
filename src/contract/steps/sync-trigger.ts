import { dollarQuoted, freshName, ident, qualified } from "../../facts/identifier.ts";
import type { Column } from "../../model/catalog.ts";
import { hashOf } from "../../model/hash.ts";

/** Keeps one column equal to an expression over another, for every row that is written. */
export interface SyncTrigger {
  readonly column: Column;
  /** Tells apart the triggers of one column. */
  readonly role: string;
  /** The column that is written, by its name at that time. */
  readonly target: string;
  /** In terms of `NEW`. */
  readonly value: string;
}

export interface SyncStatements {
  readonly create: readonly [string, string];
  readonly drop: readonly [string, string];
}

export function syncTrigger({ column, role, target, value }: SyncTrigger): SyncStatements {
  const { table } = column;
  const on = qualified(table.path);
  // The hash keeps two columns apart whose names differ only behind the 63rd byte.
  const suffix = `_${role}_${hashOf(column.path).slice(0, 8)}`;
  const routine = qualified([table.schema.name, freshName([column.name], suffix, new Set(table.schema.routines.map(({ name }) => name)))]);
  // BEFORE triggers fire in the order of their names: this one has to see what the others have written.
  const trigger = ident(freshName(["zz", column.name], suffix, new Set(table.triggers.map(({ name }) => name))));
  const body = `\nBEGIN\n  NEW.${ident(target)} := ${value};\n  RETURN NEW;\nEND\n`;
  return {
    create: [
      `CREATE FUNCTION ${routine}() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS ${dollarQuoted(body)}`,
      `CREATE TRIGGER ${trigger} BEFORE INSERT OR UPDATE ON ${on} FOR EACH ROW EXECUTE FUNCTION ${routine}()`,
    ],
    drop: [`DROP TRIGGER ${trigger} ON ${on}`, `DROP FUNCTION ${routine}()`],
  };
}
