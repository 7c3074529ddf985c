import type { SweepView } from '../../shared/app/views.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { agoText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import { counted } from '../html/words.ts';

const LISTED_AT_MOST = 20;

/** Trouble with Image Steward itself; nothing when there is none. */
export function ourselvesPanel(ourselves: SweepView['ourselves'], now: Instant): Html | '' {
  if (ourselves.length === 0) return '';
  const more = ourselves.length - LISTED_AT_MOST;
  return html`<section class="ourselves" aria-labelledby="ourselves-title">
<h2 id="ourselves-title">Trouble with Image Steward itself</h2>
<ul class="gaps">
${ourselves
  .slice(0, LISTED_AT_MOST)
  .map(
    ({ code, what, nextAction, since }) =>
      html`<li><code>${plain(code)}</code> ${plain(what)} <strong>${plain(nextAction)}</strong> <span class="soft">Since ${agoText(since, now)}.</span></li>`,
  )}
${more > 0 ? html`<li>and ${counted(more, 'more', 'more')}; <code>/api/sweeps/latest</code> lists them all</li>` : ''}
</ul>
</section>`;
}
