import { generatedReport } from "../test/reporters/generated-report.ts";
import { chunksOf, FORMATS } from "../test/reporters/renderers.ts";
import { against, table } from "./table.ts";

/** The CPU of a format per finding, at 25,000 findings against 5,000: a report is written in linear time, and never held whole. */
const FEW = 5_000;
const MANY = 25_000;
const ROUNDS = 5;
const TARGET = 1.3;

const few = generatedReport(FEW);
const many = generatedReport(MANY);

interface Cost {
  /** Microseconds of this process. */
  readonly cpu: number;
  readonly length: number;
  readonly longest: number;
}

function costOf(format: string, report: typeof few): Cost {
  const before = process.cpuUsage();
  let length = 0;
  let longest = 0;
  for (const chunk of chunksOf(format, report)) {
    length += chunk.length;
    longest = Math.max(longest, chunk.length);
  }
  const { user, system } = process.cpuUsage(before);
  return { cpu: user + system, length, longest };
}

const rows = FORMATS.map((format) => {
  const rounds = Array.from({ length: ROUNDS }, () => ({ few: costOf(format, few), many: costOf(format, many) }));
  const least = (of: "few" | "many") => Math.min(...rounds.map((round) => round[of].cpu));
  const ratio = least("many") / MANY / (least("few") / FEW);
  const { length, longest } = (rounds[0] as (typeof rounds)[number]).many;
  return [
    format,
    against(ratio, TARGET, "x"),
    `${(least("many") / 1_000).toFixed(0)} ms`,
    `${(length / 1_048_576).toFixed(1)} MB`,
    `${(longest / 1_024).toFixed(0)} kB`,
  ];
});
process.stdout.write(`${table([["format", "per finding, 25,000 against 5,000", "25,000", "size", "longest piece"], ...rows])}\n`);
