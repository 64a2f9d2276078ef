import { grouped } from "../words.ts";
import { html, type Markup } from "./markup.ts";

/** Nobody reads on after these, and a file has to open. */
const MOST = 1_000;

/** The first items, each as markup, and how many there are more. */
export function capped<T>(items: readonly T[], of: (item: T, n: number) => Markup): Markup[] {
  return items.slice(0, MOST).map(of);
}

export function moreThanCapped(items: readonly unknown[]): Markup | null {
  return items.length > MOST
    ? html`<p class="note">and ${grouped(items.length - MOST)} more; the JSON report has all of them.</p>\n`
    : null;
}
