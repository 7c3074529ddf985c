import type { MigrationSummaryView } from '../../shared/app/migration-views.ts';
import { hasEnded, strategyText, whatText } from '../../shared/app/migration-words.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { type Html, html, plain } from '../html/html.ts';
import type { Links } from '../html/links.ts';
import { counted } from '../html/words.ts';
import { alertMark } from './alert-marks.ts';
import { distance, lasting, remaining } from './distance.ts';
import { statusMark, viabilityMark } from './migration-marks.ts';
import { stepName } from './migration-now.ts';

/** Migrations, one row each. @param title names the table for those who cannot see it */
export function migrationList(
  migrations: readonly MigrationSummaryView[],
  title: string,
  now: Instant,
  links: Links,
): Html {
  return html`<table class="steps migrations" role="table"><caption class="unseen">${title}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Migration</th><th role="columnheader" scope="col">Status</th><th role="columnheader" scope="col">Step</th><th role="columnheader" scope="col">Way back</th></tr></thead>
<tbody role="rowgroup">${migrations.map((one) => row(one, now, links))}</tbody></table>`;
}

/** Nothing where there is none. */
export function migrationsPanel(
  migrations: readonly MigrationSummaryView[],
  title: string,
  now: Instant,
  links: Links,
): Html | '' {
  if (migrations.length === 0) return '';
  const more = migrations.length - LISTED_AT_MOST;
  return html`<section class="panel" aria-labelledby="migrations-title"><h2 id="migrations-title">${title}</h2>
${migrationList(migrations.slice(0, LISTED_AT_MOST), title, now, links)}
${more > 0 ? html`<p><a href="${links.migrations()}">${counted(more, 'more migration')}</a></p>` : ''}</section>`;
}

const LISTED_AT_MOST = 25;

/** Healthy needs no word in a list; that nobody watches is said on its own page. */
function alertLine({ alert: { kind } }: MigrationSummaryView): Html | '' {
  if (kind !== 'breached' && kind !== 'unknown') return '';
  return html`<span class="line">${alertMark(kind, kind === 'breached' ? 'Alert' : 'Health unknown')}</span>`;
}

function row(one: MigrationSummaryView, now: Instant, links: Links): Html {
  const { viability, progress, since, why } = one;
  return html`<tr role="row"><td role="cell"><a href="${links.migration(one.id)}"><bdi>${plain(one.cluster)}</bdi>, <bdi>${plain(whatText(one))}</bdi></a> <span class="line soft">${plain(strategyText(one.strategy))}, ${plain(one.environment)}</span><code class="soft">${plain(one.id)}</code></td>
<td role="cell">${statusMark(one)}${alertLine(one)}</td>
<td role="cell">${hasEnded(one.status) ? html`<span class="soft">ended ${one.endedAt ? distance(one.endedAt, now) : ''}</span>` : html`${stepName(one.step)} <span class="soft">${progress.done + 1} of ${progress.all}, for ${lasting(since, now)}</span>${why ? html`<span class="line warn-text">${plain(why)}</span>` : ''}`}</td>
<td role="cell">${hasEnded(one.status) ? html`<span class="soft">none from here</span>` : html`${viabilityMark(viability)}${viability.until && viability.kind !== 'over' && viability.kind !== 'unknown' ? html` <span class="soft">for another ${remaining(viability.until, now)}</span>` : ''}`}</td></tr>`;
}
