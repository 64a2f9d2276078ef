import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export async function openBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) {
    throw new Error(`the HTML report is tested in a real Chromium, and there is none at ${PLACES.join(", ")}: apt-get install chromium`);
  }
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** A page that is open, and everything that it did and should not have. */
export interface Visit {
  readonly page: Page;
  /** Console messages, script errors, dialogs, and requests for anything but the file itself. */
  readonly alarms: readonly string[];
  readonly url: string;
  close(): Promise<void>;
}

export async function visit(
  browser: Browser,
  html: string,
  options: { readonly hash?: string; readonly javaScriptEnabled?: boolean } = {},
): Promise<Visit> {
  const folder = mkdtempSync(path.join(tmpdir(), "pgassay-html-"));
  const file = path.join(folder, "report.html");
  writeFileSync(file, html);
  const url = `file://${file}`;
  const { hash = "", javaScriptEnabled = true } = options;
  const context = await browser.newContext({ javaScriptEnabled, reducedMotion: "reduce" });
  const page = await context.newPage();
  const alarms: string[] = [];
  page.on("console", (message) => alarms.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => alarms.push(`error: ${error.message}`));
  page.on("dialog", async (dialog) => {
    alarms.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(url)) alarms.push(`request: ${request.url()}`);
  });
  await page.goto(url + hash);
  return {
    page,
    alarms,
    url,
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true });
    },
  };
}
