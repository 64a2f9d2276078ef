import { describeStep } from "../describe.ts";
import type { Gate, Plan, PlannedStep, Stage } from "../planned.ts";
import { guard, versionGuard } from "../sql/guard.ts";
import type { PlanOrigin } from "../sql/sql.ts";
import { aboutPlan } from "../sql/titles.ts";

/** One file of a migration tool: what it does at once, or what a gate waits for. */
export interface Migration {
  /** From 1, in the order in which they are run. */
  readonly number: number;
  /** A few words of letters, digits and underscores. */
  readonly slug: string;
  /** Lines for people, of any characters. */
  readonly about: readonly string[];
  readonly transaction: boolean;
  /** Complete statements without a closing semicolon. */
  readonly up: readonly string[];
  /** Null: there is no way back. */
  readonly down: readonly string[] | null;
  readonly planned: PlannedStep | null;
}

export interface Shape {
  /** For tools that send a file without a transaction as one text, which PostgreSQL would run as one transaction. */
  readonly oneStatementEach: boolean;
}

type Unnumbered = Omit<Migration, "number">;

/**
 * A plan as files for a tool that remembers which of them it has run: one step each, so that a run that stopped goes on
 * where it stopped. Each gate is a file too, and stops the tool until the setting `pgassay.gate_N` says `done`.
 */
export function migrationsOf(plan: Plan, origin: PlanOrigin, { oneStatementEach }: Shape): Migration[] {
  const migrations = plan.stages.flatMap((stage) => [
    ...(stage.gates.length === 0 ? [] : [gateOf(stage)]),
    ...stage.steps.filter(({ refused }) => refused === null).flatMap((planned) => stepOf(planned, oneStatementEach)),
  ]);
  return [...(migrations.length === 0 ? [] : [first(plan, origin)]), ...migrations].map((each, at) => ({ ...each, number: at + 1 }));
}

function first(plan: Plan, origin: PlanOrigin): Unnumbered {
  return {
    slug: "server_version",
    about: aboutPlan(plan, origin),
    transaction: true,
    up: [statementOf(versionGuard(origin.server.version))],
    down: [],
    planned: null,
  };
}

export function gateSetting(stage: Pick<Stage, "number">): string {
  return `pgassay.gate_${stage.number}`;
}

function gateOf(stage: Stage): Unnumbered {
  const setting = gateSetting(stage);
  const message = `deploy gate ${stage.number}: what has to be done first is written in this migration`;
  const hint = `When it is done: ALTER ROLE … SET ${setting} = 'done' for the role that migrates, or PGOPTIONS='-c ${setting}=done'.`;
  return {
    slug: `gate_${stage.number}`,
    about: [`Deploy gate ${stage.number}`, ...stage.gates.flatMap(gateLines), hint],
    transaction: true,
    up: [statementOf(guard(`SELECT pg_catalog.current_setting('${setting}', true) = 'done'`, message, hint))],
    down: [],
    planned: null,
  };
}

export function gateLines({ step, of }: Gate): string[] {
  const { finding } = of.planned;
  return [`${finding.rule} on ${finding.object.path.join(".")}: ${step.why}`, ...step.instruction.split("\n").map((line) => `  ${line}`)];
}

function stepOf(planned: PlannedStep, oneStatementEach: boolean): Unnumbered[] {
  const { step } = planned;
  const about = [`${step.phase}: ${step.why}`, ...describeStep(planned)];
  const before = check(step.requires?.sql, `not run: ${step.requires?.because}`, "Mend the cause, then run the migrations again.");
  const after = check(step.verify, "the step has not worked", "Look at what it did before you go on.");
  const slug = slugOf(planned);
  const base = { slug, about, planned };
  if (step.transaction !== "forbidden") {
    const timeouts = [`SET LOCAL lock_timeout = ${step.timeouts.lockMs}`, `SET LOCAL statement_timeout = ${step.timeouts.statementMs}`];
    const { statements, undo } = step;
    return [
      {
        ...base,
        transaction: true,
        up: [...before, ...timeouts, ...statements, ...after],
        down: undo === null ? null : undo.length === 0 ? [] : [timeouts[0] as string, ...undo],
      },
    ];
  }
  if (!oneStatementEach) return [{ ...base, transaction: false, up: [...before, ...step.statements, ...after], down: step.undo }];
  const { undo } = step;
  const pieces = Math.max(step.statements.length, undo?.length ?? 0);
  return [
    ...(before.length === 0 ? [] : [{ ...base, slug: `${slug}_check`, transaction: true, up: before, down: [] }]),
    // The last statement is taken back first.
    ...Array.from({ length: pieces }, (_, at): Unnumbered => {
      const back = undo?.[pieces - 1 - at];
      const statement = step.statements[at];
      return {
        ...base,
        transaction: false,
        up: statement === undefined ? [] : [statement],
        down: undo === null ? null : back === undefined ? [] : [back],
      };
    }),
    ...(after.length === 0 ? [] : [{ ...base, slug: `${slug}_verify`, transaction: true, up: after, down: [] }]),
  ];
}

function check(query: string | undefined, message: string, hint: string): string[] {
  return query === undefined ? [] : [statementOf(guard(query, message, hint))];
}

function statementOf(text: string): string {
  return text.replace(/;\n$/, "");
}

/** `expand_account_history_float_money`: nothing that a file system or a shell would trip over. */
function slugOf({ step, of }: PlannedStep): string {
  const { finding } = of[0].planned;
  const table = (step.locks[0]?.on ?? finding.object).path[1] ?? "";
  return [step.phase, table, finding.rule]
    .join("_")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "")
    .slice(0, 60);
}
