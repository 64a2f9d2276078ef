import type { Emit, OutputFile } from "../output.ts";
import type { Plan, PlannedStep, Stage } from "../planned.ts";
import { readme } from "../readme.ts";
import { comment, echo } from "./comment.ts";
import { versionGuard } from "./guard.ts";
import { plainBackfill } from "./plain-backfill.ts";
import { preflight } from "./preflight.ts";
import type { PlanOrigin } from "./sql.ts";
import { stepText, undoText } from "./step.ts";
import { aboutPlan, comments, gateText } from "./titles.ts";

/** A folder of files for psql: one for each table and phase of a part, the way back of each under `down`, and what to ask first. */
export const sqlFolder: Emit = (plan, origin) => {
  const groups = plan.stages.flatMap(groupsOf);
  const steps = plan.stages.reduce((sum, stage) => sum + stage.steps.length, 0);
  const width = Math.max(2, String(groups.length).length);
  const files = groups.flatMap((group, at) => {
    const name = `${String(at + 1).padStart(width, "0")}_${group.slug}.sql`;
    return groupFiles(group, name, steps, plan, origin);
  });
  return [readme(plan, origin, HOW, "people"), { path: "preflight.sql", text: preflight(plan, origin) }, ...files];
};

const HOW = [
  "Run `psql -X -v ON_ERROR_STOP=1 -f preflight.sql` first: it changes nothing and says what would stop a step.",
  "Then run the numbered files one by one, with the gates of each part before its first file. `down/` takes the file of the same name back; run those from the last to the first. `plain/` has the backfills as statements of their own, for servers that end a long one.",
];

interface Group {
  readonly stage: Stage;
  readonly first: boolean;
  readonly slug: string;
  readonly steps: readonly PlannedStep[];
}

function groupsOf(stage: Stage): Group[] {
  const groups: { slug: string; steps: PlannedStep[] }[] = [];
  for (const planned of stage.steps) {
    const slug = slugOf(stage, planned);
    const last = groups.at(-1);
    if (last?.slug === slug) last.steps.push(planned);
    else groups.push({ slug, steps: [planned] });
  }
  return groups.map((group, at) => ({ ...group, stage, first: at === 0 }));
}

function slugOf({ number }: Stage, { step, of }: PlannedStep): string {
  const table = (step.locks[0]?.on ?? of[0].planned.finding.object).path[1] ?? "schema";
  const name = table
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .slice(0, 40);
  return `part${number}_${step.phase}_${name}`;
}

function groupFiles({ stage, first, steps }: Group, name: string, of: number, plan: Plan, origin: PlanOrigin): OutputFile[] {
  const open = `${comments(aboutPlan(plan, origin))}\n\\set ON_ERROR_STOP on\nSET client_encoding = 'UTF8';\n${versionGuard(origin.server.version)}`;
  const close = "\nRESET statement_timeout;\nRESET lock_timeout;\n";
  const gates = first ? stage.gates.map((gate) => gateText("DEPLOY GATE", gate)).join("") : "";
  const up = steps.map((planned) => `\n${echo(`step ${planned.number} of ${of}`)}${stepText(planned, of)}`).join("");
  const down = steps
    .toReversed()
    .map((planned) => `\n${undoText(planned, of)}`)
    .join("");
  const plain = steps.filter(({ step, refused }) => step.batches !== undefined && refused === null);
  return [
    { path: name, text: open + gates + up + close },
    { path: `down/${name}`, text: open + down + close },
    ...(plain.length === 0
      ? []
      : [
          {
            path: `plain/${name}`,
            text: `${open}${plain.map((planned) => `\n${comment(`Step ${planned.number} of ${of}: ${planned.step.why}`)}${plainBackfill(planned.step)}`).join("")}${close}`,
          },
        ]),
  ];
}
