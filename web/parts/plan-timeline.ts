import type { PlanView } from '../../shared/app/plan-views.ts';
import type { Day } from '../../shared/domain/time.ts';
import { NARROW, planTimeline, type WaveRow, WIDE, waveRows } from '../charts/plan-timeline.ts';
import { dayText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';

const DRAWN_AT_MOST = 40;

/** When each wave is announced, when its windows are, and by when it must be done. */
export function planTimelinePanel({ waves }: PlanView, today: Day): Html {
  const rows = waveRows(waves);
  const drawn = rows.slice(0, DRAWN_AT_MOST);
  return html`<section class="panel" aria-labelledby="timeline-title"><h2 id="timeline-title">Timeline</h2>
${
  rows.length === 0
    ? html`<p>No wave has a window.</p>`
    : html`<p class="soft"><span class="key told" aria-hidden="true"></span> people are told <span class="key window" aria-hidden="true"></span> windows <span class="key removed" aria-hidden="true"></span> first date by which a pool of it must be done.${rows.length > drawn.length ? ` The first ${drawn.length} waves are drawn; the table has all.` : ''}</p>
${planTimeline(drawn, today, WIDE)}
${planTimeline(drawn, today, NARROW)}
<details class="numbers"><summary>As a table</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Waves, table"><table><caption class="unseen">Waves</caption>
<thead><tr><th scope="col">Wave</th><th scope="col">Announced from</th><th scope="col">First window</th><th scope="col">Last window</th><th scope="col">To be done by</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table></div></details>`
}
</section>`;
}

function row({ label, announce, from, to, deadline }: WaveRow): Html {
  const day = (value: Day | undefined) => (value ? dayText(value) : html`<span class="soft">none</span>`);
  return html`<tr><th scope="row">${plain(label)}</th><td>${day(announce)}</td><td>${day(from)}</td><td>${day(to)}</td><td>${day(deadline)}</td></tr>`;
}
