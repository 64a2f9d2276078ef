import path from "node:path";
import { Writable } from "node:stream";
import { run } from "../../src/cli/run.ts";

/** What `pgassay audit fixtures/finance/schema.sql` prints, cut down to the first table and the summary. */
export async function exampleReport(root: string): Promise<string> {
  const stdout = new Collected();
  const stderr = new Collected();
  const before = process.cwd();
  process.chdir(root);
  try {
    const { code } = await run(["audit", "fixtures/finance/schema.sql", "--no-cache"], {
      stdin: process.stdin,
      stdout,
      stderr,
      env: {},
      cwd: root,
      interrupt: new AbortController().signal,
    });
    if (code === 2) throw new Error(`${path.join(root, "fixtures/finance/schema.sql")}: ${stderr.text}`);
  } finally {
    process.chdir(before);
  }
  return excerpt(stdout.text);
}

const TABLES_SHOWN = 1;

/** Blocks are parted by empty lines: the header, a block for each table, the summary of several, and what is next. */
function excerpt(report: string): string {
  const blocks = report.trimEnd().split("\n\n");
  const summary = blocks.findIndex((block) => /^\d[\d,]* findings?: /.test(block));
  if (summary < 0) throw new Error("the example has no findings");
  const tables = blocks.slice(1, summary);
  const left = tables.length - TABLES_SHOWN;
  return `${[blocks[0], ...tables.slice(0, TABLES_SHOWN), `… ${left} more tables …`, ...blocks.slice(summary)].join("\n\n")}\n`;
}

class Collected extends Writable {
  text = "";
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
