import type { MigrationView } from '../../shared/app/migration-views.ts';
import { hasEnded } from '../../shared/app/migration-words.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { momentText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import { counted } from '../html/words.ts';
import { distance, lasting } from './distance.ts';
import { viabilityMark } from './migration-marks.ts';

/** Where it is, why nothing moves, and what people have asked for. @param hasAlertPanel rules are on this page too */
export function nowPanel(view: MigrationView, now: Instant, hasAlertPanel = false): Html {
  const { status, step, does, since, progress, why, remedy, commands, alert } = view;
  const tone = status === 'paused' || why !== undefined ? ' partial' : status === 'running' ? ' running' : '';
  if (hasEnded(status)) return endedPanel(view);
  return html`<section class="coverage${tone}" aria-labelledby="now-title"><h2 id="now-title">Step ${progress.done + 1} of ${progress.all}: ${stepName(step)}</h2>
<p>${does} <span class="soft">For ${lasting(since, now)} so far.</span></p>
${why ? html`<p><strong>${status === 'paused' ? 'Paused:' : 'Why it waits:'}</strong> ${plain(why)}</p>` : ''}
${remedy ? html`<p><strong>What would help:</strong> ${plain(remedy)}</p>` : ''}
${commands.map(({ kind, by, reason }) => html`<p><strong>Asked for, and taken at the next pass:</strong> ${kind} by <bdi>${plain(by)}</bdi>: ${plain(reason)}</p>`)}
${alert.kind === 'none' ? html`<p class="soft">${plain(alert.why)}</p>` : html`<p><strong>Alerts: ${alert.kind}.</strong> ${plain(alert.why)}${hasAlertPanel ? html` <a href="#alerts" id="to-alerts">Rules and values</a>` : ''}</p>`}
<p class="soft">${why === undefined && view.stuck.length === 0 ? view.statusMeans : ''} Next look ${distance(view.nextPassAt, now)}.</p>
</section>`;
}

function endedPanel({ statusMeans, endedAt, summary }: MigrationView): Html {
  return html`<section class="coverage" aria-labelledby="now-title"><h2 id="now-title">It has ended${endedAt ? html` <span class="soft">${momentText(endedAt)}</span>` : ''}</h2>
<p>${statusMeans}</p>
${summary ? html`<p>${counted(summary.nodes, 'node')}, ${counted(summary.podsMoved, 'pod')} moved, ${counted(summary.writes, 'write')}, ${counted(summary.pauses, 'pause')}, ${Math.round(summary.workMinutes)} min of work.</p>${summary.notes.length > 0 ? html`<ul>${summary.notes.map((note) => html`<li>${plain(note)}</li>`)}</ul>` : ''}` : ''}
</section>`;
}

/** Can it still be rolled back, until when, and what would end that. */
export function viabilityPanel({ viability }: MigrationView, now: Instant): Html {
  const { until, why, endings } = viability;
  return html`<section class="panel" aria-labelledby="way-back-title"><h2 id="way-back-title">The way back</h2>
<p class="clock">${viabilityMark(viability)}${until ? html` <span>until <strong>${momentText(until)}</strong>, ${distance(until, now)}</span>` : ''}</p>
<p>${plain(why)}</p>
${endings.length > 0 ? html`<h3>What would end it</h3><ul>${endings.map(({ at, why: what }) => html`<li>${plain(what)}${at ? html` <span class="soft">${momentText(at)}, ${distance(at, now)}</span>` : ''}</li>`)}</ul>` : ''}
</section>`;
}

/** Every step of the way it is on. */
export function stepTrack({ steps, direction, status }: MigrationView): Html {
  const title =
    direction === 'forward' ? 'Steps' : direction === 'back' ? 'Steps of the way back' : 'Steps of putting it back';
  const here = (state: string) => state === 'now' && !hasEnded(status);
  return html`<section class="panel" aria-labelledby="steps-title"><h2 id="steps-title">${title}</h2>
<ol class="track">${steps.map(({ name, state }) => html`<li class="${state}"${here(state) ? html` aria-current="step"` : ''}><span class="unseen">${STATES[state]}: </span>${stepName(name)}</li>`)}</ol>
<details class="numbers" id="steps-explained"><summary>What each step does</summary><dl class="explained">${steps.map(({ name, does }) => html`<dt>${stepName(name)}</dt><dd>${does}</dd>`)}</dl></details>
</section>`;
}

const STATES: Readonly<Record<MigrationView['steps'][number]['state'], string>> = {
  done: 'done',
  now: 'now',
  'to-come': 'to come',
};

/** What was changed and is to be put back. */
export function putBackPanel({ status, toPutBack }: MigrationView): Html | '' {
  if (hasEnded(status)) return '';
  return html`<section class="panel" aria-labelledby="put-back-title"><h2 id="put-back-title">Still to be put back</h2>
${toPutBack.length > 0 ? html`<ul>${toPutBack.map((sentence) => html`<li>${plain(sentence)}</li>`)}</ul>` : html`<p class="soft">Nothing was changed that would have to be put back.</p>`}
</section>`;
}

/** What each command would leave. */
export function waysPanel(view: MigrationView): Html | '' {
  const { id, status, ifPaused, ifAborted, ifRolledBack } = view;
  if (hasEnded(status)) return '';
  const first =
    status === 'paused' ? (['resume', 'It goes on where it stopped.'] as const) : (['pause', ifPaused] as const);
  const ways = [first, ['abort', ifAborted], ['rollback', ifRolledBack]] as const;
  return html`<section class="panel" aria-labelledby="ways-title"><h2 id="ways-title">What you can do, and what it leaves</h2>
<dl class="explained">${ways.map(([command, leaves]) => html`<dt>${command}</dt><dd>${leaves} <code class="command">steward ${command} ${id} --reason "..."</code></dd>`)}</dl>
</section>`;
}

/** `drain source`. */
export function stepName(step: string): string {
  return step.replaceAll('-', ' ');
}
