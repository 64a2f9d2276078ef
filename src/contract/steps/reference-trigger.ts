import { distinctName } from "../../facts/distinct-name.ts";
import { dollarQuoted, ident, qualified } from "../../facts/identifier.ts";
import type { Column, Table } from "../../model/catalog.ts";
import type { SqlStep } from "../fix.ts";
import { step } from "./step.ts";
import { touchTree } from "./tree.ts";

/** Two columns that refer to the same row: one by its business key, one, that does not exist yet, by its surrogate key. */
export interface TwoReferences {
  readonly table: Table;
  readonly target: Table;
  /** The referencing business key, and the column it refers to. */
  readonly text: Column;
  readonly key: Column;
  readonly surrogate: Column;
  /** Name of the new column. */
  readonly added: string;
  /** What is not in the referenced table yet is put there; a reference that is written goes before a text, which may be a default. */
  readonly grows?: boolean;
}

export interface ReferenceTrigger {
  readonly create: SqlStep;
  /** Statements that take the trigger and its function away. */
  readonly drop: readonly [string, string];
}

/** Keeps both references equal, whichever of them a client writes, so that old and new code run side by side. */
export function referenceTrigger(both: TwoReferences): ReferenceTrigger {
  const { table, added } = both;
  const routines = new Set(table.schema.routines.map((routine) => routine.name));
  const routine = qualified([table.schema.name, distinctName([table.name, added], "_sync", routines)]);
  // Triggers fire in the order of their names: this one sees what the others have made of the row.
  const name = ident(distinctName(["zz", added], "_sync", new Set(table.triggers.map((trigger) => trigger.name))));
  const on = qualified(table.path);
  const drop = [`DROP TRIGGER IF EXISTS ${name} ON ${on}`, `DROP FUNCTION IF EXISTS ${routine}()`] as const;
  const create = step(touchTree("create trigger", table), {
    phase: "expand",
    why: `From now on a trigger keeps ${added} and ${both.text.name} equal, whichever of them is written.`,
    statements: [
      // Looking up the referenced row must not need a right that inserting a reference never needed.
      `CREATE FUNCTION ${routine}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS ${dollarQuoted(body(both))}`,
      `CREATE TRIGGER ${name} BEFORE INSERT OR UPDATE ON ${on} FOR EACH ROW EXECUTE FUNCTION ${routine}()`,
    ],
    undo: drop,
  });
  return { create, drop };
}

function body(both: TwoReferences): string {
  const { table, target, text, key, surrogate } = both;
  const [oldText, newText] = [`OLD.${ident(text.name)}`, `NEW.${ident(text.name)}`];
  const [oldKey, newKey] = [`OLD.${ident(both.added)}`, `NEW.${ident(both.added)}`];
  const from = `FROM ${qualified(target.path)} AS p`;
  const byText = sameKey(both, "p", newText);
  const bySurrogate = `p.${ident(surrogate.name)} = ${newKey}`;
  // A row that refers to itself is not in the table yet.
  const itself = table === target ? ` IF ${sameKey(both, "NEW", newText)} THEN ${newKey} := NEW.${ident(surrogate.name)}; END IF;` : "";
  const find = `${newKey} := (SELECT p.${ident(surrogate.name)} ${from} WHERE ${byText});`;
  const make = `IF ${newKey} IS NULL AND ${newText} IS NOT NULL THEN
      INSERT INTO ${qualified(target.path)} (${ident(key.name)}) VALUES (${newText}) ON CONFLICT DO NOTHING;
      ${find}
    END IF;`;
  const lookUpKey = both.grows === true ? `${find}\n    ${make}` : `${find}${itself}`;
  const lookUpText = `IF ${newKey} IS NULL THEN ${newText} := NULL;
    ELSIF NOT EXISTS (SELECT ${from} WHERE ${bySurrogate} AND ${byText}) THEN
      ${newText} := (SELECT p.${ident(key.name)} ${from} WHERE ${bySurrogate});
    END IF;`;
  return `
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF ${both.grows === true ? `${newKey} IS NULL` : `${newText} IS NOT NULL`} THEN ${lookUpKey}
    ELSE ${lookUpText}
    END IF;
  ELSIF ${newText} IS DISTINCT FROM ${oldText} THEN
    ${lookUpKey}
  ELSIF ${newKey} IS DISTINCT FROM ${oldKey} THEN
    ${lookUpText}
  END IF;
  RETURN NEW;
END
`;
}

/** The comparison of the foreign key, wherever its operator lives and whatever the collations are. */
export function sameKey({ text, key }: Pick<TwoReferences, "text" | "key">, alias: string, value: string): string {
  const type = key.type.over ?? key.type;
  const equals = type.schema === "pg_catalog" ? "=" : `OPERATOR(${ident(type.schema)}.=)`;
  const collation = key.collation === null ? ["default"] : splitAtDot(key.collation);
  const compared = text.collation === key.collation ? value : `${value} COLLATE ${qualified(collation)}`;
  return `${alias}.${ident(key.name)} ${equals} ${compared}`;
}

function splitAtDot(name: string): string[] {
  const dot = name.indexOf(".");
  return [name.slice(0, dot), name.slice(dot + 1)];
}
