import { readSuppressionNote } from "../facts/suppression-note.ts";
import type { Catalog } from "../model/catalog.ts";
import { type ObjectRef, toReference } from "../model/reference.ts";
import type { SuppressionNote } from "../model/suppression.ts";

const MARK = "@pgassay-ignore";

/** Notes in `COMMENT ON … IS '… @pgassay-ignore rule: reason'`, one per line: they travel with the database and its dumps. */
export function commentSuppressions(catalog: Catalog): { readonly object: ObjectRef; readonly note: SuppressionNote }[] {
  const found: { object: ObjectRef; note: SuppressionNote }[] = [];
  const look = (objects: readonly (ObjectRef & { readonly comment: string | null; readonly origin?: string })[]) => {
    for (const object of objects) {
      if (object.comment === null || object.origin !== "user" || !object.comment.includes(MARK)) continue;
      for (const [, text = ""] of object.comment.matchAll(/@pgassay-ignore\b([^\n]*)/g)) {
        found.push({ object: toReference(object), note: readSuppressionNote(text) });
      }
    }
  };
  look(catalog.schemas);
  for (const table of catalog.tables) {
    look([table]);
    look(table.columns);
    look(table.indexes);
    look(table.constraints);
    look(table.triggers);
    look(table.policies);
  }
  look(catalog.views);
  look(catalog.routines);
  look(catalog.sequences);
  return found;
}
