import type { Report } from "../../contract/report.ts";
import { count, serverVersion } from "../words.ts";
import { html, type Markup } from "./markup.ts";

export function headerMarkup(report: Report): Markup {
  const { source, server, takenAt, tool, counted } = report;
  const embedded = source.kind === "sql" || source.kind === "migrations" ? ", embedded" : "";
  const { tables, columns, indexes } = counted;
  return html`<a class="skip" href="#findings">Skip to the findings</a>
<header>
<div class="bar">
<p class="brand">pgassay <span>${tool.version}</span></p>
<nav aria-label="Sections"><a href="#summary">Summary</a> <a href="#findings">Findings</a> <a href="#plan">Fix plan</a>${
    report.workload === null ? null : html` <a href="#workload">Workload</a>`
  } <a href="#rules">Rules</a> <a href="#coverage">Coverage</a></nav>
</div>
<h1>${source.name}</h1>
<p class="meta">PostgreSQL ${serverVersion(server.version)}${embedded} · ${count(tables, "table")}, ${count(columns, "column")}, ${count(indexes, "index", "indexes")} · read <time datetime="${takenAt}">${takenAt.slice(0, 16).replace("T", " ")} UTC</time></p>
</header>
`;
}
