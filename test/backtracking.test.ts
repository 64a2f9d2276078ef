import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import ts from "typescript";
import { afterAll, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** Far beyond what a shape needs that goes over a text once, even here: one that goes back over it would take minutes. */
const HANG_MS = 20_000;
const LENGTH = 300_000;

interface Shape {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** Every regular expression that is written in these folders, each once. */
function shapes(): readonly Shape[] {
  const found = new Map<string, Shape>();
  for (const folder of ["src", "rules"]) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".ts")) continue;
      const file = join(folder, name);
      const tree = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest);
      const visit = (node: ts.Node): void => {
        if (ts.isRegularExpressionLiteral(node)) {
          const end = node.text.lastIndexOf("/");
          found.set(node.text, { file, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
        }
        ts.forEachChild(node, visit);
      };
      visit(tree);
    }
  }
  return [...found.values()];
}

/** Digits of a number, of which there are never many. */
const BOUNDED = ["/\\B(?=(\\d{3})+$)/g"];

const UNITS = [
  " ",
  "\t",
  "\n",
  "a",
  "a ",
  "1",
  "1,",
  "_",
  "a,",
  "a.",
  ".",
  ",",
  ":",
  "=",
  "a=",
  "%",
  "-",
  "--",
  "/*",
  "$",
  "$$",
  "{",
  "(",
  ")",
  "('",
  "'",
  "''",
  "a'",
  '"',
  '""',
  "\\",
];

/** Tries a shape on long runs of one thing, which its own words are among, with something at the end that fits nothing. */
const WORKER = `
const { parentPort } = require("node:worker_threads");
parentPort.on("message", ({ source, flags }) => {
  const words = source.match(/[A-Za-z_]{2,}|[^\\w\\s\\\\^$*+?()[\\]{}|]/g) ?? [];
  const units = new Set([...${JSON.stringify(UNITS)}, ...words, ...words.map((word) => word + " ")]);
  for (const unit of units) {
    const run = unit.repeat(Math.ceil(${LENGTH} / unit.length));
    for (const text of [run, run + "\\0", "x" + run + "!"]) new RegExp(source, flags).test(text);
  }
  parentPort.postMessage("done");
});
`;

let worker = new Worker(WORKER, { eval: true });
afterAll(() => worker.terminate());

async function ends(shape: Shape): Promise<boolean> {
  const ended = await new Promise<boolean>((resolve) => {
    const guard = setTimeout(() => resolve(false), HANG_MS);
    worker.once("message", () => {
      clearTimeout(guard);
      resolve(true);
    });
    worker.postMessage(shape);
  });
  if (!ended) {
    await worker.terminate();
    worker = new Worker(WORKER, { eval: true });
  }
  return ended;
}

test("50. no regular expression goes back over a long text again and again", async () => {
  const all = shapes();
  expect(all.length).toBeGreaterThan(200);
  const stuck: string[] = [];
  for (const shape of all) {
    const written = `/${shape.source}/${shape.flags}`;
    if (!BOUNDED.includes(written) && !(await ends(shape))) stuck.push(`${shape.file}: ${written}`);
  }
  expect(stuck).toEqual([]);
}, 600_000);

test("50. what is looked for is found", async () => {
  expect(await ends({ file: "", source: "^(a+)+$", flags: "" })).toBe(false);
});
