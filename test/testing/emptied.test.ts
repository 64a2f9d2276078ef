import { expect, test } from "vitest";
import { emptiedBy, without } from "../../src/testing/values.ts";
import { schema, table } from "../catalog-data.ts";
import { sqlStep } from "../reporters/report-builder.ts";

const rest = { kind: "table", path: ["public", "rest"] } as const;
const whole = { kind: "table", path: ["public", "whole"] } as const;
const payload = { kind: "column", path: ["public", "whole", "payload"] } as const;
const tables = [table("whole", []), table("rest", [], { partitionBound: "DEFAULT", parents: [["public", "whole"]] })];
const data = { schemas: [schema("public", { tables })] };

test("a step may empty a partition, and a column if it says that it deletes data; no other table", () => {
  const empties = [rest, whole, payload];
  expect(emptiedBy([sqlStep({ empties, hazards: [] })], data)).toEqual([rest]);
  expect(emptiedBy([sqlStep({ empties, hazards: ["deletes data"] }), sqlStep()], data)).toEqual([rest, payload]);
});

test("values of what was emptied are not asked for, all others are", () => {
  const values = new Map(
    [rest.path, whole.path].flatMap((path) =>
      ["id", "payload"].map((name) => [JSON.stringify([...path, name]), { type: "text", values: [] }] as const),
    ),
  );
  expect([...without(values, [rest, payload]).keys()]).toEqual([JSON.stringify(["public", "whole", "id"])]);
});
