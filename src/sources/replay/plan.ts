import { loadModule, parseSync } from "libpg-query";
import { ident } from "../../facts/identifier.ts";
import type { SourceLocation } from "../../model/reference.ts";
import type { Gap } from "../../model/snapshot.ts";
import type { WrittenSuppression } from "../../model/suppression.ts";
import type { SqlText } from "../files/sql-text.ts";
import { extensionsHinted } from "./hints.ts";
import { includedScript } from "./include.ts";
import { Places } from "./place.ts";
import { Psql } from "./psql.ts";
import { resynchronise } from "./resynchronise.ts";
import { type Piece, split } from "./splitter.ts";
import { NEW_SESSION, type Planned, planned, seemsToBe } from "./statement.ts";
import { hasPlaceholder, PLACEHOLDER_REASON, parseReason } from "./unreadable.ts";
import { writtenSuppressions } from "./written-suppressions.ts";

/** A text to replay. `path` resolves includes; null for standard input. */
export interface Script {
  readonly text: SqlText;
  readonly path: string | null;
}

export interface Plan {
  readonly statements: readonly Planned[];
  readonly gaps: readonly Gap[];
  /** Statements seen, also those that are not run. */
  readonly seen: number;
  readonly files: readonly SqlText[];
  readonly suppressions: readonly WrittenSuppression[];
}

const GEXEC_REASON = "statements that a query writes are not run";

/** The extensions to have at hand, from a first look that parses nothing; null when psql includes must be followed first. */
export function extensionsOf(texts: readonly SqlText[], includesRead: boolean): string[] | null {
  const found = new Set<string>();
  for (const { bytes } of texts) {
    for (const piece of split(bytes)) {
      if (piece.is === "meta" && !includesRead && /^\\i(?:r|nclude\w*)?\s/.test(bytes.toString("latin1", piece.start, piece.start + 20)))
        return null;
      if (piece.is !== "sql" || isInsert(bytes, piece)) continue;
      for (const extension of extensionsHinted(bytes.toString("utf8", piece.start, piece.stop))) found.add(extension);
    }
  }
  return [...found].sort();
}

/** Every statement of the scripts in order, parsed, with the reasons of those that cannot be run. */
export async function plan(scripts: readonly Script[], root: string): Promise<Plan> {
  await loadModule();
  const planner = new Planner(root);
  for (const script of scripts) planner.script(script);
  return planner.finish();
}

class Planner {
  readonly #root: string;
  readonly #statements: Planned[] = [];
  readonly #gaps: Gap[] = [];
  readonly #files: SqlText[] = [];
  readonly #rows = new Map<string, number>();
  #firstRows: SourceLocation | null = null;
  #seen = 0;
  /** Where the open transaction began, and which settings are only its own. */
  #transaction: { readonly from: number; readonly local: string[]; readonly savepoints: Map<string, number> } | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  script(script: Script): void {
    if (this.#files.length > 0) this.#settle(NEW_SESSION);
    this.#transaction = null;
    this.#text(script, new Psql(), []);
  }

