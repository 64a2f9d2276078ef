import type { Finding } from "../../src/contract/finding.ts";
import type { Fix } from "../../src/contract/fix.ts";

const WIDTH = 140;

/**
 * What a finding says and what its fix runs, in lines that a person can compare. Locks, checks and the way back are left
 * out: the oracles prove them on a server.
 */
export function outlineFinding({ messageId, object, key, severity, confidence, message, evidence, related, fix }: Finding): string {
  return outline(
    {
      [messageId]: object,
      as: { severity, confidence, key: key ?? undefined },
      message,
      evidence,
      related,
      ...(fix && { fix: outlined(fix) }),
    },
    "",
  );
}

function outlined({ title, safety, changes, steps }: Fix) {
  return {
    title,
    safety,
    changes,
    steps: steps.map((step) => ({
      [step.phase]: step.why,
      hazards: step.hazards,
      ...(step.is === "manual" ? { instruction: step.instruction } : { stops: step.requires?.because, run: step.statements }),
    })),
  };
}

/** Like JSON where it fits on a line, indented where it does not, SQL as it is; what is empty is left out. */
export function outline(value: unknown, indent: string): string {
  const kept = prune(value);
  const flat = JSON.stringify(kept);
  if (typeof kept === "string") return kept.includes("\n") ? block(kept, indent) : kept;
  if (typeof kept !== "object" || kept === null) return String(kept);
  if (indent !== "" && flat.length + indent.length <= WIDTH && !flat.includes("\\n")) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(kept)) return kept.map((item) => `\n${indent}- ${outline(item, inner).trimStart()}`).join("");
  return Object.entries(kept)
    .map(([name, item]) => `\n${indent}${name}: ${outline(item, inner)}`.replace(": \n", ":\n"))
    .join("");
}

function block(text: string, indent: string): string {
  return text
    .split("\n")
    .map((line) => `\n${indent}${line}`.trimEnd())
    .join("");
}

/** References as one word, and nothing where a list is empty. */
function prune(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(prune);
  if ("kind" in value && "path" in value) return `${value.kind} ${(value.path as string[]).join(".")}`;
  const kept = Object.entries(value).map(([name, item]) => [name, prune(item)] as const);
  return Object.fromEntries(
    kept.filter(([, item]) => item !== undefined && !(typeof item === "object" && item !== null && Object.keys(item).length === 0)),
  );
}
