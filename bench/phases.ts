import { audit, linkSnapshot } from "../src/audit.ts";
import { resolveConnection } from "../src/sources/connection/resolve-connection.ts";
import { liveSource } from "../src/sources/live/live-source.ts";

/** Where the time of one audit goes, in milliseconds. Another process than the measured one, with its own garbage: add nothing up. */
export interface Phases {
  readonly findings: number;
  readonly ms: { readonly read: number; readonly link: number; readonly hash: number; readonly rules: number };
  /** By rule, of processor time. */
  readonly rules: Readonly<Record<string, number>>;
}

const [url = ""] = process.argv.slice(2);
const { default: rules } = await import("../rules/index.ts");
const clock = () => performance.now();

const started = clock();
const source = liveSource(resolveConnection(url, {}, {}), { applicationName: "pgassay bench", now: () => new Date() });
const snapshot = await source.load({ stats: true, schemas: null }, AbortSignal.timeout(600_000));
const read = clock();
const linked = linkSnapshot(snapshot, null, "open");
const graph = clock();
linked.catalog.hash;
const hashed = clock();
// What waits for the processor on a busy machine is not the rule's time.
const processorTime = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const report = audit(linked, {
  rules: rules.filter(({ recommended }) => recommended),
  toolVersion: "bench",
  clock: processorTime,
  fixes: "on demand",
});
const judged = clock();

const phases: Phases = {
  findings: report.findings.length,
  ms: {
    read: read - started,
    link: graph - read,
    hash: hashed - graph,
    rules: judged - hashed,
  },
  rules: Object.fromEntries(report.rules.map((run) => [run.rule.id, run.ms])),
};
process.stdout.write(JSON.stringify(phases));
