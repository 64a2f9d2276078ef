import { PgassayError } from "../../model/failure.ts";

/** JSON with comments and trailing commas. `name` is the file's, for the error. */
export function readJsonc(text: string, name: string): unknown {
  try {
    return JSON.parse(plain(text.replace(/^\uFEFF/, "")));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message.replace(/, "[\s\S]*" is not valid JSON$/, "") : "unknown";
    throw new PgassayError({ what: `${name} is not JSON`, why, next: "Correct it there" }, { cause: error });
  }
}

/** Comments become blanks of the same length, so that positions in errors stay true. */
function plain(text: string): string {
  return text
    .replace(
      /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
      (match, string: string | undefined) => string ?? match.replace(/[^\n]/g, " "),
    )
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_, string: string | undefined) => string ?? " ");
}
