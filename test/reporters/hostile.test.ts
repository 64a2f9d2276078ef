import { describe, expect, test } from "vitest";
import { cell } from "../../src/reporters/csv/cell.ts";
import { command } from "../../src/reporters/github/command.ts";
import { code, prose } from "../../src/reporters/markdown/inline.ts";
import { fileFromRoot, uriOf } from "../../src/reporters/places.ts";
import { HOSTILE_NAMES } from "../hostile-names.ts";
import { unseenIn } from "../unseen.ts";
import { readCsv } from "./csv-reader.ts";
import { rendered } from "./renderers.ts";
import { findingOf, fixOf, many, reportOf } from "./report-builder.ts";
import { commandsIn } from "./runner.ts";
import { readXml } from "./xml-reader.ts";

/** Every name in every place that a name can be. */
const findings = HOSTILE_NAMES.map((name) =>
  findingOf({
    object: { kind: "column", path: [name, name, name] },
    key: name,
    message: name,
    evidence: [{ label: name, value: name, from: name }],
    related: [{ kind: "table", path: [name, name] }],
    source: { file: name, line: 1 },
    suppressed: null,
    fix: fixOf({ title: name }),
  }),
);
const report = reportOf(findings, {
  source: { kind: "sql", name: HOSTILE_NAMES.join(""), statements: 1 },
  gaps: HOSTILE_NAMES.map((name) => ({ what: "object", subject: name, reason: name, at: { file: name, line: 1 }, affects: [name] })),
  excluded: HOSTILE_NAMES.map((name) => ({ path: [name, name], by: name })),
  suppressed: findings.map((finding) => ({ ...finding, suppressed: { by: "config", reason: finding.message } })),
});

describe("names that would break a report", () => {
  test.each(["txt", "compact", "json", "jsonl", "csv", "sarif", "github", "gitlab.json", "junit.xml", "md", "html"])(
    "31. nothing in %s reaches a terminal unescaped",
    (format) => {
      const text = rendered(format, report);
      expect(unseenIn(text.replaceAll(format === "csv" ? "\r\n" : "\n", "").replaceAll("\n", ""))).toEqual([]);
    },
  );

  test("33. no cell of CSV is a formula, and every record has its cells", () => {
    for (const name of [...HOSTILE_NAMES, "=1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "\0=1"]) {
      const [[read] = []] = readCsv(`${cell(name)}\r\n`);
      expect(read).not.toMatch(/^[=+\-@\t\r\0＝＋－＠]/);
    }
    const rows = readCsv(rendered("csv", report));
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([18]));
    expect(rows).toHaveLength(1 + 2 * HOSTILE_NAMES.length);
  });

  test("34. SARIF names files by relative references, whatever the file is called and wherever it is", () => {
    const places = { cwd: "/home/me/app/db", root: "/home/me/app", anchor: "x" };
    expect(fileFromRoot("schema.sql", places)).toBe("db/schema.sql");
    expect(fileFromRoot("../db/./schema.sql", places)).toBe("db/schema.sql");
    expect(fileFromRoot("/home/me/app/a b.sql", places)).toBe("a b.sql");
    expect(fileFromRoot("/etc/secret/schema.sql", places)).toBe("schema.sql");
    expect(fileFromRoot("../../other/schema.sql", places)).toBe("schema.sql");
    expect(fileFromRoot("..schema.sql", places)).toBe("db/..schema.sql");
    expect(uriOf("db/a b%#?:é.sql")).toBe("db/a%20b%25%23%3F%3A%C3%A9.sql");
    expect(uriOf("\uD800")).toBe("%EF%BF%BD");
    for (const name of HOSTILE_NAMES) {
      expect(new URL(uriOf(fileFromRoot(name, places)), "file:///top/").href.startsWith("file:///top/")).toBe(true);
    }
  });

  test("34. SARIF keeps the worst 5,000, and says how many it leaves out", () => {
    const [run] = JSON.parse(rendered("sarif", reportOf([...many(4_999, "a", "error"), ...many(10, "b", "warning")]))).runs;
    expect(run.results.filter(({ level }: { level: string }) => level === "error")).toHaveLength(4_999);
    expect(run.results).toHaveLength(5_000);
    const [{ toolExecutionNotifications }] = run.invocations;
    expect(toolExecutionNotifications[0].message.text).toMatch(/^9 findings left out/);
  });

  test("35. JUnit is XML, and holds what XML can", () => {
    const suites = readXml(rendered("junit.xml", reportOf([findingOf({ message: "a\u0000b\uFFFEc\uD800d]]>e\tf" })])));
    expect(suites.children[0]?.children[0]?.children[0]?.attributes.message).toBe("a\\u{0}b\uFFFDc\\u{D800}d]]>e\\u{9}f");
    expect(readXml(rendered("junit.xml", report)).attributes.tests).toBe(String(HOSTILE_NAMES.length));
  });

  test("36. a name is one annotation, and nothing that the runner obeys", () => {
    for (const name of [...HOSTILE_NAMES, "a\n::error::b", "%0A", "::add-mask::x", "##[add-path]x", "a::b,c=d%25", "100%"]) {
      const commands = commandsIn(command("warning", { file: name, title: name }, name));
      expect(commands.map((one) => one.name)).toEqual(["warning"]);
      // What was not one line comes back spelled out; all else as it was.
      if (unseenIn(name).length === 0)
        expect(commands).toEqual([{ name: "warning", properties: { file: name, title: name }, message: name }]);
    }
    const names = commandsIn(rendered("github", report)).map(({ name }) => name);
    expect(names).toEqual([...Array.from({ length: 10 }, () => "error"), "group", "endgroup"]);
  });

  test("37. Markdown makes nothing of a name", () => {
    expect(code("a`b``c")).toBe("```a`b``c```");
    expect(code("`a`")).toBe("`` `a` ``");
    expect(code(" ")).toBe("`   `");
    expect(prose("@user #123 https://x www.x.y GH-1 <img> ![a](b) a|b `c` *d* _e_ f_g ~h~ $i$ &amp; \\ :smile:")).toBe(
      "@<!-- -->user #<!-- -->123 https:<!-- -->//x www<!-- -->.x.y GH<!-- -->-1 \\<img\\> !\\[a\\](b) a\\|b \\`c\\` \\*d\\* \\_e\\_ f_g \\~h\\~ \\$i\\$ \\&amp; \\\\ :<!-- -->smile:",
    );
  });

  test("37. a comment is never longer than GitHub takes, and counts what it leaves out", () => {
    const text = rendered("md", reportOf(many(5_000)));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
    const written = text.match(/^- \*\*warning\*\*/gm)?.length ?? 0;
    expect(written).toBeGreaterThan(100);
    expect(text).toContain(`${(5_000 - written).toLocaleString("en")} findings left out here: \`foreign-key-without-index\` `);
    expect(text.trimEnd().endsWith("</details>")).toBe(true);
  });
});
