import type { ReportedStatement, ReportedWorkload } from "../../contract/report.ts";
import { plainPath } from "../../model/plain-text.ts";
import { bytes, count, duration, grouped } from "../words.ts";
import { bar } from "./bar.ts";
import { html, type Markup, multiline } from "./markup.ts";

const MOST_TABLES = 20;

/** The costliest statements, and which tables the time went to. */
export function workloadSection(workload: ReportedWorkload | null): Markup {
  if (workload === null) return html``;
  const { statements, calls, totalMs, window, top, tables } = workload;
  const until = window.until.slice(0, 16).replace("T", " ");
  const period = window.since === null ? `until ${until}` : `from ${window.since.slice(0, 16).replace("T", " ")} to ${until}`;
  return html`<section id="workload" aria-labelledby="workload-title">
<h2 id="workload-title">Workload</h2>
<p>${count(statements, "statement")}, ${count(calls, "call")}, ${duration(totalMs)} in all, ${period} UTC; from ${workload.origin === "both" ? "logs and pg_stat_statements" : workload.origin === "log" ? "logs" : "pg_stat_statements"}.</p>
${topStatements(top, totalMs)}
${timeByTable(tables)}
${readText(workload)}
</section>
`;
}

function topStatements(top: readonly ReportedStatement[], totalMs: number): Markup {
  const most = Math.max(...top.map((one) => one.totalMs), 1);
  return html`<h3>Top statements</h3>
<div class="scroll"><table class="statements"><thead><tr><th scope="col">Statement</th><th scope="col" class="number">Calls</th><th scope="col" class="number">Mean</th><th scope="col" class="number">Total</th><th scope="col" class="number">Share</th><th scope="col"><span class="unseen">Chart</span></th></tr></thead><tbody>
${top.map(
  (one) =>
    html`<tr><th scope="row"><pre tabindex="0"><code>${multiline(one.sql)}</code></pre></th><td class="number">${grouped(one.calls)}</td><td class="number">${one.meanMs === null ? "unknown" : duration(one.meanMs)}</td><td class="number">${duration(one.totalMs)}</td><td class="number">${share(one.totalMs, totalMs)}</td><td class="chart">${bar(one.totalMs / most)}</td></tr>\n`,
)}</tbody></table></div>`;
}

function timeByTable(tables: ReportedWorkload["tables"]): Markup {
  if (tables.length === 0) return html``;
  const most = Math.max(...tables.map((one) => one.totalMs), 1);
  const rest = tables.length - MOST_TABLES;
  return html`<h3>Time by table</h3>
<p class="note">A statement of several tables counts for each of them.${rest > 0 ? ` ${count(rest, "table")} with less time left out.` : null}</p>
<div class="scroll"><table class="times"><thead><tr><th scope="col">Table</th><th scope="col" class="number">Statements</th><th scope="col" class="number">Calls</th><th scope="col" class="number">Time</th><th scope="col"><span class="unseen">Chart</span></th></tr></thead><tbody>
${tables
  .slice(0, MOST_TABLES)
  .map(
    ({ path, statements, calls, totalMs }) =>
      html`<tr><th scope="row"><code>${plainPath(path)}</code></th><td class="number">${grouped(statements)}</td><td class="number">${grouped(calls)}</td><td class="number">${duration(totalMs)}</td><td class="chart">${bar(totalMs / most)}</td></tr>\n`,
  )}</tbody></table></div>`;
}

function readText({ coverage }: ReportedWorkload): Markup {
  const { sources, bytes: size, lines, unknownLines, unparsable, unresolved } = coverage;
  return html`<p class="note">Read: ${sources.join(", ")}${lines === 0 ? null : `; ${bytes(size)}, ${count(lines, "line")}, ${grouped(unknownLines)} of no known form`}; ${count(unparsable, "call")} not parsed; ${count(unresolved.calls, "call")} not joined with the catalog.</p>`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? "" : `${((part / whole) * 100).toFixed(1)} %`;
}
