import type { Gap } from "../../model/snapshot.ts";
import { isBundled } from "../../shadow/extensions.ts";
import { hasStub } from "../../shadow/stubs.ts";
import type { Outcome } from "./apply.ts";
import { failureReason, literalsOf } from "./failure-reason.ts";
import { type Planned, written } from "./statement.ts";

type Loss = { -readonly [K in keyof Gap]: Gap[K] } & { affects: string[] };

/**
 * What is not there because statements could not be read or failed, extensions are stand-ins, or surroundings had to be
 * made up. `unread` are the gaps of the texts; those that make others fail say so here too.
 */
export function lossesOf(statements: readonly Planned[], outcome: Outcome, unread: readonly Gap[]): Gap[] {
  const losses: Loss[] = unread.map((gap) => ({ ...gap, affects: [...gap.affects] }));
  /** Names that failed statements would have made → their losses. */
  const missing = new Map<string, Loss>();
  for (const loss of losses) {
    const made = /^CREATE .*?([^\s.]+)$/.exec(loss.subject)?.[1];
    if (loss.what === "statement" && made !== undefined && !missing.has(made)) missing.set(made, loss);
  }
  const failed = new Set(outcome.failures.map((it) => it.at));
  for (const { at, sqlstate, message } of outcome.failures) {
    const statement = statements[at] as Planned;
    const reason = failureReason(statement.command, sqlstate, message, literalsOf(statement.sql));
    const loss: Loss = { what: "statement", subject: statement.subject, reason, at: statement.place(0), affects: [] };
    losses.push(loss);
    for (const name of namesIn(message)) missing.get(name)?.affects.push(statement.subject);
    for (const name of madeBy(statement)) if (!missing.has(name)) missing.set(name, loss);
  }
  return [...extensionLosses(statements, outcome, failed), ...madeUp(statements, outcome), ...losses];
}

/** Extensions that the script creates, or that statements needed, and that only a stand-in stood for. */
function extensionLosses(statements: readonly Planned[], outcome: Outcome, failed: ReadonlySet<number>): Gap[] {
  const first = new Map<string, number>();
  statements.forEach((statement, at) => {
    if (statement.command === "CREATE EXTENSION" && statement.target !== null && !failed.has(at) && !first.has(statement.target.name)) {
      first.set(statement.target.name, at);
    }
  });
  for (const { makes, name, at } of outcome.repairs) if (makes === "extension" && !first.has(name)) first.set(name, at);
  return [...first]
    .filter(([name]) => !isBundled(name))
    .map(([name, at]) => ({
      what: "extension" as const,
      subject: name,
      reason: hasStub(name)
        ? "it is not in the embedded server; a stand-in has its main types and index methods, without their modifiers and parameters"
        : "it is not in the embedded server; what needs its objects is missing",
      at: (statements[at] as Planned).place(0),
      affects: outcome.failures.filter((it) => it.message.includes(name)).map((it) => (statements[it.at] as Planned).subject),
    }));
}

/** Roles and tablespaces are only names to a schema. The others say something about it that nobody wrote. */
function madeUp(statements: readonly Planned[], outcome: Outcome): Gap[] {
  const reasons: Readonly<Record<string, string>> = {
    schema: "nothing creates it before it is used; it was made empty",
    extension: "nothing creates it before it is used; it was taken for installed",
    language: "it is not in the embedded server; its routines are read, never run",
    collation: "it is not in the embedded server; one that sorts by bytes stands in",
  };
  const seen = new Set<string>();
  return outcome.repairs.flatMap(({ makes, name, at }): Gap[] => {
    const reason = reasons[makes];
    if (reason === undefined || seen.has(`${makes} ${name}`) || (makes === "extension" && !isBundled(name))) return [];
    seen.add(`${makes} ${name}`);
    const what = makes === "extension" ? "extension" : "object";
    return [
      { what, subject: what === "extension" ? name : `${makes} ${name}`, reason, at: (statements[at] as Planned).place(0), affects: [] },
    ];
  });
}

/** The last part of each name, which is what messages and later statements have in common. */
function madeBy(statement: Planned): string[] {
  const names = statement.events.flatMap((event) => {
    if (event.is === "relation" || event.is === "named" || event.is === "routine") return [event.name.name];
    if (event.is === "schema") return [event.name];
    if (event.is === "column") return [event.column.name];
    return event.is === "index" && event.name !== null ? [event.name] : [];
  });
  return names.length === 0 && statement.command.startsWith("CREATE") && statement.target !== null ? [written(statement.target)] : names;
}

/** `relation "app.orders" does not exist`, `function app.f(integer) does not exist` */
function namesIn(message: string): string[] {
  if (!/does not exist/.test(message)) return [];
  const quoted = [...message.matchAll(/"([^"]+)"/g)].map((match) => match[1] as string);
  const routine = /^(?:function|procedure|routine|aggregate) ([^\s(]+)\(/.exec(message)?.[1];
  return [...quoted, ...(routine === undefined ? [] : [routine])].map((name) => name.slice(name.lastIndexOf(".") + 1));
}
