import { ident, qualified } from "../../facts/identifier.ts";
import type { TestDatabase } from "../../testing/database.ts";

/** What text, numbers and times may be meant as, for the n-th row: a precheck that asks for one of them is met. */
const MEANINGS: readonly string[] = [
  "n::text",
  "n || '.25'",
  "CASE WHEN n % 2 = 0 THEN 'false' ELSE 'true' END",
  "CASE WHEN n % 2 = 0 THEN 'no' ELSE 'yes' END",
  "CASE WHEN n % 2 = 0 THEN 'N' ELSE 'Y' END",
  "CASE WHEN n % 2 = 0 THEN '0' ELSE '1' END",
  "'00000000-0000-4000-8000-' || lpad(n::text, 12, '0')",
  "'2025-01-' || lpad((n % 28 + 1)::text, 2, '0')",
  "'2025-01-' || lpad((n % 28 + 1)::text, 2, '0') || 'T12:00:00Z'",
  "'2025-01-' || lpad((n % 28 + 1)::text, 2, '0') || ' 12:00:00'",
  "'12:' || lpad((n % 60)::text, 2, '0')",
  "'{\"n\": ' || n || '}'",
  "'[' || n || ']'",
  "'USD'",
  "'a' || n",
  "'2025-01-' || lpad((n % 28 + 1)::text, 2, '0') || ' 00:00:00'",
];

const NAME = '(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_]*)';
const LOOKED_UP = new RegExp(`FROM (?:ONLY )?((?:${NAME}\\.)?${NAME}) AS p WHERE p\\.(${NAME}) = `, "g");

/** Keys of the rows that the query looks for, then what values mostly mean, then none at all. */
function meaningsFor(sql: string): string[] {
  const keys = [...sql.matchAll(LOOKED_UP)].map(([, table = "", key = ""]) => {
    const some = `FROM ${table} WHERE ${key} IS NOT NULL`;
    return `SELECT ${key}::text ${some} ORDER BY 1 OFFSET ((n - 1) % greatest((SELECT count(*) ${some}), 1)) LIMIT 1`;
  });
  return [...keys, ...MEANINGS, "NULL"];
}

/** Writes each meaning into the columns until the query says true. */
export async function coaxValues(db: TestDatabase, sql: string, columns: readonly (readonly string[])[]): Promise<boolean> {
  for (const meaning of meaningsFor(sql)) {
    await db.run("BEGIN; SET LOCAL session_replication_role = replica");
    if ((await wrote(db, meaning, columns)) && (await says(db, sql))) {
      await db.run("COMMIT");
      return true;
    }
    await db.run("ROLLBACK");
  }
  return false;
}

async function wrote(db: TestDatabase, meaning: string, columns: readonly (readonly string[])[]): Promise<boolean> {
  try {
    for (const [schema = "", table = "", column = ""] of columns) {
      const [type] = await db.rows(
        `SELECT pg_catalog.format_type(atttypid, atttypmod) AS text FROM pg_catalog.pg_attribute WHERE attrelid = '${qualified([schema, table]).replaceAll("'", "''")}'::pg_catalog.regclass AND attname = '${column.replaceAll("'", "''")}'`,
      );
      if (type === undefined) return false;
      await db.run(
        `UPDATE ${qualified([schema, table])} AS t SET ${ident(column)} = (${meaning})::${String(type.text)} FROM (SELECT ctid AS id, row_number() OVER (ORDER BY ctid) AS n FROM ${qualified([schema, table])}) AS r WHERE t.ctid = r.id`,
      );
    }
    return columns.length > 0;
  } catch (error) {
    if (typeof (error as { code?: unknown }).code === "string") return false;
    throw error;
  }
}

async function says(db: TestDatabase, sql: string): Promise<boolean> {
  const [row] = await db.rows(sql);
  return Object.values(row ?? {})[0] === true;
}
