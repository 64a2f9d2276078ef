import type { Token } from "./normalise.ts";

type Kind = "string" | "number" | "parameter" | "word";

/** A token with what matters of its surroundings. */
export interface Piece {
  readonly text: string;
  readonly kind: Kind;
  /** Whitespace or a comment stands before it. */
  readonly gap: boolean;
}

export function asPieces(tokens: readonly Token[]): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const token of tokens) {
    if (token.tokenName.endsWith("_COMMENT")) continue;
    const kind = kindOf(token);
    // N'…' comes as two tokens.
    if (kind === "string" && pieces.at(-1)?.text.toUpperCase() === "N" && token.start === end) pieces.pop();
    pieces.push({ text: token.text, kind, gap: token.start > end });
    end = token.end;
  }
  return pieces;
}

/** `U&'…'`, `B'…'` and `X'…'` have no name of their own. */
function kindOf({ tokenName, text }: Token): Kind {
  if (tokenName === "SCONST" || /^(?:[uU]&|[bBxX])'/.test(text)) return "string";
  if (tokenName === "ICONST" || tokenName === "FCONST") return "number";
  return tokenName === "PARAM" ? "parameter" : "word";
}

/** Words after which a minus belongs to the number. */
const BEFORE_SIGN =
  /^(?:SELECT|AND|OR|NOT|BETWEEN|LIMIT|OFFSET|THEN|ELSE|WHEN|CASE|VALUES|BY|RETURNING|WHERE|HAVING|ON|SET|TO|DEFAULT|LIKE|IN|DISTINCT|FROM)$/i;

/** PostgreSQL takes `-1` for one constant, and so do its statistics: a sign goes with its number. */
export function unsigned(pieces: readonly Piece[]): Piece[] {
  return pieces.filter((piece, at) => {
    if (piece.text !== "-" || pieces[at + 1]?.kind !== "number") return true;
    const before = pieces[at - 1];
    return (
      before !== undefined &&
      (before.kind !== "word" || !(BEFORE_SIGN.test(before.text) || /^[-+*/<>=~!@#%^&|`?([,:;]+$/.test(before.text)))
    );
  });
}

export function isWord(piece: Piece | undefined, word: string): boolean {
  return piece?.kind === "word" && piece.text.toUpperCase() === word;
}
