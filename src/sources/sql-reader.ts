import type { ParseResult } from "libpg-query";
import type { SqlReader } from "../workload/normalise.ts";

/** PostgreSQL's own scanner, grammar and fingerprint. */
export interface PostgresGrammar extends SqlReader {
  /** The tree of a text. Throws on what does not parse. */
  parse(text: string): ParseResult;
}

/** Loads the grammar, which is a module of WebAssembly: it is there once, however often it is asked for. */
export async function loadGrammar(): Promise<PostgresGrammar> {
  const { fingerprintSync, loadModule, parseSync, scanSync } = await import("libpg-query");
  await loadModule();
  return { scan: (text) => scanSync(text).tokens, fingerprint: fingerprintSync, parse: parseSync };
}
