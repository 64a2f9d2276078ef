/** Names in use: those of a schema, shared and never copied, and those that one plan has given out since. */
export class TakenNames {
  readonly #before: ReadonlySet<string>;
  readonly #added = new Set<string>();

  constructor(before: ReadonlySet<string>) {
    this.#before = before;
  }

  has(name: string): boolean {
    return this.#added.has(name) || this.#before.has(name);
  }

  add(name: string): this {
    this.#added.add(name);
    return this;
  }
}
