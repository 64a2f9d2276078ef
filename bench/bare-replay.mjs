// What the embedded server costs by itself: create, and run the file. Plain JavaScript: no loader is measured with it.
import { readFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";

const sql = readFileSync(process.argv[2], "utf8")
  .replace(/^COPY .*\n(?:.*\n)*?\\\.$/gm, "")
  .replace(/^\\.*$/gm, "");
const db = await PGlite.create();
await db.exec(sql);
await db.close();
