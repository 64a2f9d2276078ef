import type { Evidence } from "../contract/finding.ts";
import { plainText } from "../model/plain-text.ts";
import { bytes, grouped } from "./words.ts";

/** `size: 118 MB (pg_class.relpages, since 2026-01-01)`. */
export function evidenceText(evidence: Evidence): string {
  return plainText(`${evidence.label}: ${amountText(evidence)} (${originText(evidence)})`);
}

export function amountText({ value, unit }: Evidence): string {
  if (typeof value !== "number") return value === null ? "unknown" : String(value);
  if (unit === "bytes") return bytes(value);
  if (unit === "percent") return `${grouped(value)} %`;
  return unit === undefined ? grouped(value) : `${grouped(value)} ${unit}`;
}

/** Where the fact comes from, and since when it was counted. */
export function originText({ from, window }: Evidence): string {
  const since = window?.since == null ? "" : `, since ${window.since.slice(0, 10)}`;
  return `${from.replace(/^pg_catalog\./, "")}${since}`;
}
