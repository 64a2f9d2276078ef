import { Client } from "pg";
import { generatedSchema } from "./generated-schema.ts";

/** Makes so many tables in an empty database. */
export async function fill(url: string, tables: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const transaction of generatedSchema(tables)) await client.query(transaction);
  // What autovacuum does for the catalogs of a database that is in use.
  for (const name of ["class", "attribute", "attrdef", "constraint", "index", "depend", "type", "description", "namespace", "sequence"]) {
    await client.query(`VACUUM ANALYZE pg_catalog.pg_${name}`);
  }
  await client.end();
}
