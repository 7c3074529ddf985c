import { sentence } from '../../shared/domain/sentence.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { agoText, momentText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';

/** What every page says of a freeze of the fleet. */
export type Frozen =
  | {
      readonly kind: 'frozen';
      readonly by: string;
      readonly at: string;
      readonly reason: string;
      readonly now: Instant;
    }
  /** It could not be read, so migrations wait as if it were. */
  | { readonly kind: 'unknown' };

/** Who holds everything, since when and why, and how to lift it. A page that keeps itself up to date keeps this up to date too. */
export function frozenBanner(frozen: Frozen | undefined): Html {
  return html`<div id="frozen">${frozen ? bannerOf(frozen) : ''}</div>`;
}

function bannerOf(frozen: Frozen): Html {
  if (frozen.kind === 'unknown') {
    return html`<section class="frozen" aria-labelledby="frozen-title"><h2 id="frozen-title">Whether the fleet is frozen cannot be read</h2>
<p>So it is taken to be: nothing begins and nothing goes forward until it can. Ways back go on.</p></section>`;
  }
  const { by, at, reason, now } = frozen;
  return html`<section class="frozen" aria-labelledby="frozen-title"><h2 id="frozen-title">The fleet is frozen</h2>
<p><bdi>${plain(by)}</bdi> froze it ${agoText(at, now)} <span class="soft">(${momentText(at)})</span>: <strong><bdi>${plain(sentence(reason))}</bdi></strong></p>
<p>Nothing begins and nothing goes forward; ways back go on. To lift it: <code class="command">steward unfreeze --reason "..."</code></p></section>`;
}
