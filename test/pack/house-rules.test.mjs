import { readFileSync } from "node:fs";
import { checkCase, openTestDatabase, proveFixes, readCases } from "pgassay/testing";
import pack from "./build/house-rules.js";

const cases = readCases(readFileSync(new URL("house-column-prefix.sql", import.meta.url), "utf8"));
const db = await openTestDatabase();
const problems = [];
for (const one of cases) {
  for (const rule of pack.rules) problems.push(...(await checkCase(db, rule, one)), ...(await proveFixes(db, rule, pack.rules, one)));
}
await db.close();
for (const problem of problems) console.log(problem);
console.log(`${cases.length} cases, ${problems.length} problems`);
