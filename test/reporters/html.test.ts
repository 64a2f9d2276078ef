import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openBrowser, type Visit, visit } from "./browser.ts";
import { CONTRAST } from "./contrast.ts";
import { generatedReport } from "./generated-report.ts";
import { rendered } from "./renderers.ts";
import { findingOf, reportOf } from "./report-builder.ts";

const FIXTURES = path.join(import.meta.dirname, "../../fixtures/reports");
const finance = readFileSync(path.join(FIXTURES, "finance.html"), "utf8");
const hostile = readFileSync(path.join(FIXTURES, "hostile.html"), "utf8");

vi.setConfig({ testTimeout: 180_000 });
let browser: Browser;
const visits: Visit[] = [];
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  for (const one of visits) await one.close();
  await browser.close();
});

async function open(html: string, options?: Parameters<typeof visit>[2]): Promise<Visit> {
  const opened = await visit(browser, html, options);
  visits.push(opened);
  return opened;
}

const shown = ({ page }: Visit) => page.locator("article.finding:visible").count();
const status = ({ page }: Visit) => page.getByRole("status").textContent();

describe("the file", () => {
  test("allows what is in it, by its hash, and nothing else", () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(finance)?.[1] as string;
    const hashOf = (tag: string) => {
      const text = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(finance)?.[1] as string;
      return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    };
    expect(policy).toBe(
      `default-src 'none'; style-src ${hashOf("style")}; script-src ${hashOf("script")}; base-uri 'none'; form-action 'none'`,
    );
  });

  test.each([
    ["finance", () => finance],
    ["hostile", () => hostile],
    ["5,001 findings of every hostile name", () => rendered("html", generatedReport(5_001))],
  ])("32. does nothing that it should not: %s", async (_, html) => {
    const opened = await open(html());
    const { page } = opened;
    // What could go off when it is opened or pressed.
    for (let n = 0; n < 3; n += 1) await page.locator("details.fix > summary").nth(n).click();
    // By selector: to ask 100,000 elements for their roles takes minutes.
    await page.locator("#filters [name=text]").fill("<script>alert(1)</script>");
    await page.locator("#filters [type=reset]").click();
    expect(opened.alarms).toEqual([]);
    expect(await page.evaluate("document.scripts.length")).toBe(1);
    expect(await page.locator("img, iframe, object, embed, link, base, [onclick], [onerror], [onload], [style]").count()).toBe(0);
  });

  test("a request from it would be refused and seen", async () => {
    const opened = await open(finance.replace("<main", '<img src="http://example.invalid/x.png"><p onclick="alert(1)" id="p">x</p><main'));
    await opened.page.locator("#p").click();
    expect(opened.alarms.filter((alarm) => /Content Security Policy/.test(alarm))).toHaveLength(2);
  });

  test("32. names are shown as they are, and what cannot be seen is spelled", async () => {
    const { page } = await open(hostile);
    const text = await page.locator("main").textContent();
    expect(text).toContain("</script><script>alert(1)</script>");
    expect(text).toContain("<img src=x onerror=alert(1)>");
    expect(text).toContain("bidi\\u{202E}override amount");
    expect(text).toContain("line\\u{A}::error::break");
  });
});

