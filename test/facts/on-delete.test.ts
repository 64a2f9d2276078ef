import { expect, test } from "vitest";
import { proposeOnDelete } from "../../src/facts/on-delete.ts";
import type { ForeignKey } from "../../src/model/catalog.ts";
import type { ConstraintData, TableData } from "../../src/model/data.ts";
import { link } from "../../src/model/link.ts";
import * as catalog from "../catalog-data.ts";

const id = catalog.column("id", "int8", { notNull: true });
const primary = catalog.constraint("pk", "primary", ["id"], { index: null });

function references(column: string, target: string, onDelete: "no action" | "cascade" | "restrict" = "no action"): ConstraintData {
  const key = catalog.foreignKey(`${column}_fkey`, [column], ["s", target], ["id"]);
  return { ...key, target: { ...(key.target as NonNullable<typeof key.target>), onDelete } };
}

function keyOf(tables: readonly TableData[], table: string, version = 180000) {
  const found = link({ schemas: [catalog.schema("s", { tables })] }).tables.find(({ name }) => name === table);
  return proposeOnDelete(found?.foreignKeys[0] as ForeignKey, { version });
}

function child(name: string, required: boolean, target: string, parts: Partial<TableData> = {}): TableData {
  return catalog.table(name, [id, catalog.column("ref", "int8", { notNull: required }), catalog.column("note", "text")], {
    constraints: [primary, references("ref", target)],
    ...parts,
  });
}

const users = catalog.table("users", [id], { constraints: [primary] });

test.each([
  ["user_settings", true, "cascade"],
  ["userPreferences", true, "cascade"],
  ["account_settings", false, "set null"],
  ["bank_accounts", false, "restrict"],
  ["userpayhistory", true, "restrict"],
  ["usersalesorders", true, "restrict"],
  ["tasks", true, "restrict"],
  ["tasks", false, "set null"],
  ["user_payments", true, "restrict"],
  ["user_payments", false, "restrict"],
  ["audit_log", false, "restrict"],
  ["balance_history", true, "restrict"],
])("%s with a required key (%s): %s", (name, required, action) => {
  expect(keyOf([users, child(name, required, "users")], name)?.action).toBe(action);
});

test("a table may be named after the last words of the one it is a part of", () => {
  const scenarios = catalog.table("planning_scenarios", [id], { constraints: [primary] });
  expect(keyOf([scenarios, child("scenario_allocations", true, "planning_scenarios")], "scenario_allocations")?.action).toBe("cascade");
  expect(keyOf([scenarios, child("planning_notes", true, "planning_scenarios")], "planning_notes")?.action).toBe("restrict");
});

test("a pairing goes with either side, but not with its type", () => {
  const phoneTypes = catalog.table("phone_types", [id], { constraints: [primary] });
  const columns = [catalog.column("type_id", "int8", { notNull: true }), catalog.column("user_id", "int8", { notNull: true })];
  const phones = (first: ConstraintData, second: ConstraintData) => catalog.table("phones", columns, { constraints: [first, second] });
  const [toType, toUser] = [references("type_id", "phone_types"), references("user_id", "users")];
  expect(keyOf([users, phoneTypes, phones(toType, toUser)], "phones")?.action).toBe("restrict");
  expect(keyOf([users, phoneTypes, phones(toUser, toType)], "phones")?.action).toBe("cascade");
});

test("two decided siblings of the same nullability are followed, one is not, and money follows nobody", () => {
  const sibling = (name: string) => child(name, true, "users", { constraints: [primary, references("ref", "users", "cascade")] });
  const action = (name: string, siblings: readonly string[]) =>
    keyOf([users, ...siblings.map(sibling), child(name, true, "users")], name)?.action;
  expect(action("tasks", ["notes", "visits"])).toBe("cascade");
  expect(action("tasks", ["notes"])).toBe("restrict");
  expect(action("orders", ["notes", "visits"])).toBe("restrict");
});

test("a composite key with a required column is cleared by column list, which PostgreSQL 14 does not have", () => {
  const columns = [id, catalog.column("tenant_id", "int8", { notNull: true }), catalog.column("ref", "int8")];
  const wide = catalog.foreignKey("wide", ["tenant_id", "ref"], ["s", "users"], ["id", "id"]);
  const tasks = catalog.table("tasks", columns, { constraints: [primary, wide] });
  const proposal = keyOf([users, tasks], "tasks", 150000);
  expect([proposal?.action, proposal?.setColumns.map((column) => column.name)]).toEqual(["set null", ["ref"]]);
  expect(keyOf([users, tasks], "tasks", 140000)?.action).toBe("restrict");
});
