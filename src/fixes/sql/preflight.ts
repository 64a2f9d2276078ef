import { dollarQuoted, literal } from "../../facts/identifier.ts";
import { forLines, nameOf } from "../describe.ts";
import type { Plan, PlannedStep } from "../planned.ts";
import { comment } from "./comment.ts";
import { guard, versionGuard } from "./guard.ts";
import type { PlanOrigin } from "./sql.ts";
import { aboutPlan, comments } from "./titles.ts";

/** Asks all that the steps will ask before they run, at once, in transactions that cannot write. */
export function preflight(plan: Plan, origin: PlanOrigin): string {
  const asked = plan.stages.flatMap((stage) => stage.steps.filter(({ step, refused }) => refused === null && step.requires !== undefined));
  return [
    comments([...aboutPlan(plan, origin), "", "Changes nothing: it says which prechecks hold, and ends with an error when one does not."]),
    "\n\\set ON_ERROR_STOP on\nSET client_encoding = 'UTF8';\nSET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY;\n",
    "SET lock_timeout = 2000;\nSET statement_timeout = 0;\nSET pgassay.failed = '0';\n",
    versionGuard(origin.server.version),
    ...asked.map(ask),
    "\n",
    guard(
      "SELECT pg_catalog.current_setting('pgassay.failed') = '0'",
      "some prechecks do not hold: they are the warnings above",
      "Mend what they say, and run this file again.",
    ),
  ].join("");
}

/** What an earlier step makes is not there yet: such a check is left to the step. */
function ask(planned: PlannedStep): string {
  const { number, step, of } = planned;
  const name = `step ${number} (${[...new Set(of.map(({ planned: { finding } }) => `${finding.rule} on ${nameOf(finding)}`))].join(", ")})`;
  const say = (level: string, text: string) => `    RAISE ${level} USING MESSAGE = ${literal(text).trim()};`;
  const body = [
    "",
    "BEGIN",
    "  IF (",
    `    ${step.requires?.sql}`,
    "  ) IS TRUE THEN",
    say("INFO", `${name}: holds`),
    "  ELSE",
    say("WARNING", `${name}: ${step.requires?.because}`),
    "    PERFORM pg_catalog.set_config('pgassay.failed', '1', false);",
    "  END IF;",
    "EXCEPTION WHEN undefined_table OR undefined_column OR undefined_function OR undefined_object THEN",
    say("INFO", `${name}: asks for what an earlier step makes, and is checked then`),
    "END",
    "",
  ].join("\n");
  return `\n${forLines(planned)
    .map((line) => comment(line))
    .join("")}DO ${dollarQuoted(body)};\n`;
}