describe("filters", () => {
  const findings = [
    findingOf({ severity: "error", rule: "float-money", object: { kind: "column", path: ["public", "account", "balance"] } }),
    findingOf({
      severity: "warning",
      rule: "naive-timestamp",
      category: "types",
      object: { kind: "column", path: ["public", "account", "at"] },
      message: "No zone.",
      fix: null,
    }),
    findingOf({
      severity: "info",
      rule: "prefer-jsonb",
      category: "types",
      object: { kind: "column", path: ["public", "event", "raw"] },
      message: "Text.",
      fix: null,
    }),
  ];
  const html = rendered("html", reportOf(findings));

  test("by severity, category, rule and table", async () => {
    const opened = await open(html);
    const { page } = opened;
    expect(await status(opened)).toBe("All 3 findings shown");
    await page.getByRole("checkbox", { name: /error/ }).uncheck();
    await expect.poll(() => shown(opened)).toBe(2);
    expect(await status(opened)).toBe("2 of 3 findings shown");
    await page.getByRole("combobox", { name: "Table" }).selectOption({ label: "public.event" });
    await expect.poll(() => shown(opened)).toBe(1);
    expect(await page.getByRole("heading", { name: "public.account" }).isVisible()).toBe(false);
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect.poll(() => shown(opened)).toBe(3);
    await page.getByRole("combobox", { name: "Rule" }).selectOption("naive-timestamp");
    await expect.poll(() => shown(opened)).toBe(1);
    await page.getByRole("combobox", { name: "Rule" }).selectOption("");
    await page.getByRole("combobox", { name: "Category" }).selectOption("types");
    await expect.poll(() => shown(opened)).toBe(2);
    expect(opened.alarms).toEqual([]);
  });

  test("by text: every word, in the name, the message or the SQL, whatever the case", async () => {
    const opened = await open(html);
    const search = opened.page.getByRole("searchbox");
    await search.fill("ACCOUNT zone");
    await expect.poll(() => shown(opened)).toBe(1);
    await search.fill("balance_new");
    await expect.poll(() => shown(opened)).toBe(1);
    await search.fill("nothing has this");
    await expect.poll(() => shown(opened)).toBe(0);
    expect(await status(opened)).toBe("0 of 3 findings shown");
  });

  test("stand in the address, and are taken from it", async () => {
    const opened = await open(html);
    await opened.page.getByRole("combobox", { name: "Rule" }).selectOption("prefer-jsonb");
    await opened.page.getByRole("checkbox", { name: /warning/ }).uncheck();
    await expect.poll(() => opened.page.url()).toBe(`${opened.url}#rule=prefer-jsonb&severity=error+info`);
    const again = await open(html, { hash: "#rule=prefer-jsonb&severity=error+info" });
    expect(await shown(again)).toBe(1);
    expect(await again.page.getByRole("combobox", { name: "Rule" }).inputValue()).toBe("prefer-jsonb");
  });

  test("are reached and used with the keyboard alone", async () => {
    const opened = await open(html);
    const { page } = opened;
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the findings");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.type("balance");
    await expect.poll(() => shown(opened)).toBe(1);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await expect.poll(() => shown(opened)).toBe(0);
  });

  test("a rule's page shows its findings", async () => {
    const opened = await open(html);
    await opened.page.locator("#rule-naive-timestamp").getByRole("button", { name: "Show them" }).click();
    await expect.poll(() => shown(opened)).toBe(1);
  });
});

describe("links", () => {
  const fingerprint = /<article class="finding [a-z]+" id="([0-9a-f]{64})"[^>]*>(?![\s\S]*<article class="finding )/.exec(
    finance,
  )?.[1] as string;

  test("a fingerprint in the address leads to its finding, and opens its fix", async () => {
    const opened = await open(finance, { hash: `#${fingerprint}` });
    const finding = opened.page.locator(`[id="${fingerprint}"]`);
    expect(await opened.page.evaluate("document.activeElement.id")).toBe(fingerprint);
    await expect.poll(async () => Math.abs((await finding.boundingBox())?.y ?? Number.NaN)).toBeLessThan(600);
    expect(await finding.locator("details.fix[open]").count()).toBe(1);
  });

  test("also where a filter hides it", async () => {
    const opened = await open(finance);
    await opened.page.getByRole("searchbox").fill("nothing has this");
    await expect.poll(() => shown(opened)).toBe(0);
    await opened.page.evaluate(`location.hash = "${fingerprint}"`);
    await expect.poll(() => opened.page.locator(`[id="${fingerprint}"]`).isVisible()).toBe(true);
  });

  test("every one within the file leads somewhere", async () => {
    for (const html of [finance, hostile]) {
      const { page } = await open(html);
      const targets = await page.locator('a[href^="#"]').evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
      const ids = new Set(await page.locator("[id]").evaluateAll((elements) => elements.map((element) => element.id)));
      const lost = targets.filter((target) => !ids.has(decodeURIComponent(target.slice(1))));
      expect(lost).toEqual([]);
    }
  });
});

