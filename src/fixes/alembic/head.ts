import { PgassayError } from "../../model/failure.ts";

const REVISION = /^revision\s*(?::[^=\n]*)?=\s*["']([^"']+)["']/m;
const DOWN = /^down_revision\s*(?::[^=\n]*)?=\s*(\([^)]*\)|\[[^\]]*\]|["'][^"']*["']|None)/m;

/** The revision that nothing follows, or null when there is none yet. Throws when there are several: Alembic would not know which to go on from. */
export function headOf(revisions: readonly { readonly text: string }[]): string | null {
  const known = new Set<string>();
  const followed = new Set<string>();
  for (const { text } of revisions) {
    const revision = REVISION.exec(text)?.[1];
    if (revision === undefined) continue;
    known.add(revision);
    for (const [, down] of (DOWN.exec(text)?.[1] ?? "").matchAll(/["']([^"']+)["']/g)) followed.add(down as string);
  }
  const heads = [...known].filter((revision) => !followed.has(revision));
  if (heads.length <= 1) return heads[0] ?? null;
  throw new PgassayError({
    what: "the Alembic revisions have no single head",
    why: `${heads.sort().join(", ")} are followed by nothing`,
    next: "Merge them first: alembic merge heads",
  });
}
