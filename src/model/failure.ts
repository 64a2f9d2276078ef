/** A failure that the user can act on: what happened, why, and what to type now. Anything else that is thrown is a bug. */
export class PgassayError extends Error {
  readonly what: string;
  readonly why: string;
  readonly next: string;

  /** The texts hold no password and no literal from the user's input. */
  constructor(parts: { readonly what: string; readonly why: string; readonly next: string }, options?: ErrorOptions) {
    super(`${parts.what}: ${parts.why}`, options);
    this.name = "PgassayError";
    this.what = parts.what;
    this.why = parts.why;
    this.next = parts.next;
  }
}
