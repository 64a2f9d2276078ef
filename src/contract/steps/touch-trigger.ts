import { distinctName } from "../../facts/distinct-name.ts";
import { dollarQuoted, freshName, ident, qualified } from "../../facts/identifier.ts";
import type { Column } from "../../model/catalog.ts";
import type { SqlStep } from "../fix.ts";
import { step } from "./step.ts";
import { touchTree } from "./tree.ts";

/**
 * Sets the columns to the time of the transaction in every UPDATE that leaves them as they are: one function for each
 * name in the schema, one trigger for each table. In a plan they come after the backfills, which move no time then. A client that sets the column by itself keeps its word.
 */
export function keepMoments(columns: readonly [Column, ...Column[]]): SqlStep[] {
  const { schema } = columns[0].table;
  const taken = new Set(schema.routines.map(({ name }) => name));
  return [...new Set(columns.map(({ name }) => name))].flatMap((name) => {
    const routine = distinctName(["keep", name], "", taken);
    taken.add(routine);
    const called = `${qualified([schema.name, routine])}()`;
    const moment = ident(name);
    const body = `\nBEGIN\n  IF NEW.${moment} IS NOT DISTINCT FROM OLD.${moment} THEN\n    NEW.${moment} := now();\n  END IF;\n  RETURN NEW;\nEND\n`;
    const create = step(
      { change: "create function" },
      {
        phase: "switch",
        why: `One function for every table that has ${name}.`,
        statements: [
          `CREATE FUNCTION ${called} RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS ${dollarQuoted(body)}`,
        ],
        undo: [`DROP FUNCTION ${called}`],
      },
    );
    return [create, ...columns.filter((column) => column.name === name).map((column) => fireOn(column, called))];
  });
}

function fireOn({ name, table }: Column, routine: string): SqlStep {
  const trigger = ident(freshName(["keep", name], "", new Set(table.triggers.map((each) => each.name))));
  const on = qualified(table.path);
  return step(touchTree("create trigger", table), {
    phase: "switch",
    why: `From now on every UPDATE of ${table.name} moves ${name}, those of a backfill as well.`,
    statements: [`CREATE TRIGGER ${trigger} BEFORE UPDATE ON ${on} FOR EACH ROW EXECUTE FUNCTION ${routine}`],
    undo: [`DROP TRIGGER ${trigger} ON ${on}`],
  });
}
