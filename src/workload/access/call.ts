import type { FuncCall, Node, SortBy, WindowDef } from "libpg-query";
import type { Column } from "../../model/catalog.ts";
import type { WindowFrame } from "../../model/workload.ts";
import { functionText } from "./constant.ts";
import { termsOf } from "./expression.ts";
import type { Scope } from "./scope.ts";
import { applied, compound, type Term } from "./term.ts";
import { bodyOf, strings } from "./tree.ts";

/** Functions that give a date, or the first moment of a day, month or year. */
const DATES: ReadonlySet<string> = new Set(["date", "make_date", "to_date"]);

export function readCall(body: unknown, scope: Scope): Term {
  const call = body as FuncCall;
  const parts = strings(call.funcname);
  const name = parts.at(-1) ?? "";
  const args = termsOf(call.args, scope);
  if (call.over === undefined && !scope.reading.names.isAggregate(name)) return readPlain(parts, args);
  const beside = [...termsOf(sorted(call.agg_order), scope), ...termsOf(call.agg_filter === undefined ? [] : [call.agg_filter], scope)];
  const window = call.over === undefined ? null : readWindow(call.over, scope);
  if (window === null) scope.aggregates += 1;
  for (const { of, column } of args.flatMap(({ values }) => values)) of.aggregated.add({ column, name, over: window?.frame ?? null });
  return compound([...args, ...beside, ...(window?.terms ?? [])], args);
}

function readPlain(parts: readonly string[], args: readonly Term[]): Term {
  const name = functionText(parts);
  const text = (texts: readonly string[]) => {
    if (parts.at(-1) === "extract" && texts.length === 2) return `EXTRACT(${unquoted(texts[0])} FROM ${texts[1]})`;
    if (parts.at(-1) === "timezone" && texts.length === 2) return `(${texts[1]} AT TIME ZONE ${texts[0]})`;
    return `${name}(${texts.join(", ")})`;
  };
  return { ...applied(args, text), date: DATES.has(name) };
}

/** `'year'`, as the parser gives the word `year`. */
function unquoted(text = ""): string {
  return /^'\w+'$/.test(text) ? text.slice(1, -1) : text;
}

interface Window {
  readonly frame: WindowFrame;
  readonly terms: readonly Term[];
}

function readWindow(written: WindowDef, scope: Scope): Window {
  const base = scope.window(written.name ?? written.refname ?? "");
  const named = bodyOf<WindowDef>(base, "WindowDef");
  const partition = termsOf(written.partitionClause ?? named?.partitionClause, scope);
  const order = termsOf(sorted(written.orderClause ?? named?.orderClause), scope);
  const options = (written.name === undefined ? written.frameOptions : named?.frameOptions) ?? 0;
  return {
    frame: { partition: columnsOf(partition), order: columnsOf(order), frame: order.length === 0 ? "whole" : frameOf(options) },
    terms: [...partition, ...order],
  };
}

/** FRAMEOPTION_START_UNBOUNDED_PRECEDING and so on, of parsenodes.h. */
const FROM_FIRST = 0x20;
const TO_LAST = 0x100;

function frameOf(options: number): WindowFrame["frame"] {
  const [first, last] = [(options & FROM_FIRST) !== 0, (options & TO_LAST) !== 0];
  if (first && last) return "whole";
  return first || last ? "running" : "bounded";
}

export function sorted(clause: readonly Node[] | undefined): Node[] {
  return (clause ?? []).flatMap((node) => bodyOf<SortBy>(node, "SortBy")?.node ?? []);
}

function columnsOf(terms: readonly Term[]): Column[] {
  return terms.flatMap(({ shapes }) => shapes.map(({ origin }) => origin.column));
}
