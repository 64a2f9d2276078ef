import type { EventData, EventKind } from "../../model/workload.ts";

const MOST_KEPT = 10_000;

interface Counted {
  readonly kind: EventKind;
  readonly sqlstate: string | null;
  readonly subject: string | null;
  readonly statement: string | null;
  count: number;
  total: number | null;
  max: number | null;
}

/** Events, counted by what they are about. When there are too many kinds, further ones are counted without it. */
export class Events {
  readonly #kept = new Map<string, Counted>();

  /** `amount` in microseconds or bytes. */
  add(event: Pick<Counted, "kind" | "sqlstate" | "subject" | "statement">, count: number, amount: number | null): void {
    const key = JSON.stringify([event.kind, event.sqlstate, event.subject, event.statement]);
    let counted = this.#kept.get(key);
    if (counted === undefined) {
      if (this.#kept.size >= MOST_KEPT && (event.subject !== null || event.statement !== null)) {
        this.add({ ...event, subject: null, statement: null }, count, amount);
        return;
      }
      counted = { ...event, count: 0, total: null, max: null };
      this.#kept.set(key, counted);
    }
    counted.count += count;
    if (amount === null) return;
    counted.total = (counted.total ?? 0) + amount;
    counted.max = Math.max(counted.max ?? 0, amount);
  }

  data(): EventData[] {
    return [...this.#kept.values()].map((it) => ({
      kind: it.kind,
      sqlstate: it.sqlstate,
      subject: it.subject,
      statement: it.statement,
      count: it.count,
      total: shown(it.kind, it.total),
      max: shown(it.kind, it.max),
    }));
  }
}

function shown(kind: EventKind, amount: number | null): number | null {
  return amount === null || kind === "temporary file" ? amount : amount / 1000;
}
