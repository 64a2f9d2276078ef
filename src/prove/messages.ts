import type { Copy } from "./copy.ts";

export interface ToCopy {
  readonly method: Exclude<keyof Copy, "close">;
  readonly parameters: readonly unknown[];
}

export type FromCopy =
  | { readonly is: "answer"; readonly value: unknown }
  | { readonly is: "failure"; readonly parts: { readonly what: string; readonly why: string; readonly next: string } }
  | { readonly is: "broken"; readonly message: string; readonly stack: string };
