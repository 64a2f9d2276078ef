import type { Type } from "../../model/catalog.ts";
import { ident, literal, qualified } from "../identifier.ts";
import { ownerRightsAndComment, withdrawnFromPublic } from "./owned.ts";

/** Domains and composites may build on each other: they come after what has nothing under it. */
export function createType(type: Type): string[] {
  const name = qualified(type.path);
  const object = `${type.form.is === "domain" ? "DOMAIN" : "TYPE"} ${name}`;
  return [
    definition(name, type.form),
    ...withdrawnFromPublic(`TYPE ${name}`, type.grants),
    // GRANT speaks of types only, and COMMENT of either.
    ...ownerRightsAndComment(object, { ...type, grants: [] }),
    ...ownerRightsAndComment(`TYPE ${name}`, { ...type, comment: null }).slice(1),
  ];
}

function definition(name: string, form: Type["form"]): string {
  switch (form.is) {
    case "enum":
      return `CREATE TYPE ${name} AS ENUM (${form.labels.map((label) => literal(label).trim()).join(", ")})`;
    case "range":
      return `CREATE TYPE ${name} AS RANGE (subtype = ${form.over.text})`;
    case "composite":
      return `CREATE TYPE ${name} AS (${form.columns.map((column) => `${ident(column.name)} ${column.type.text}`).join(", ")})`;
    case "domain":
      return [
        `CREATE DOMAIN ${name} AS ${form.over.text}`,
        ...(form.default === null ? [] : [`DEFAULT ${form.default}`]),
        ...(form.notNull ? ["NOT NULL"] : []),
        ...form.checks.map((check) => `CONSTRAINT ${ident(check.name)} ${check.definition}`),
      ].join(" ");
  }
}
