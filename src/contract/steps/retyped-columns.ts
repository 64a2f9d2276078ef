import type { Column, Dependent } from "../../model/catalog.ts";
import { toReference } from "../../model/reference.ts";
import type { FixDraft } from "../fix.ts";
import { type Blocking, dependentsOf, describeBlocking } from "./dependents.ts";
import { againstReplacing, type Replacement, replaceColumn } from "./replace-column.ts";
import { sideBySide } from "./side-by-side.ts";
import { manualStep } from "./step.ts";

export interface Retyped extends Replacement {
  /** Besides what stands against every replacement. */
  readonly against?: readonly Blocking[];
}

/** Gives columns of one table other types, each by a second column; those that something stands on are left to people, with the reasons. */
export function retypedColumns(title: string, columns: readonly [Retyped, ...Retyped[]]): FixDraft {
  const against = apart(columns);
  const free = columns.filter((_, at) => against[at]?.length === 0);
  const blocked = against.flat();
  const plans = free.map(replaceColumn);
  const byHand =
    blocked.length === 0
      ? []
      : [
          manualStep({
            phase: "expand",
            why: "Other objects are built on the column, and have to be changed with it.",
            instruction: `Plan the change of ${columns
              .filter((each) => !free.includes(each))
              .map(({ column, type }) => `${column.name} to ${type}`)
              .join(", ")} together with what depends on it. ${describeBlocking(blocked)}`,
          }),
        ];
  return {
    title,
    safety: blocked.length > 0 ? "manual" : "review",
    changes: [
      ...plans.flatMap((plan) => plan.changes),
      ...columns.filter((each) => !free.includes(each)).map(({ column }) => toReference(column)),
    ],
    steps: sideBySide([byHand, ...plans.map((plan) => plan.steps)]) as unknown as FixDraft["steps"],
  };
}

/** Two second columns cannot both rebuild what stands on both of their first ones: the later one waits for another run. */
function apart(columns: readonly Retyped[]): Blocking[][] {
  const taken = new Set<Dependent>();
  return columns.map(({ column, against = [] }) => {
    const reasons = [...domainOf(column), ...against, ...againstReplacing(column)];
    if (reasons.length > 0) return reasons;
    const { indexes, uniques, checks } = dependentsOf([column]);
    const standing = [...indexes, ...uniques, ...checks];
    const shared = standing.find((item) => taken.has(item));
    if (shared !== undefined) return [{ object: shared, reason: "another column of it is replaced first" }];
    for (const item of standing) taken.add(item);
    return [];
  });
}

/** A domain is changed for all of its columns, or for none. */
function domainOf(column: Column): Blocking[] {
  return column.type.over === null
    ? []
    : [
        {
          object: { kind: "type", path: [column.type.schema, column.type.name] },
          reason: "the column's type is this domain, which has columns and checks of its own",
        },
      ];
}

/** What stands on the column and says something that only its old type understands. */
export function mentioning(column: Column, pattern: RegExp, reason: string): Blocking[] {
  return column.dependents.filter((item) => pattern.test(textOf(item))).map((object) => ({ object, reason }));
}

function textOf(item: Dependent): string {
  switch (item.kind) {
    case "index":
      return [...item.keys.map(({ expression }) => expression ?? ""), item.predicate ?? ""].join(" ");
    case "constraint":
    case "view":
    case "trigger":
      return item.definition ?? "";
    case "policy":
      return `${item.using ?? ""} ${item.check ?? ""}`;
    default:
      return "";
  }
}