describe("SQL", () => {
  test("is copied whole", async () => {
    const opened = await open(finance);
    const { page } = opened;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const fix = page.locator("details.fix").first();
    await fix.locator(":scope > summary").click();
    const block = fix.locator(".sql").first();
    await block.getByRole("button", { name: "Copy" }).click();
    await expect.poll(() => block.getByRole("button").textContent()).toBe("Copied");
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(await block.locator("code").textContent());
    expect(opened.alarms).toEqual([]);
  });
});

describe("without a script, to a screen reader, on paper", () => {
  test("the whole report is there without a script", async () => {
    const { page, alarms } = await open(finance, { javaScriptEnabled: false });
    expect(await page.locator("#filters").isVisible()).toBe(false);
    expect(await page.locator("article.finding").count()).toBe(await page.locator("article.finding:visible").count());
    await page.locator("details.fix > summary").first().click();
    expect(await page.locator("details.fix pre").first().isVisible()).toBe(true);
    expect(alarms.filter((alarm) => !/script/i.test(alarm))).toEqual([]);
  });

  test("it has landmarks, headings, names and a live count", async () => {
    const { page } = await open(finance);
    const tree = await page.locator("body").ariaSnapshot();
    expect(tree).toMatch(/- status: All \d+ findings shown/);
    expect(tree).toMatch(/- heading "public\.accounts \d+ findings" \[level=3\]/);
    for (const part of [
      '- link "Skip to the findings"',
      "- banner",
      '- navigation "Sections"',
      "- main",
      '- heading "fixtures/finance/schema.sql" [level=1]',
      '- heading "Findings" [level=2]',
      '- search "Filter the findings"',
      '- searchbox "Search"',
      '- group "Severity"',
      '- combobox "Table"',
      'img "public.accounts: 10 tables refer to it, it refers to 1 table"',
      '- article "error float-money balance"',
      '- columnheader "Phase"',
      '- heading "Workload" [level=2]',
    ]) {
      expect(tree).toContain(part);
    }
    const levels = await page.locator("h1, h2, h3, h4").evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName.slice(1))));
    expect(levels.filter((level, n) => n > 0 && level > (levels[n - 1] as number) + 1)).toEqual([]);
    const nameless = await page
      .locator("input, select, button")
      .evaluateAll((fields) =>
        fields.filter((field) => field.closest("label") === null && field.textContent === "").map(({ outerHTML }) => outerHTML),
      );
    expect(nameless).toEqual([]);
  });

  test.each(["light", "dark"] as const)("text stands out from its ground in the %s", async (colorScheme) => {
    const { page } = await open(finance);
    await page.emulateMedia({ colorScheme });
    const ratios = (await page.evaluate(CONTRAST)) as [string, number][];
    expect(ratios.length).toBeGreaterThan(30);
    expect(ratios.filter(([, ratio]) => ratio < 4.5)).toEqual([]);
  });

  test("nothing sticks out of a narrow window", async () => {
    for (const html of [finance, hostile]) {
      const { page } = await open(html);
      await page.setViewportSize({ width: 360, height: 800 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    }
  });

  test("paper has the SQL and no buttons", async () => {
    const { page } = await open(finance);
    await page.emulateMedia({ media: "print" });
    await page.evaluate('void dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator("details.fix pre").first().isVisible()).toBe(true);
    expect(await page.locator("button:visible, nav:visible, #filters:visible").count()).toBe(0);
    await page.evaluate('void dispatchEvent(new Event("afterprint"))');
    expect(await page.locator("details.fix[open]").count()).toBe(0);
  });
});
