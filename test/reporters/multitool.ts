import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

/** `SARIF2002: …` of everything that Microsoft's validator, with GitHub's own rules, has to say of a file. */
export function multitoolSays(sarif: string): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "pgassay-sarif-"));
  const input = path.join(folder, "report.sarif");
  const output = path.join(folder, "said.sarif");
  writeFileSync(input, sarif);
  try {
    const args = ["validate", input, "-o", output, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "--quiet"];
    try {
      execFileSync(multitool(), args, { stdio: "ignore" });
    } catch (error) {
      // It exits with 1 when it has something to say.
      if ((error as { status?: number }).status !== 1) throw error;
    }
    const said = JSON.parse(readFileSync(output, "utf8").replace(/^\uFEFF/, ""));
    const [run] = said.runs;
    const notes = (run.invocations ?? []).flatMap((one: { toolExecutionNotifications?: object[] }) => one.toolExecutionNotifications ?? []);
    return [...run.results, ...notes].map((result) => `${result.ruleId ?? result.descriptor?.id}: ${JSON.stringify(result.message)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The package's own script, which is not run on installing, would make it executable. */
function multitool(): string {
  const binary = createRequire(import.meta.url)("@microsoft/sarif-multitool") as string;
  chmodSync(binary, 0o755);
  return binary;
}
