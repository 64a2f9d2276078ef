import { audit, planFixes, replaySource } from "pgassay";
import pack from "./build/house-rules.js";

const source = replaySource("house.sql", { cache: false });
const snapshot = await source.load({ stats: false, schemas: null }, AbortSignal.timeout(60_000));
const settings = new Map([["house-column-prefix", { options: { prefix: "col_" } }]]);
const report = audit(snapshot, { rules: pack.rules, settings, toolVersion: "1.0.0" });
for (const { rule, object } of report.findings) console.log(rule, object.path.join("."));
for (const { fix } of planFixes(report.findings).fixes) console.log(fix.steps.flatMap((step) => step.statements ?? []).join("\n"));
