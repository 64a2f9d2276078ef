import {
  addForeignKey,
  constraintName,
  defineRule,
  type FixDraft,
  type FixStep,
  type ForeignKey,
  ident,
  noOrphans,
  PHASES,
  qualified,
  replaceForeignKey,
  type Server,
  step,
  type Table,
  touchTree,
  z,
} from "#rule";

export default defineRule({
  id: "disabled-trigger",
  on: "table",
  needs: [],
  category: "integrity",
  severity: "error",
  confidence: "certain",
  recommended: true,
  status: { is: "preview", since: "0.1.0" },
  fixable: "always",
  docs: {
    summary: "Triggers of a table, or the checks of its foreign keys, are switched off.",
    why: "A load or a repair disabled them and did not enable them again. Nothing in the table's columns shows it: rows are written without what the trigger would do, and a foreign key with its checks off lets orphans in and still counts as validated.",
    remedy:
      "Enable the triggers again, and look at the rows that were written meanwhile. The fix enables what was disabled; a foreign key it adds anew, which proves every row, and lets the proven key take the place of the old one.",
    ignoreWhen: "A trigger is kept for an occasional job, which enables it: drop it, and create it in that job instead.",
    links: ["https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER"],
  },
  options: z.object({}),
  messages: {
    triggers: "Disabled on {table}: {triggers}. Writes go on without what they do.",
    checks: "The checks of {constraints} on {table} are disabled: rows that refer to nothing are accepted.",
  },
  *check(table) {
    const triggers = disabledOn(table);
    if (triggers.length > 0) {
      yield {
        message: "triggers",
        data: { table: table.name, triggers: names(triggers) },
        key: "triggers",
        evidence: [{ label: "disabled triggers", value: triggers.length, from: "pg_trigger.tgenabled" }],
        related: triggers,
      };
    }
    const keys = uncheckedOn(table);
    if (keys.length > 0) {
      yield {
        message: "checks",
        data: { table: table.name, constraints: names(keys) },
        key: "checks",
        evidence: [{ label: "foreign keys without checks", value: keys.length, from: "pg_trigger.tgenabled" }],
        related: keys,
      };
    }
  },
  fix(table, draft, { server }): FixDraft {
    return draft.message === "triggers" ? enable(table) : renew(table, server);
  },
});

function disabledOn(table: Table) {
  return table.triggers.filter(({ fires }) => fires === "disabled").toSorted(byName);
}

function uncheckedOn(table: Table): ForeignKey[] {
  return table.foreignKeys.filter((key) => key.local && key.enforced && key.unchecked === true).toSorted(byName);
}

function enable(table: Table): FixDraft {
  const triggers = disabledOn(table);
  const on = `ALTER TABLE ${qualified(table.path)}`;
  const all = (word: string) => triggers.map(({ name }) => `${on} ${word} TRIGGER ${ident(name)}`);
  return {
    title: `Enable ${names(triggers)} on ${table.name}`,
    safety: "review",
    changes: triggers,
    steps: [
      step(table.partitioning === null ? { change: "enable trigger", table } : touchTree("enable trigger", table), {
        phase: "switch",
        why: "Rows that are written from now on see the triggers again; those that were written meanwhile do not.",
        statements: all("ENABLE") as [string, ...string[]],
        undo: all("DISABLE"),
      }),
    ],
  };
}

/** Only a superuser may enable the triggers of a key, and enabling them proves no row: a new key is enabled and proven. */
function renew(table: Table, server: Server): FixDraft {
  const keys = uncheckedOn(table);
  const steps = keys.flatMap((key): FixStep[] => {
    const name = constraintName(table, [key.name], "_new");
    const added = addForeignKey(
      {
        ...key,
        name,
        columns: key.columns.map((column) => column.name),
        targetColumns: key.targetColumns.map((column) => column.name),
        setColumns: key.setColumns.map((column) => column.name),
        why: `A key like ${key.name}, whose checks are on.`,
        requires: { sql: noOrphans(key), because: `rows came in meanwhile that ${key.name} forbids` },
      },
      server,
    );
    const swap = replaceForeignKey(key, name, "The proven key takes the place and the name of the one that checks nothing.");
    // Going back would bring a key whose checks are on.
    return [...added, { ...swap, undo: null }];
  });
  return {
    title: `Add ${names(keys)} anew, with checks`,
    safety: "review",
    changes: keys,
    steps: steps.toSorted((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase)) as unknown as FixDraft["steps"],
  };
}

function names(items: readonly { readonly name: string }[]): string {
  return items.map(({ name }) => name).join(", ");
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
