import { type Html, html } from '../html/html.ts';
import type { Links } from '../html/links.ts';

/** Where a page about plans is. @param id of the plan; absent on the list of plans */
export function trailTo(links: Links, id?: string): Html {
  const plans = id
    ? html`<a href="${links.plans()}">Plans</a> <span aria-hidden="true">/</span> <span aria-current="page"><code>${id}</code></span>`
    : html`<span aria-current="page">Plans</span>`;
  return html`<nav class="trail" aria-label="You are here"><a href="${links.dashboard()}">Fleet</a> <span aria-hidden="true">/</span> ${plans}</nav>`;
}
