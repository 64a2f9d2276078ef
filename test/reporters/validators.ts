import { expect } from "vitest";
import { UNSEEN } from "../../src/model/plain-text.ts";
import { reportSchema } from "../../src/reporters/json/report-schema.ts";
import { readCsv } from "./csv-reader.ts";
import { codeQuality } from "./gitlab-schema.ts";
import { jsonlLine } from "./jsonl-schema.ts";
import { multitoolSays } from "./multitool.ts";
import { commandsIn } from "./runner.ts";
import { readXml } from "./xml-reader.ts";

/** What the validator misses and we cannot give: pgassay has no address on the web that a file could name. */
const KNOWN = /^SARIF2005: .*nformationUri/;

/** Each format read back by something that is strict about it: how many findings it finds in the text. */
export const FOUND_IN: Readonly<Record<string, (text: string) => number>> = {
  txt: (text) => text.match(/^ {2}(✖ error|▲ warning|● info) /gm)?.length ?? 0,
  compact: (text) => text.match(/: (error|warning|info): .* \[[a-z-]+\]$/gm)?.length ?? 0,
  json: (text) => {
    const parsed = JSON.parse(text);
    expect(reportSchema.strict().parse(parsed)).toEqual(parsed);
    return parsed.findings.length;
  },
  jsonl: (text) => {
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    for (const line of lines) jsonlLine.parse(line);
    return lines.filter(({ type }) => type === "finding").length;
  },
  csv: (text) => {
    const rows = readCsv(text);
    expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    return rows.length - 1;
  },
  sarif: (text) => {
    // It says so once, or it has not looked: a file that is too long for it is passed over in silence.
    const said = multitoolSays(text);
    expect(said.filter((one) => !KNOWN.test(one))).toEqual([]);
    expect(said).toHaveLength(1);
    const [run] = JSON.parse(text).runs;
    for (const result of run.results) {
      for (const { physicalLocation } of result.locations)
        expect(physicalLocation.artifactLocation.uri).toMatch(/^(?!\/|\.\.?(\/|$))[\w%./~!*'()-]+$/);
    }
    return run.results.length;
  },
  github: (text) => {
    const commands = commandsIn(text);
    expect(commands.filter(({ name }) => !["error", "warning", "notice", "group", "endgroup"].includes(name))).toEqual([]);
    const listed = text.split("\n").filter((line) => /: (error|warning|info): .* \[[a-z-]+\]$/.test(line)).length;
    return commands.filter(({ name }) => ["error", "warning", "notice"].includes(name)).length + listed;
  },
  "gitlab.json": (text) => codeQuality.parse(JSON.parse(text)).length,
  "junit.xml": (text) => {
    const suites = readXml(text);
    const cases = suites.children.flatMap(({ children }) => children);
    expect(suites.attributes.tests).toBe(String(cases.length));
    const failures = cases.filter(({ children: [result] }) => result?.name === "failure");
    expect(suites.attributes.failures).toBe(String(failures.length));
    return cases.filter(({ children: [result] }) => result?.name === "failure" || result?.name === "system-out").length;
  },
  md: (text) => {
    expect(text.length).toBeLessThanOrEqual(65_536);
    const cut = /^([\d,]+) findings? left out here/m.exec(text)?.[1] ?? "0";
    return (text.match(/^- \*\*(error|warning|info)\*\* /gm)?.length ?? 0) + Number(cut.replaceAll(",", ""));
  },
  html: (text) => {
    expect(text.replaceAll("\n", "").match(UNSEEN)).toBeNull();
    const more = /<p class="note">(\d+) more findings are not in this file/.exec(text)?.[1] ?? "0";
    return (text.match(/<article class="finding /g)?.length ?? 0) + Number(more);
  },
};
