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
  const fingerprint = (text: string) => {
    const found = fingerprintSync(text);
    // The module gives some errors of the grammar as if they were a fingerprint, with a piece of the text in them.
    if (!FINGERPRINT.test(found)) throw new Error("the text does not parse");
    return found;
  };
  return { scan: (text) => scanSync(text).tokens, fingerprint, parse: parseSync };
}

const FINGERPRINT = /^[0-9a-f]{16}$/;
