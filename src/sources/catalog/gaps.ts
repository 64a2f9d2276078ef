import { compareText } from "../../model/reference.ts";
import type { Gap } from "../../model/snapshot.ts";
import type { Definitions } from "./definitions.ts";
import type { Reading } from "./reading.ts";

const REASONS = {
  locked:
    "another session holds it, or something it reads, under ACCESS EXCLUSIVE: its defaults, expressions and definitions were not read",
  refused: "the server refused its defaults, expressions or definitions: most likely it was dropped or locked meanwhile",
};

/** What the read could not see, by relation. */
export function gapsOf({ relations, leftOut }: Reading, definitions: Definitions): readonly Gap[] {
  const gaps: Gap[] = [];
  for (const oid of new Set([...definitions.unread.keys(), ...leftOut.owners(() => true)])) {
    const relation = relations.get(oid);
    if (relation === undefined) continue;
    const reason = REASONS[definitions.unread.get(oid) ?? "locked"];
    gaps.push({ what: "object", subject: relation.name.join("."), reason, at: null, affects: [...leftOut.of(oid)].sort(compareText) });
  }
  return gaps.sort((a, b) => compareText(a.subject, b.subject));
}
