import type { Column } from "../../model/catalog.ts";
import type { Statement, Workload } from "../../model/workload.ts";

/** Statements that add the values of a column up, average or round them. */
export function statementsSumming(column: Column, workload: Workload): Statement[] {
  return workload
    .touching(column.table)
    .filter(({ accesses }) =>
      accesses.some(
        ({ aggregated, applied }) =>
          aggregated.some((one) => one.column === column && (one.name === "sum" || one.name === "avg")) ||
          applied.some((one) => one.column === column && /^(?:round|trunc)\(/.test(one.expression)),
      ),
    );
}
