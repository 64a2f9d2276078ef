/** `ALTER TABLE name action`, where the action is one that PostgreSQL takes in a list, in any order. */
const ALTER =
  /^(ALTER TABLE (?:ONLY )?(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_]*)(?:\.(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_]*))*) ((ADD COLUMN|ADD CONSTRAINT|VALIDATE CONSTRAINT) .*)$/s;

/** True when all statements alter one table by actions that can stand in one list. */
export function joinable(statements: readonly string[], verb: "VALIDATE"): boolean {
  const parts = statements.map((statement) => ALTER.exec(statement));
  return parts.every((part) => part !== null && part[1] === parts[0]?.[1] && part[3]?.startsWith(verb) === true);
}

/**
 * The same statements with neighbours that alter one table written as one: rows are then read once for all constraints
 * that are validated. A change of what exists keeps a statement of its own, because PostgreSQL does it before what is added.
 */
export function joinAlters(statements: readonly string[]): string[] {
  const joined: { table: string | null; kind: string; text: string }[] = [];
  for (const statement of statements) {
    const [, table = null, action = "", verb = ""] = ALTER.exec(statement) ?? [];
    const kind = verb.split(" ")[0] as string;
    const last = joined.at(-1);
    if (last !== undefined && table !== null && last.table === table && last.kind === kind) last.text += `, ${action}`;
    else joined.push({ table, kind, text: statement });
  }
  return joined.map(({ text }) => text);
}
