import type { Finding, Suppressed } from "../../contract/finding.ts";
import type { Fix } from "../../contract/fix.ts";
import { plainPath, plainText } from "../../model/plain-text.ts";
import type { ObjectRef, SourceLocation } from "../../model/reference.ts";
import { evidenceText } from "../evidence.ts";
import { objectName } from "../object-name.ts";
import { type Places, placeOf, uriOf } from "../places.ts";
import { messageOf } from "./message.ts";
import { LEVEL } from "./rule.ts";

/** Code scanning keeps a hundred locations of a result; nobody reads that many. */
const MOST_RELATED = 20;

export function resultOf(finding: Finding, ruleIndex: number | undefined, places: Places, withSuppressions: boolean): object {
  const { rule, severity, message, object, related, fingerprint, fix, baselineState, suppressed } = finding;
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVEL[severity],
    message: messageOf(message),
    locations: [{ physicalLocation: physical(placeOf(finding, places)), logicalLocations: [logical(object)] }],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.slice(0, MOST_RELATED).map((one, id) => ({ id, logicalLocations: [logical(one)] })) }),
    // GitHub knows the first of these only; it is told the same, so that it follows a finding when lines move.
    partialFingerprints: { primaryLocationLineHash: fingerprint, "pgassayFingerprint/v1": fingerprint },
    ...(baselineState === null ? {} : { baselineState }),
    ...(withSuppressions ? { suppressions: suppressed === null ? [] : [suppressionOf(suppressed)] } : {}),
    properties: {
      confidence: finding.confidence,
      evidence: finding.evidence.map(evidenceText),
      ...(fix === null ? {} : { fix: fixOf(fix) }),
    },
  };
}

function physical({ file, line, column }: SourceLocation): object {
  return {
    artifactLocation: { uri: uriOf(file), uriBaseId: "%SRCROOT%" },
    region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) },
  };
}

function logical(object: ObjectRef): object {
  const name = object.path.at(-1);
  return {
    ...(name === undefined ? {} : { name: plainText(name) }),
    fullyQualifiedName: object.path.length === 0 ? objectName(object) : plainPath(object.path),
    kind: object.kind,
  };
}

function suppressionOf({ by, reason }: Suppressed): object {
  return {
    kind: by === "comment" ? "inSource" : "external",
    status: "accepted",
    ...(reason === null ? {} : { justification: plainText(reason) }),
    properties: { by },
  };
}

/** SARIF's own fixes replace text in files; these are run on a database. */
function fixOf({ title, safety, reversible, worstLock, steps }: Fix): object {
  return {
    title: plainText(title),
    safety,
    reversible,
    worstLock,
    steps: steps.map((step) =>
      step.is === "sql" ? { phase: step.phase, sql: step.statements } : { phase: step.phase, byHand: step.instruction },
    ),
  };
}
