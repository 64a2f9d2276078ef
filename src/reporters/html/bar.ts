import { html, type Markup } from "./markup.ts";

/** A share between 0 and 1 as a bar. The number stands beside it, so that nobody needs to see it. */
export function bar(share: number): Markup {
  return html`<svg class="share" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width="${Math.max(share * 100, 0.5).toFixed(1)}" height="6"/></svg>`;
}
