import type { z } from "zod";

/** Where a file is not what its schema wants, as a sentence: `At catalog.schemas[0].tables[3].rls: …`. */
export function refusedShape({ issues: [issue] }: z.ZodError, whole: string): string {
  return issue === undefined ? `It is not a whole ${whole}.` : `At ${placeOf(issue.path)}: ${issue.message}.`;
}

function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return place === "" ? "the top" : place.replace(/^\./, "");
}