  finish(): Plan {
    const rows = [...this.#rows].map(([command, count]) => `${count} ${command}`).join(", ");
    if (rows !== "") this.#gap(rows, "the structure does not depend on them", this.#firstRows, "rows");
    return {
      statements: this.#statements,
      gaps: this.#gaps,
      seen: this.#seen,
      files: this.#files,
      suppressions: this.#files.flatMap(writtenSuppressions),
    };
  }

  #text(script: Script, psql: Psql, including: readonly string[]): void {
    const { bytes, name } = script.text;
    this.#files.push(script.text);
    const places = new Places(name, bytes);
    let pieces = split(bytes);
    for (let next = pieces.next(); next.done !== true; next = pieces.next()) {
      const piece = next.value;
      if (piece.is === "meta") {
        const action = psql.run(bytes.toString("utf8", piece.start, piece.stop));
        if (action.is === "quit") return;
        if (action.is === "include") this.#include(script, action.path, action.relative, psql, including, places.at(piece.start));
        else if (action.is === "rows") this.#countRows("\\copy", () => places.at(piece.start));
        else if (action.is === "unknown")
          this.#gap(
            `\\${action.command}`,
            action.command === "gexec" ? GEXEC_REASON : "the psql command is not known",
            places.at(piece.start),
          );
      } else if (piece.is === "blank" && piece.unterminated !== null) {
        this.#gap("comment", "it never ends", places.at(piece.from));
      } else if (piece.is === "data" && piece.unterminated !== null) {
        this.#gap(
          "COPY",
          "its rows never end, so that the rest of the file is taken for rows",
          places.at(Math.min(piece.start, bytes.length)),
        );
      } else if (piece.is === "sql" && psql.active) {
        const again = this.#statement(bytes, piece, places, psql);
        // What a broken statement swallowed is read anew.
        if (again !== null) pieces = split(bytes, again);
      }
    }
  }

  /** Returns the offset at which reading must start again, after a statement that swallowed others. */
  #statement(bytes: Buffer, piece: Piece, places: Places, psql: Psql): number | null {
    this.#seen += 1;
    const place = (offset: number): SourceLocation => places.at(piece.start + offset);
    if (isInsert(bytes, piece) && piece.unterminated === null) {
      this.#countRows("INSERT", () => place(0));
      return null;
    }
    const sql = psql.substituted(bytes.toString("utf8", piece.start, piece.stop)).trimEnd();
    const tree = parsed(sql);
    if (typeof tree === "string") {
      const again = resynchronise(bytes, piece);
      this.#gap(seemsToBe(sql), parseReason(again === null ? sql : bytes.toString("utf8", piece.start, again), tree), place(0));
      return again;
    }
    const [only] = tree;
    if (only === undefined) return null;
    if (hasPlaceholder(sql)) {
      this.#gap(planned(sql, only, place).planned.subject, PLACEHOLDER_REASON, place(0));
      return null;
    }
    const { treatment, planned: statement, node } = planned(sql, only, place);
    if (treatment.is === "rows") this.#countRows(statement.command === "SELECT" ? "setval()" : statement.command, () => place(0));
    else if (treatment.is === "skip") this.#gap(statement.subject, treatment.reason, place(0));
    else if (treatment.is === "run" || treatment.is === "settle") this.#statements.push(statement);
    if ("TransactionStmt" in node) this.#control(node.TransactionStmt.kind ?? "", node.TransactionStmt.savepoint_name ?? "", place(0));
    else if ("VariableSetStmt" in node && node.VariableSetStmt.is_local === true)
      this.#transaction?.local.push(node.VariableSetStmt.name ?? "");
    return null;
  }

  /** Every statement commits by itself: BEGIN and COMMIT are not run, and what a ROLLBACK takes back is not run either. */
  #control(kind: string, savepoint: string, at: SourceLocation): void {
    const open = this.#transaction;
    if (kind === "TRANS_STMT_BEGIN" || kind === "TRANS_STMT_START") {
      this.#transaction ??= { from: this.#statements.length, local: [], savepoints: new Map() };
      return;
    }
    if (open === null) return;
    if (kind === "TRANS_STMT_SAVEPOINT") open.savepoints.set(savepoint, this.#statements.length);
    else if (kind === "TRANS_STMT_ROLLBACK_TO") this.#takeBack(open.savepoints.get(savepoint) ?? this.#statements.length, at);
    else if (kind === "TRANS_STMT_ROLLBACK") {
      this.#takeBack(open.from, at);
      this.#transaction = null;
    } else if (kind === "TRANS_STMT_COMMIT") {
      for (const name of open.local) this.#settle(`RESET ${name.split(".").map(ident).join(".")}`);
      this.#transaction = null;
    }
  }

  #takeBack(from: number, at: SourceLocation): void {
    const taken = this.#statements.splice(from);
    const count = taken.filter((it) => !it.settles).length;
    if (count > 0) this.#gap("ROLLBACK", `the script itself takes back ${count === 1 ? "one statement" : `${count} statements`}`, at);
  }

  #include(from: Script, path: string, isRelative: boolean, psql: Psql, including: readonly string[], at: SourceLocation): void {
    const included = includedScript(from, path, isRelative, this.#root, including);
    if (typeof included === "string") this.#gap(`\\i ${path}`, included, at, "file");
    else this.#text(included, psql, [...including, included.path as string]);
  }

  #settle(sql: string): void {
    const place = (): SourceLocation => ({ file: this.#files.at(-1)?.name ?? "", line: 1 });
    this.#statements.push({
      sql,
      subject: sql,
      command: "SET",
      target: null,
      events: sql === NEW_SESSION || sql === "RESET search_path" ? [{ is: "search path", schemas: ["public"] }] : [],
      settles: true,
      place,
    });
  }

  #countRows(command: string, at: () => SourceLocation): void {
    this.#rows.set(command, (this.#rows.get(command) ?? 0) + 1);
    this.#firstRows ??= at();
  }

  #gap(subject: string, reason: string, at: SourceLocation | null, what: Gap["what"] = "statement"): void {
    this.#gaps.push({ what, subject, reason, at, affects: [] });
  }
}

/** The one statement, none for a comment, or what the parser said. */
function parsed(sql: string): ReturnType<typeof treeOf> | string {
  try {
    return treeOf(sql);
  } catch (error) {
    return error instanceof Error ? error.message : "unknown";
  }
}

function treeOf(sql: string) {
  if (sql.trim() === "") return [];
  return (parseSync(sql).stmts ?? []).flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt]));
}

function isInsert(bytes: Buffer, piece: Piece): boolean {
  return /^insert\b/i.test(bytes.toString("latin1", piece.start, Math.min(piece.stop, piece.start + 8)));
}
