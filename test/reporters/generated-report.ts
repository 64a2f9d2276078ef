import type { Finding, Report } from "../../src/contract/index.ts";
import type { ReportedTable } from "../../src/contract/report.ts";
import { SEVERITIES } from "../../src/contract/rule.ts";
import { HOSTILE_NAMES } from "../hostile-names.ts";
import { findingOf, fixOf, reportOf } from "./report-builder.ts";

const RULES = ["float-money", "missing-primary-key", "redundant-index", "naive-timestamp", "unused-index"];
const PER_TABLE = 7;

/** As many findings as asked for, errors first, on tables and columns whose names are hostile; one in three has a fix. */
export function generatedReport(n: number): Report {
  const findings = Array.from({ length: n }, (_, i) => generatedFinding(i)).sort(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
  const tables = Array.from({ length: Math.ceil(n / PER_TABLE) }, (_, i) => generatedTable(i));
  return reportOf(findings, {
    tables,
    gaps: [
      { what: "statement", subject: `CREATE ${nameOf(3)}`, reason: nameOf(4), at: { file: nameOf(5), line: 3 }, affects: [nameOf(6)] },
    ],
    excluded: [{ path: ["public", nameOf(7)], by: "migration tool" }],
  });
}

/** The n-th name: different from all before. */
function nameOf(n: number): string {
  return `${HOSTILE_NAMES[n % HOSTILE_NAMES.length]}${n < HOSTILE_NAMES.length ? "" : n}`;
}

function generatedFinding(i: number): Finding {
  const path = ["public", nameOf(Math.floor(i / PER_TABLE)), nameOf(i)];
  return findingOf({
    rule: RULES[i % RULES.length] as string,
    object: { kind: "column", path },
    severity: SEVERITIES[i % SEVERITIES.length] as Finding["severity"],
    message: `${nameOf(i)} of ${path[1]} is not what it says.`,
    related: [{ kind: "table", path: path.slice(0, 2) }],
    source: i % 4 === 0 ? null : { file: `db/${nameOf(i)}.sql`, line: i + 1, column: 3 },
    fix: i % 3 === 0 ? fixOf({ title: `Mend ${nameOf(i)}` }) : null,
  });
}

function generatedTable(i: number): ReportedTable {
  const column = (name: string) => ({ name, type: "text", notNull: false, primaryKey: false });
  return {
    path: ["public", nameOf(i)],
    columns: Array.from({ length: PER_TABLE }, (_, n) => column(nameOf(i * PER_TABLE + n))),
    foreignKeys:
      i === 0
        ? []
        : [
            {
              name: `fk ${i}`,
              columns: [nameOf(i * PER_TABLE)],
              target: ["public", nameOf(i - 1)],
              targetColumns: [nameOf((i - 1) * PER_TABLE)],
            },
          ],
  };
}
