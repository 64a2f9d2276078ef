import { plainText } from "../model/plain-text.ts";
import { describeStep, nameOf } from "./describe.ts";
import { gateSetting } from "./migrations/migration.ts";
import type { OutputFile } from "./output.ts";
import type { Plan, PlannedStep, Stage } from "./planned.ts";
import type { PlanOrigin } from "./sql/sql.ts";
import { aboutPlan, proofText } from "./sql/titles.ts";

/** The plan for people: what to tick off, in which order, and what it waits for. */
export function readme(plan: Plan, origin: PlanOrigin, how: readonly string[], waits: "setting" | "people"): OutputFile {
  const proofs = new Map(plan.proof?.map((each) => [each.fingerprint, `; ${proofText(each)}`]));
  const lines = [
    "# Fixes by pgassay",
    "",
    ...aboutPlan(plan, origin).map(words),
    "",
    ...how,
    "",
    "## Fixes",
    "",
    ...plan.fixes.map(
      ({ number, finding, fix }) =>
        `${number}. ${words(`${finding.rule} on ${nameOf(finding)}: ${fix.title}`)} (${fix.safety})${words(proofs.get(finding.fingerprint) ?? "")}`,
    ),
    ...plan.stages.flatMap((stage) => stageLines(stage, waits)),
    ...leftOver(plan),
  ];
  return { path: "README.md", text: `${lines.join("\n")}\n` };
}

function stageLines(stage: Stage, waits: "setting" | "people"): string[] {
  const { number, gates, steps, afterwards } = stage;
  return [
    "",
    `## Part ${number}`,
    "",
    ...(gates.length === 0 ? [] : ["Deploy gate: before this part,", ""]),
    ...gates.map(({ step, of }) => `- [ ] ${words(`${nameOf(of.planned.finding)}: ${step.instruction}`)}`),
    ...(gates.length === 0
      ? []
      : ["", ...(waits === "setting" ? [`Then \`ALTER ROLE … SET ${gateSetting(stage)} = 'done'\` for the role that migrates.`, ""] : [])]),
    ...steps.map(stepLine),
    ...(afterwards.length === 0 ? [] : ["", "Afterwards:", "", ...afterwards.map(({ step }) => `- [ ] ${words(step.instruction)}`)]),
  ];
}

function stepLine(planned: PlannedStep): string {
  const { number, step, refused } = planned;
  if (refused !== null) return `- ~~${number}. ${words(step.why)}~~ not run: ${words(refused)}`;
  const facts = describeStep(planned).filter((line) => !/^(?:for|again): /.test(line));
  return `- [ ] ${number}. ${step.phase}: ${words(step.why)} (${words(facts.join("; "))})`;
}

function leftOver({ deferred, withoutFix }: Plan): string[] {
  const item = (text: string) => `- ${words(text)}`;
  return [
    ...(deferred.length === 0
      ? []
      : [
          "",
          "## Left for the next run",
          "",
          ...deferred.map(({ finding, because }) => item(`${finding.rule} on ${nameOf(finding)}: ${because}`)),
        ]),
    ...(withoutFix.length === 0
      ? []
      : ["", "## Without generated SQL", "", ...withoutFix.map((finding) => item(`${finding.rule} on ${nameOf(finding)}`))]),
  ];
}

/** Text that Markdown takes for text. */
function words(text: string): string {
  return plainText(text.replaceAll("\n", " ")).replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");
}
