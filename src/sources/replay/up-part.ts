import type { MigrationTool } from "./tools.ts";

interface Markers {
  readonly tool: MigrationTool;
  readonly up: RegExp | null;
  readonly down: RegExp;
}

/** Comment lines by which tools keep both directions in one file. The first that a file has decides. */
const MARKERS: readonly Markers[] = [
  { tool: "goose", up: /^\s*--\s*\+goose\s+up\b/i, down: /^\s*--\s*\+goose\s+down\b/i },
  { tool: "sql-migrate", up: /^\s*--\s*\+migrate\s+up\b/i, down: /^\s*--\s*\+migrate\s+down\b/i },
  { tool: "dbmate", up: /^\s*--\s*migrate:up\b/i, down: /^\s*--\s*migrate:down\b/i },
  { tool: "node-pg-migrate", up: /^\s*--\s*up\s+migration\b/i, down: /^\s*--\s*down\s+migration\b/i },
  { tool: "play", up: /^\s*(?:#|--)\s*---\s*!Ups\b/i, down: /^\s*(?:#|--)\s*---\s*!Downs\b/i },
  { tool: "mybatis", up: null, down: /^\s*--\s*\/\/\s*@UNDO\b/i },
  { tool: "tern", up: null, down: /^---- create above \/ drop below ----/i },
];

/** Whose markers the file has; null when it has none. */
export function toolOfMarkers(bytes: Buffer): MigrationTool | null {
  return markersOf(bytes, "auto")?.tool ?? null;
}

/** The same text with everything but the way up turned to spaces: lines and offsets stay what they are in the file. */
export function upPart(bytes: Buffer, tool: MigrationTool | "auto"): Buffer {
  const markers = markersOf(bytes, tool);
  if (markers === null) return bytes;
  const masked = Buffer.from(bytes);
  let up = !hasLine(bytes, markers.up);
  for (const line of lines(bytes)) {
    if (markers.up?.test(line.text) === true) up = true;
    else if (markers.down.test(line.text)) up = false;
    if (!up) for (let at = line.start; at < line.end; at += 1) if (masked[at] !== 10 && masked[at] !== 13) masked[at] = 32;
  }
  return masked;
}

function markersOf(bytes: Buffer, tool: MigrationTool | "auto"): Markers | null {
  // A dump of many megabytes has its markers, if any, near the beginning.
  const head = bytes.subarray(0, 1 << 20);
  const candidates = MARKERS.filter((it) => tool === "auto" || it.tool === tool);
  return candidates.find((it) => hasLine(head, it.up) || hasLine(head, it.down)) ?? null;
}

function hasLine(bytes: Buffer, pattern: RegExp | null): boolean {
  if (pattern === null) return false;
  for (const line of lines(bytes)) if (pattern.test(line.text)) return true;
  return false;
}

function* lines(bytes: Buffer): Generator<{ readonly text: string; readonly start: number; readonly end: number }> {
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    // No marker is longer than this.
    yield { text: bytes.toString("latin1", start, Math.min(end, start + 100)), start, end };
    start = end + 1;
  }
}
