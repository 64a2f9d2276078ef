import { audit } from "../src/audit.ts";
import { link } from "../src/model/link.ts";
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
const catalog = link(snapshot.catalog);
const linked = clock();
catalog.hash;
const hashed = clock();
// What waits for the processor on a busy machine is not the rule's time.
const processorTime = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const report = audit(snapshot, {
  rules: rules.filter(({ recommended }) => recommended),
  toolVersion: "bench",
  clock: processorTime,
  fixes: "on demand",
});

const phases: Phases = {
  findings: report.findings.length,
  ms: {
    read: read - started,
    link: linked - read,
    hash: hashed - linked,
    rules: report.rules.reduce((total, rule) => total + rule.ms, 0),
  },
  rules: Object.fromEntries(report.rules.map((run) => [run.rule.id, run.ms])),
};
process.stdout.write(JSON.stringify(phases));
