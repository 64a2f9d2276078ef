import { readFileSync } from "node:fs";
import type { Report } from "../contract/report.ts";
import { type BaselineEntry, baselineEntry, sortedBaseline } from "../engine/baseline.ts";
import { PgassayError } from "../model/failure.ts";
import { writeFileWhole } from "./terminal/write-file.ts";

/** The entries of a baseline, or of any JSON report of an earlier run. Null: the file is yet to be written. */
export function readBaseline(file: string, mayBeMissing: boolean): readonly BaselineEntry[] | null {
  const refused = (why: string, cause?: unknown) =>
    new PgassayError({ what: `the baseline ${file}`, why, next: "Write it with pgassay audit … --update-baseline" }, { cause });
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" && mayBeMissing) return null;
    throw refused((error as NodeJS.ErrnoException).code === "ENOENT" ? "it does not exist" : "it cannot be read", error);
  }
  let value: { readonly findings?: unknown };
  try {
    value = JSON.parse(text) as typeof value;
  } catch (error) {
    throw refused("it is not JSON", error);
  }
  if (!Array.isArray(value?.findings)) throw refused("it holds no findings");
  return value.findings.map((item: unknown) => entryOf(item) ?? fail(refused("one of its findings has no fingerprint")));
}

function fail(error: Error): never {
  throw error;
}

function entryOf(item: unknown): BaselineEntry | null {
  const { fingerprint, rule, object } = (item ?? {}) as { fingerprint?: unknown; rule?: unknown; object?: unknown };
  if (typeof fingerprint !== "string" || !/^[0-9a-f]{16,64}$/.test(fingerprint)) return null;
  return { fingerprint, rule: typeof rule === "string" ? rule : "", object: objectOf(object) };
}

/** A baseline has a text there, a report an object. */
function objectOf(object: unknown): string {
  if (typeof object === "string") return object;
  const { kind = "", path = [] } = (object ?? {}) as { kind?: string; path?: readonly string[] };
  return [kind, path.join(".")].join(" ").trim();
}

/**
 * Writes what this run found, and keeps what it could not find because the rule did not run.
 * `prune`: only takes out what is gone. Returns how many entries were added, taken out, and are there now.
 */
export async function updateBaseline(
  file: string,
  before: readonly BaselineEntry[],
  report: Report,
  known: ReadonlySet<string>,
  prune: boolean,
): Promise<{ readonly added: number; readonly removed: number; readonly total: number }> {
  const ran = new Set(report.rules.filter(({ status }) => status === "ran").map(({ rule }) => rule.id));
  const earlier = new Set(before.map((entry) => entry.fingerprint));
  const found = [...report.findings, ...report.suppressed.filter(({ suppressed }) => suppressed?.by === "baseline")]
    .filter(({ category, fingerprint }) => category !== "gate" && (!prune || earlier.has(fingerprint)))
    .map(baselineEntry);
  const entries = sortedBaseline([...before.filter(({ rule }) => known.has(rule) && !ran.has(rule)), ...found]);
  const now = new Set(entries.map((entry) => entry.fingerprint));
  await writeFileWhole(file, linesOf(entries));
  return {
    added: entries.filter((entry) => !earlier.has(entry.fingerprint)).length,
    removed: [...earlier].filter((fingerprint) => !now.has(fingerprint)).length,
    total: entries.length,
  };
}

/** One finding per line: a merge conflict is about one finding. */
function* linesOf(entries: readonly BaselineEntry[]): Iterable<string> {
  yield '{"version":1,"findings":[\n';
  for (const [i, { fingerprint, rule, object }] of entries.entries()) {
    yield `${JSON.stringify({ rule, object, fingerprint })}${i + 1 < entries.length ? "," : ""}\n`;
  }
  yield "]}\n";
}
