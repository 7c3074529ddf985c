import type { AlertView } from '../../shared/app/alerts/alert-views.ts';
import type { MigrationView } from '../../shared/app/migration-views.ts';
import { hasEnded, statusText, strategyText, whatText } from '../../shared/app/migration-words.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { momentText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import { layout } from '../html/layout.ts';
import type { Links } from '../html/links.ts';
import { alertPanel } from '../parts/alert.ts';
import { evidencePanel } from '../parts/evidence.ts';
import type { Frozen } from '../parts/frozen.ts';
import { livePart } from '../parts/live.ts';
import { statusMark } from '../parts/migration-marks.ts';
import { nowPanel, putBackPanel, stepName, stepTrack, viabilityPanel, waysPanel } from '../parts/migration-now.ts';
import { nodeGrid } from '../parts/node-grid.ts';
import { ordersPanel } from '../parts/orders.ts';
import { stuckPanel } from '../parts/stuck-pods.ts';

/** A drain moves by the second; who looks on sees it within five. */
const SECONDS_BETWEEN_LOOKS = 5;

/** One migration while it runs, and after. */
export function migrationPage({
  view,
  alert,
  frozen,
  now,
  links,
}: {
  view: MigrationView;
  /** What watches it; absent: nobody has looked. */
  alert?: AlertView;
  frozen?: Frozen | undefined;
  now: Instant;
  links: Links;
}): Promise<string> {
  const name = `${view.cluster}, ${whatText(view)}`;
  const ended = hasEnded(view.status);
  return layout({
    title: `${plain(name)}: ${statusText(view)} - Image Steward`,
    links,
    frozen,
    script: 'live.js',
    trail: html`<nav class="trail" aria-label="You are here"><a href="${links.migrations()}">Migrations</a> <span aria-hidden="true">/</span> <span aria-current="page"><bdi>${plain(name)}</bdi></span></nav>`,
    body: livePart({
      headline: `${statusText(view)}${ended ? '' : `, ${stepName(view.step)}`}${view.why ? `: ${view.why}` : ''}`,
      ...(!ended && { every: SECONDS_BETWEEN_LOOKS }),
      content: html`<h1><bdi>${plain(view.cluster)}</bdi> <bdi>${plain(whatText(view))}</bdi> <span class="status">${statusMark(view)}</span></h1>
${view.dryRun ? html`<p class="coverage running">Dry run: nothing is written to the cluster; every call that would be made is in the evidence.</p>` : ''}
${nowPanel(view, now, alert !== undefined)}
${ordersPanel(view, now)}
${alert ? alertPanel(alert, now) : ''}
${stuckPanel(view, now)}
<div class="halves"><div class="live">${viabilityPanel(view, now)}
${putBackPanel(view)}</div>
${waysPanel(view)}</div>
${nodeGrid(view, now)}
${stepTrack(view)}
${evidencePanel(view, links)}
${factsPanel(view, links)}`,
    }),
  });
}

function factsPanel(view: MigrationView, links: Links): Html {
  const { target, differences = [] } = view;
  const to = [target.image, target.osSku, target.kubernetes && `Kubernetes ${target.kubernetes}`].filter((one) => one);
  return html`<section class="panel" aria-labelledby="facts-title"><h2 id="facts-title">About this migration</h2>
<dl class="facts">
${fact('Cluster', html`<a href="${links.cluster(view.clusterId)}" id="to-cluster"><bdi>${plain(view.cluster)}</bdi></a>`)}
${fact('Plan', html`<a href="${links.plan(view.planId)}" id="to-plan"><code>${plain(view.planId)}</code></a>`)}
${fact('Way', plain(strategyText(view.strategy)))}
${fact('Environment', plain(view.environment))}
${fact('Set going by', html`<bdi>${plain(view.startedBy)}</bdi>`)}
${fact('Made', momentText(view.createdAt))}
${fact('Target', to.length > 0 ? html`<code class="inline">${plain(to.join(', '))}</code>` : html`<span class="unknown">unknown</span>`)}
${differences.length > 0 ? fact('The target pool differs from the source', html`<ul>${differences.map((one) => html`<li>${plain(one)}</li>`)}</ul>`) : ''}
${fact('Id', html`<code>${plain(view.id)}</code>`)}
</dl></section>`;
}

function fact(name: string, value: Html | string): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
