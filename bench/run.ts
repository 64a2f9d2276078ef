import { execFileSync } from "node:child_process";
import path from "node:path";

/** `npm run bench`, or `npm run bench cold` for one of them. Each runs in a process of its own, so that none warms another. */
const BENCHES = ["scale", "far", "cold", "logs", "advice", "reports", "fix"];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !BENCHES.includes(name));
if (unknown.length > 0) throw new Error(`no bench ${unknown.join(", ")}: there is ${BENCHES.join(", ")}`);

for (const name of wanted.length > 0 ? wanted : BENCHES) {
  execFileSync(process.execPath, ["--import", "tsx", path.join(import.meta.dirname, `${name}.ts`)], { stdio: "inherit" });
}
