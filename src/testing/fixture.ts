/** One case of `fixtures/rules/<rule-id>.sql`. The tests, the rule's page and anyone with psql read the same text. */
export interface RuleCase {
  readonly name: string;
  /** What the rule reports here, in any order; empty when silence is right. */
  readonly finds: readonly { readonly message: string; readonly object: string }[];
  /** Why silence is right; null for a case with findings. */
  readonly because: string | null;
  /** The schema. */
  readonly sql: string;
  /** INSERTs for the fix oracle. */
  readonly rows: string;
  /** True when a precheck of the fix has to refuse these rows. */
  readonly stops: boolean;
  /** What the server counted, one line each: `table rows=1000`, `table.column nulls=0`; see `withStats`. */
  readonly stats: readonly string[];
  /** What a sample counted, one line for each column; see `withSample`. */
  readonly sample: readonly string[];
  /** What the database was asked, one line for each statement; see `withWorkload`. */
  readonly workload: readonly string[];
  /** Indexes that the planner would use, one line of JSON each; see `adviceOf`. */
  readonly advice: readonly string[];
  /** Findings that an earlier run wrote to the baseline, one line each: `rule object`. */
  readonly baseline: readonly string[];
  /** What the server is, where that is not what it runs on; see `withServer`. */
  readonly server: string | null;
  /** Options of the rule, as a configuration file gives them. */
  readonly options: unknown;
  /** The first major whose syntax the case needs; null when every supported server knows it. */
  readonly since: number | null;
}

const HEADER = /^-- (case|since|finds|because|stats|sample|workload|advice|baseline|server|options|rows|stops):\s*(.*)$/;

/** Throws with the line number when a fixture does not keep the form. */
export function readCases(text: string): RuleCase[] {
  const cases: RuleCase[] = [];
  let open: Draft | null = null;
  text.split("\n").forEach((line, at) => {
    const header = HEADER.exec(line);
    if (header?.[1] === "case") {
      if (open !== null) cases.push(finish(open));
      open = {
        name: header[2] as string,
        line: at + 1,
        finds: [],
        nothing: false,
        because: null,
        sql: [],
        rows: null,
        stops: false,
        stats: [],
        sample: [],
        workload: [],
        advice: [],
        baseline: [],
        server: null,
        options: {},
        since: null,
      };
    } else if (open === null) {
      if (line.trim() !== "" && !line.startsWith("--")) throw new Error(`line ${at + 1}: a statement stands before the first case`);
    } else if (header === null) {
      (open.rows ?? open.sql).push(line);
    } else {
      readHeader(open, header[1] as string, header[2] as string, at + 1);
    }
  });
  if (open !== null) cases.push(finish(open));
  return cases;
}

interface Draft {
  readonly name: string;
  readonly line: number;
  readonly finds: { message: string; object: string }[];
  readonly sql: string[];
  readonly stats: string[];
  readonly sample: string[];
  readonly workload: string[];
  readonly advice: string[];
  readonly baseline: string[];
  server: string | null;
  options: unknown;
  nothing: boolean;
  because: string | null;
  rows: string[] | null;
  stops: boolean;
  since: number | null;
}

function readHeader(draft: Draft, header: string, value: string, line: number): void {
  if (header === "because") draft.because = value;
  else if (header === "rows") draft.rows = [];
  else if (header === "stops") draft.stops = true;
  else if (header === "stats") draft.stats.push(value);
  else if (header === "sample") draft.sample.push(value);
  else if (header === "workload") draft.workload.push(value);
  else if (header === "advice") draft.advice.push(value);
  else if (header === "baseline") draft.baseline.push(value);
  else if (header === "server") draft.server = value;
  else if (header === "options") draft.options = JSON.parse(value);
  else if (header === "since") draft.since = Number(value);
  else if (value === "nothing") draft.nothing = true;
  else {
    const space = value.indexOf(" ");
    if (space < 0) throw new Error(`line ${line}: "finds" takes a message id and an object`);
    draft.finds.push({ message: value.slice(0, space), object: value.slice(space + 1) });
  }
}

function finish(draft: Draft): RuleCase {
  const { name, line, finds, because, sql, rows, nothing, ...stated } = draft;
  if (nothing === finds.length > 0)
    throw new Error(`line ${line}: the case "${name}" says neither what it finds nor "nothing", or says both`);
  if (nothing !== (because !== null))
    throw new Error(`line ${line}: the case "${name}" finds nothing without "because", or has both findings and "because"`);
  return { ...stated, name, finds, because, sql: sql.join("\n").trim(), rows: (rows ?? []).join("\n").trim() };
}
