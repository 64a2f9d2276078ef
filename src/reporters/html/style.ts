/** Two sheets of paper, one light and one dark. Colour is for severities and nothing else. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d2126; --soft: #5d6166; --line: #e3e0da; --well: #f4f2ee; --link: #1f5582;
  --error: #b3261e; --warning: #8a5a00; --info: #3b6079; --safe: #2c6a46;
  --error-tint: #fbeae8; --warning-tint: #faf1dc; --info-tint: #e8f0f5;
  --mono: ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --card: #1b1e23; --ink: #e5e3de; --soft: #a2a29d; --line: #30343b; --well: #22262c; --link: #8fc0ea;
    --error: #ff8f86; --warning: #e3b45c; --info: #8fb9d3; --safe: #86c9a0;
    --error-tint: #38211f; --warning-tint: #33290f; --info-tint: #1c2c38;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0 auto; max-width: 64rem; padding: 0 1.5rem 4rem; background: var(--paper); color: var(--ink);
  font: 400 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: .15em; text-decoration-thickness: .06em; }
code, pre { font-family: var(--mono); font-size: .875em; }
code { overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
article:focus { outline: none; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem 1rem; z-index: 2; }
.unseen { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
[hidden] { display: none !important; }

header { padding: 1.25rem 0 1.5rem; }
header .bar { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1.5rem; font-size: .875rem; }
.brand { margin: 0; font-weight: 600; }
.brand span { color: var(--soft); font-weight: 400; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
h1 { margin: 2.5rem 0 .25rem; font-size: 1.75rem; line-height: 1.25; font-weight: 600; letter-spacing: -.01em; }
.meta { margin: 0; color: var(--soft); }
h2 { margin: 3.5rem 0 1rem; font-size: 1.375rem; line-height: 1.3; font-weight: 600; letter-spacing: -.005em; }
h3 { margin: 2rem 0 .5rem; font-size: 1.0625rem; line-height: 1.4; font-weight: 600; }
#summary h2 { margin-top: 1.5rem; }
.count, .note, .empty { color: var(--soft); font-weight: 400; }
.count, .note { font-size: .875rem; }

.tiles { display: flex; flex-wrap: wrap; gap: .5rem 3rem; list-style: none; margin: 0 0 1rem; padding: 0; }
.tile strong { display: block; font-size: 2.25rem; line-height: 1.15; font-weight: 500; letter-spacing: -.02em; }
.tile span { color: var(--soft); font-size: .875rem; }
.tile.error strong { color: var(--error); } .tile.warning strong { color: var(--warning); } .tile.info strong { color: var(--info); }
.proportions { display: block; width: 100%; height: 6px; border-radius: 3px; margin-bottom: 2rem; }
rect.error { fill: var(--error); } rect.warning { fill: var(--warning); } rect.info { fill: var(--info); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1.5rem 2.5rem; align-items: start; }

table { border-collapse: collapse; width: 100%; font-size: .875rem; line-height: 1.45; }
caption { text-align: left; font-weight: 600; padding-bottom: .375rem; }
th, td { padding: .3rem .75rem .3rem 0; text-align: left; vertical-align: top; font-weight: 400; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-size: .8125rem; white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
.ranking th { width: 66%; } .ranking td.chart { width: 22%; min-width: 3rem; } .rest { color: var(--soft); }
td.chart { padding-right: 0; vertical-align: middle; min-width: 5rem; }
.share { display: block; width: 100%; height: 6px; }
.share rect { fill: var(--soft); opacity: .55; }
.scroll { overflow-x: auto; position: relative; } .scroll :is(th, td) { overflow-wrap: normal; }
.phases tbody th { white-space: nowrap; font-weight: 600; }
#plan details { margin-top: .75rem; }
.plan th, .plan td { font-size: .8125rem; }
.plan tbody th { min-width: 16rem; }
.phase-cell { text-align: center; padding-right: .5rem; }
.dot { display: inline-block; width: .5rem; height: .5rem; border-radius: 50%; background: var(--soft); }
td.safe { color: var(--safe); } td.review { color: var(--warning); } td.manual { color: var(--info); }

#filters { display: flex; flex-wrap: wrap; align-items: end; gap: .75rem 1rem; padding: 1rem; margin-bottom: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; font-size: .875rem; }
#filters label > span:first-child, #filters legend { display: block; padding: 0; color: var(--soft); font-size: .8125rem; }
#filters .search { flex: 1 1 16rem; }
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0 .75rem; }
fieldset legend { float: left; width: 100%; }
.chip { display: inline-flex; align-items: center; gap: .3rem; height: 2.125rem; }
.chip .number { color: var(--soft); }
input[type=checkbox] { accent-color: var(--soft); margin: 0; width: 1rem; height: 1rem; }
.chip.error input { accent-color: var(--error); } .chip.warning input { accent-color: var(--warning); } .chip.info input { accent-color: var(--info); }
select, input[type=search] { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 5px; padding: 0 .5rem; height: 2.125rem; width: 100%; }
select { max-width: 13rem; }
button { font: inherit; font-size: .8125rem; font-weight: 400; color: var(--link); background: none; border: 1px solid var(--line); border-radius: 5px; padding: .15rem .6rem; cursor: pointer; }
.outcome { flex: 1 0 100%; display: flex; align-items: center; gap: 1rem; color: var(--soft); }
.outcome p { margin: 0; }

.group { content-visibility: auto; contain-intrinsic-size: auto 700px; padding: 0 2px; }
.group h3 { margin-top: 1.75rem; }
.finding { content-visibility: auto; contain-intrinsic-size: auto 170px; background: var(--card); border: 1px solid var(--line); border-left: 3px solid var(--line); border-radius: 6px; padding: .75rem 1rem; margin: .625rem 0; }
.finding.error { border-left-color: var(--error); } .finding.warning { border-left-color: var(--warning); } .finding.info { border-left-color: var(--info); }
.finding:target { box-shadow: 0 0 0 2px var(--link); }
h4 { margin: 0; font-size: 1rem; font-weight: 600; line-height: 1.4; }
h4 code { font-weight: 400; }
.severity { font-size: .8125rem; font-weight: 600; }
.error h4 .severity { color: var(--error); } .warning h4 .severity { color: var(--warning); } .info h4 .severity { color: var(--info); }
.rule { color: inherit; text-decoration: none; } .rule:hover { text-decoration: underline; }
.new { font-size: .75rem; font-weight: 600; border: 1px solid; border-radius: 3px; padding: 0 .3rem; color: var(--safe); }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 1.5rem; }
.place { margin: 0 0 0 auto; color: var(--soft); font-size: .8125rem; }
.place > * + * { margin-left: .5rem; }
.permalink { text-decoration: none; padding: 0 .25rem; }
.message { margin: .25rem 0 .5rem; max-width: 46rem; }
.evidence { display: flex; flex-wrap: wrap; gap: .125rem 1.5rem; margin: 0 0 .5rem; font-size: .875rem; }
.evidence div { display: flex; gap: .4rem; }
dt { color: var(--soft); } dd { margin: 0; } dd small { color: var(--soft); font-size: .8125rem; }
.related { margin: 0 0 .5rem; font-size: .875rem; color: var(--soft); }

details > summary { cursor: pointer; color: var(--link); }
.fix { font-size: .9375rem; }
.fix > summary { color: inherit; }
p.fix { margin: 0; } p.fix .title { color: inherit; }
.fix .title { color: var(--link); }
.fix .course { display: inline-block; color: var(--soft); font-size: .8125rem; margin-left: .25rem; }
.fix ol { margin: .5rem 0 0; padding-left: 1.5rem; }
.fix li { margin: 0 0 1rem; padding-left: .25rem; }
.fix li p { margin: 0 0 .25rem; max-width: 46rem; }
.fix li::marker { color: var(--soft); }
.phase { display: inline-block; font-size: .75rem; font-weight: 600; letter-spacing: .02em; background: var(--well); border-radius: 3px; padding: 0 .4rem; margin-right: .25rem; }
.locks, .check, .undo, .hazards { font-size: .875rem; color: var(--soft); }
.locks strong { font-weight: 600; font-size: .8125rem; color: var(--ink); }
.hazards { color: var(--warning); }
.sql { position: relative; margin: .375rem 0; }
.sql pre { padding-right: 5rem; }
.sql button { position: absolute; top: .375rem; right: .375rem; background: var(--card); }
pre { margin: 0; padding: .625rem .75rem; background: var(--well); border-radius: 5px; overflow-x: auto; line-height: 1.5; font-size: .8125rem; white-space: pre; tab-size: 2; }
.manual { white-space: pre-line; }

.picture { margin: .25rem 0 .75rem; font-size: .875rem; }
.picture summary { color: var(--soft); }
.picture svg { display: block; margin: .75rem 0; }
.schema text { font: 12px var(--mono); fill: var(--ink); }
.schema .name { font-weight: 600; } .schema .key { font-weight: 600; }
.schema .type, .schema .more, .schema .badge { fill: var(--soft); } .schema .badge { font-size: 10px; font-weight: 400; }
.schema .box { fill: var(--card); stroke: var(--line); } .schema .main .box { stroke: var(--soft); }
.schema .rule { stroke: var(--line); fill: none; }
.schema .mark.error { fill: var(--error-tint); } .schema .mark.warning { fill: var(--warning-tint); } .schema .mark.info { fill: var(--info-tint); }
.edge { fill: none; stroke: var(--soft); stroke-width: 1.2; opacity: .75; } .tip { fill: var(--soft); }
.edge.error { stroke: var(--error); } .edge.warning { stroke: var(--warning); } .edge.info { stroke: var(--info); }
.tip.error { fill: var(--error); } .tip.warning { fill: var(--warning); } .tip.info { fill: var(--info); }
.edge.missing { stroke-dasharray: 4 3; }

.rule-entry { padding: .25rem 0; border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 220px; }
.rule-entry h3 { margin-top: 1rem; }
.rule-entry dl, .facts { display: grid; grid-template-columns: 8rem 1fr; gap: .25rem 1rem; margin: .5rem 0; font-size: .9375rem; }
.rule-entry p { margin: .25rem 0; }
.statements tbody th { width: 50%; }
.statements td.chart { vertical-align: top; padding-top: .75rem; }
.statements pre { white-space: pre-wrap; max-height: 9rem; overflow-y: auto; padding: .375rem .5rem; }

@media (max-width: 40rem) {
  body { padding: 0 1rem 3rem; }
  h1 { margin-top: 1.5rem; font-size: 1.375rem; }
  .tiles { gap: .5rem 1.75rem; } .tile strong { font-size: 1.75rem; }
  .place { margin: 0; }
  .rule-entry dl, .facts { grid-template-columns: 1fr; gap: 0; } .rule-entry dd, .facts dd { margin-bottom: .5rem; }
  #filters label, #filters select { flex: 1 1 100%; max-width: none; } #filters .chip { flex: none; }
}
@page { margin: 16mm; }
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --well: #f4f4f4; --link: #000; --error: #9c1c15; --warning: #6d4700; --info: #2b4a5e; --safe: #1d4d32; --error-tint: #f8e4e2; --warning-tint: #f6ecd2; --info-tint: #e4edf2; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, #filters, .skip, .permalink, .sql button, button.only { display: none !important; }
  .group, .finding, .rule-entry { content-visibility: visible; }
  .finding { break-inside: auto; } h2, h3, h4, .head { break-after: avoid; } li, tr, svg, .picture { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  pre { white-space: pre-wrap; } .scroll { overflow: visible; }
  svg.schema { max-width: 100%; height: auto; }
  a { text-decoration: none; }
}
`;
