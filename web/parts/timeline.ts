import type { CalendarEntryView, CalendarView } from '../../shared/app/views.ts';
import { addDays, type Day } from '../../shared/domain/time.ts';
import { NARROW, timelineChart, WIDE } from '../charts/timeline.ts';
import { dayText, dayWithDistance } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import { count } from '../html/words.ts';

/** Entries that concern none of our pools are drawn when a date of theirs comes within this time. */
const WATCHED_DAYS = 365;
const DRAWN_AT_MOST = 14;

/** When support of each OS ends and when its images are removed, against today. */
export function timelinePanel({ entries, asOf, origin }: CalendarView, today: Day): Html {
  const drawn = entries.filter((entry) => isDrawn(entry, today)).slice(0, DRAWN_AT_MOST);
  return html`<section class="panel" aria-labelledby="timeline-title">
<h2 id="timeline-title">Retirement timeline</h2>
<p class="soft"><span class="key ends" aria-hidden="true"></span> support ends <span class="key removed" aria-hidden="true"></span> images are removed. Numbers are pools of this fleet. Calendar as of ${dayText(asOf)}${origin === 'extended' ? ', extended by our own file' : ''}.</p>
${drawn.length > 0 ? [timelineChart(drawn, today, WIDE), timelineChart(drawn, today, NARROW)] : html`<p>No date of the calendar concerns this fleet in the coming year.</p>`}
<details class="numbers"><summary>All dates as a table</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Retirement dates, table">
<table><caption class="unseen">Retirement dates</caption>
<thead><tr><th scope="col">OS</th><th scope="col">Support ends</th><th scope="col">Images removed</th><th scope="col">Successor</th><th scope="col" class="num">Pools</th><th scope="col" class="num">Clusters</th></tr></thead>
<tbody>${entries.map((entry) => row(entry, today))}</tbody></table>
</div>
</details>
</section>`;
}

function isDrawn(entry: CalendarEntryView, today: Day): boolean {
  const dates = [entry.supportEnds, entry.imagesRemoved].filter((day) => day !== undefined);
  if (dates.length === 0) return false;
  return entry.pools > 0 || dates.some((day) => day >= today && day <= addDays(today, WATCHED_DAYS));
}

function row(entry: CalendarEntryView, today: Day): Html {
  const day = (value: Day | undefined) =>
    value ? dayWithDistance(value, today) : html`<span class="soft">not announced</span>`;
  return html`<tr><th scope="row">${plain(entry.what)} <span class="soft">${plain(entry.status.replaceAll('-', ' '))}</span></th><td>${day(entry.supportEnds)}</td><td>${day(entry.imagesRemoved)}</td><td>${plain(entry.successor ?? '')}</td><td class="num">${count(entry.pools)}</td><td class="num">${count(entry.clusters)}</td></tr>`;
}
