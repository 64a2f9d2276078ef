import { type TextContent, textThatHolds } from "../facts/text/kept-as-text.ts";
import type { Column, Table } from "../model/catalog.ts";
import type { Sample } from "../model/sample.ts";
import type { Server } from "../model/snapshot.ts";
import type { FixDraft } from "./fix.ts";
import { type Retyped, retypedColumns } from "./steps/retyped-columns.ts";

interface Seen {
  readonly sample?: Sample | undefined;
  readonly server: Server;
}

/**
 * What the rules `…-as-text` share: one finding for each table whose texts all hold `content`, and a fix that gives
 * those columns their own type. `what` names the values as in "Store uuids of orders as their own type".
 * `convert` returns null for a column whose type a person has to choose.
 */
export function keptAsText(content: TextContent, what: string, convert: (column: Column, server: Server) => Retyped | null) {
  const answersOf = (table: Table, { sample }: Seen) => textThatHolds(content, table, (column) => sample?.content(column));
  return {
    *check(table: Table, seen: Seen) {
      const answers = answersOf(table, seen);
      if (answers.length === 0) return;
      yield {
        message: "text" as const,
        data: { table: table.name, columns: answers.map(({ column }) => column.name).join(", ") },
        confidence: answers.some(({ likely }) => likely) ? ("likely" as const) : ("heuristic" as const),
        evidence: answers.map(({ column, because, from }) => ({ label: column.name, value: `${column.type.text}: ${because}`, from })),
        related: answers.map(({ column }) => column),
      };
    },
    fix(table: Table, _: unknown, seen: Seen): FixDraft | undefined {
      const columns = answersOf(table, seen).map(({ column }) => convert(column, seen.server));
      const [first, ...rest] = columns;
      // Part of the columns would leave the finding as it is.
      if (first === undefined || columns.includes(null)) return undefined;
      return retypedColumns(`Store ${what} of ${table.name} as their own type`, [first, ...rest] as [Retyped, ...Retyped[]]);
    },
  };
}
