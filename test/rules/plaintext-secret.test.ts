import { describe, expect, test } from "vitest";
import rule from "../../rules/security/plaintext-secret.ts";
import { audit } from "../../src/audit.ts";
import type { ColumnData } from "../../src/model/data.ts";
import type { ColumnSampleData } from "../../src/model/snapshot.ts";
import { column, schema, snapshot, table, typeRef } from "../catalog-data.ts";

function findingFor(data: ColumnData, counted: Partial<ColumnSampleData> | null) {
  const whole = { values: 100, classes: {}, lengthMedian: 64, lengthP95: 64, distinct: 100, ...counted, name: data.name };
  const sample = counted === null ? null : { limit: 1_000, tables: [{ schema: "public", name: "t", columns: [whole] }] };
  const catalog = { schemas: [schema("public", { tables: [table("t", [data])] })] };
  const { findings } = audit(snapshot(catalog, { sample }), { rules: [rule], toolVersion: "test" });
  return findings[0] ?? null;
}

const TOKEN = column("session_token", "text");

describe("plaintext-secret with a sample", () => {
  test("content that is clear makes it an error, with the numbers", () => {
    const finding = findingFor(TOKEN, { classes: { jwt: 92, other: 8 } });
    expect(finding).toMatchObject({ messageId: "clear", severity: "error", confidence: "likely" });
    expect(finding?.evidence).toContainEqual({ label: "content", value: "92 of 100 sampled values look like jwt", from: "sample" });
  });

  test("content that is protected makes it silent", () => {
    expect(findingFor(TOKEN, { classes: { digest: 96, other: 4 } })).toBeNull();
  });

  test("without values, and without a sample, the name speaks alone", () => {
    const name = findingFor(TOKEN, null);
    expect(name).toMatchObject({ messageId: "unknown", severity: "warning" });
    expect(name?.message).toContain("`pgassay audit --sample` on the live database decides.");
    expect(findingFor(TOKEN, { values: 0, lengthMedian: 0, lengthP95: 0, distinct: 0 })).toEqual(name);
  });

  test("content that does not tell is said, and no other run is asked for", () => {
    const finding = findingFor(TOKEN, { classes: { base64: 88, other: 12 } });
    expect(finding).toMatchObject({ messageId: "unknown", severity: "warning" });
    expect(finding?.message).toContain("nor can a sample: 88 of 100 sampled values look like base64.");
  });

  test("clear content is stronger than a length that speaks for bcrypt", () => {
    const password = column("password", "varchar", { type: typeRef("varchar", { modifiers: [60] }) });
    expect(findingFor(password, null)).toBeNull();
    expect(findingFor(password, { classes: { other: 100 }, lengthP95: 12 })).toMatchObject({ messageId: "clear" });
  });

  test("what a provider wants to see is no digest, though it looks like one", () => {
    const key = column("stripe_api_key", "text");
    const finding = findingFor(key, { classes: { digest: 100 } });
    expect(finding).toMatchObject({ messageId: "unknown" });
    expect(finding?.evidence.map(({ value }) => value)).toContain("stripe");
    // The schema says that the database makes the secret: what has the length of a digest is that secret.
    const made = column("api_key", "text", { default: "md5(random()::text)" });
    expect(findingFor(made, { classes: { digest: 100 } })).toMatchObject({ messageId: "clear" });
  });
});
