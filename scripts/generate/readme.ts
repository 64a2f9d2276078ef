import { readFileSync } from "node:fs";
import path from "node:path";
import { exampleReport } from "./example-report.ts";
import type { Generated } from "./files.ts";

const BEGIN = "<!-- report: written by npm run generate -->";
const END = "<!-- end of report -->";

/** The report in the README is what the program prints today. */
export async function readmeExcerpt(root: string): Promise<Generated> {
  const text = readFileSync(path.join(root, "README.md"), "utf8");
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`README.md has no ${BEGIN} … ${END}`);
  const report = await exampleReport(root);
  return { file: "README.md", text: `${before}${BEGIN}\n\`\`\`text\n${report}\`\`\`\n${END}${after}` };
}
