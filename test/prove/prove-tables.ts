import { parseSync } from "libpg-query";
import rules from "../../rules/index.ts";
import { audit, linkSnapshot } from "../../src/audit.ts";
import type { Finding } from "../../src/contract/finding.ts";
import type { CatalogData } from "../../src/model/data.ts";
import type { ObjectRef } from "../../src/model/reference.ts";
import { uncounted } from "../../src/model/uncounted.ts";
import { LocalCopy } from "../../src/prove/local-copy.ts";
import { type Proof, prove } from "../../src/prove/prove.ts";
import { asStated } from "../../src/testing/audit-case.ts";
import { adviceOf } from "../../src/testing/case-advice.ts";
import type { TestDatabase } from "../../src/testing/database.ts";
import type { RuleCase } from "../../src/testing/fixture.ts";
import { type Made, SETTINGS, tableWith } from "./traits.ts";

/** What a convention of the schema is read from. */
const COMMON = ["note_1", "note_2", "note_3", "note_4"].map((name) => tableWith(name, []));

/** Has every fix that the tables ask for proven in one plan. */
export async function proveTables(db: TestDatabase, asked: readonly Made[]): Promise<{ first: readonly Finding[]; proof: Proof }> {
  const tables = [...asked, ...COMMON];
  await db.reset();
  // A role outlives the schemas that a native server is reset to.
  await db.run("DO $$ BEGIN CREATE ROLE pgassay_case_reporting; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  for (const { sql } of tables) await db.run(sql);
  const all = (part: (table: Made) => readonly string[]) => tables.flatMap(part);
  const stated: RuleCase = {
    name: "",
    finds: [],
    because: null,
    sql: "",
    rows: "",
    stops: false,
    options: {},
    since: null,
    stats: [...all(({ stats }) => stats), "window standbys=true days=60"],
    sample: all(({ sample }) => sample),
    workload: all(({ workload }) => workload),
    advice: all(({ advice }) => advice),
    baseline: [],
    server: null,
  };
  const snapshot = asStated(await db.snapshot(), stated);
  const look = (catalog: CatalogData, emptied: readonly ObjectRef[] = []) =>
    audit(linkSnapshot(uncounted({ ...snapshot, catalog }, emptied), parseSync), {
      rules,
      settings: SETTINGS,
      toolVersion: "test",
      advice: adviceOf(stated),
    }).findings;
  const first = look(snapshot.catalog);
  const proof = await prove(new LocalCopy(db), {
    catalog: snapshot.catalog,
    extensions: snapshot.server.extensions,
    findings: first,
    look: async (catalog, emptied) => look(catalog, emptied),
    speaks: (id) => rules.some((rule) => rule.id === id && rule.recommended),
    wanted: () => true,
    rows: null,
    neverNull: [],
    say: () => {},
  });
  return { first, proof };
}

/** What is not as it has to be, in sentences. */
export async function problemsOf(db: TestDatabase, tables: readonly Made[]): Promise<string[]> {
  const { first, proof } = await proveTables(db, tables);
  const asks = (rule: string, table: string) =>
    first.some((each) => each.rule === rule && each.fix !== null && JSON.stringify([each.object, each.fix.changes]).includes(table));
  const name = ({ rule, object }: Pick<Finding, "rule" | "object">) => `${rule} on ${object.path.join(".")}`;
  return [
    ...tables.flatMap((table) => table.rules.filter((rule) => !asks(rule, table.name)).map((rule) => `${rule} on ${table.name}: no fix`)),
    ...proof.fixes.filter(({ status }) => status !== "proven").map((each) => `${name(each)}: ${each.status}, ${each.reason}`),
    ...proof.deferred.map(({ finding, because }) => `${name(finding)}: left, ${because}`),
  ];
}
