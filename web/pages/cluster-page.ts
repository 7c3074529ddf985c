import type { InspectionView } from '../../shared/app/inspection-views.ts';
import type { MigrationSummaryView } from '../../shared/app/migration-views.ts';
import type { ClusterView } from '../../shared/app/views.ts';
import { dayOf, type Instant } from '../../shared/domain/time.ts';
import { agoText, momentText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import { layout } from '../html/layout.ts';
import type { Links } from '../html/links.ts';
import { counted } from '../html/words.ts';
import { coverageBanner } from '../parts/coverage.ts';
import { findingsTable } from '../parts/findings.ts';
import type { Frozen } from '../parts/frozen.ts';
import { inspectionPanel } from '../parts/inspection.ts';
import { markList } from '../parts/marks.ts';
import { migrationsPanel } from '../parts/migration-list.ts';
import { notJudged, poolsTable } from '../parts/pools.ts';

export interface ClusterPageData {
  readonly cluster: ClusterView;
  /** `undefined`: it was not inspected. */
  readonly inspection: InspectionView | undefined;
  /** Of the plan that has it; `undefined`: no plan that is proposed has. */
  readonly planId: string | undefined;
  readonly migrations: readonly MigrationSummaryView[];
  readonly frozen?: Frozen | undefined;
  readonly now: Instant;
  readonly links: Links;
}

/** One cluster: what it is, what is wrong with it, and its pools. */
export function clusterPage({
  cluster,
  inspection,
  planId,
  migrations,
  frozen,
  now,
  links,
}: ClusterPageData): Promise<string> {
  const today = dayOf(now);
  return layout({
    title: `${plain(cluster.name)} - Image Steward`,
    links,
    frozen,
    trail: html`<nav class="trail" aria-label="You are here"><a href="${links.dashboard()}">Fleet</a> <span aria-hidden="true">/</span> <a href="${links.dashboard({ subscription: [cluster.subscriptionId] })}"><bdi>${plain(cluster.subscriptionName)}</bdi></a> <span aria-hidden="true">/</span> <span aria-current="page"><bdi>${plain(cluster.name)}</bdi></span></nav>`,
    body: html`<h1><bdi>${plain(cluster.name)}</bdi>${markList(cluster.marks)}</h1>
${coverageBanner(cluster.coverage, now)}
${planId ? html`<p>It is planned: <a href="${links.plan(planId, { cluster: cluster.name })}">its steps and windows</a> in <a href="${links.plan(planId)}">plan <code>${planId}</code></a>.</p>` : ''}
${migrationsPanel(migrations, 'Migrations of this cluster', now, links)}
${factsPanel(cluster, now)}
<section class="panel" aria-labelledby="findings-title"><h2 id="findings-title">Findings</h2>
${cluster.findings.length > 0 ? findingsTable(cluster.findings, today, undefined) : html`<p>No rule is broken here${hasUnknowns(cluster) ? ', as far as it could be judged' : ''}.</p>`}
${notJudged(cluster.unknowns)}
</section>
<section class="panel" aria-labelledby="pools-title"><h2 id="pools-title">${counted(cluster.pools.length, 'node pool')}</h2>
${cluster.pools.length > 0 ? poolsTable(cluster.pools) : html`<p>The cluster has no node pool that Azure lists.</p>`}
</section>
${inspectionPanel(inspection, now)}`,
  });
}

function hasUnknowns({ unknowns, pools }: ClusterView): boolean {
  return unknowns.length > 0 || pools.some((pool) => pool.unknowns.length > 0);
}

function factsPanel(cluster: ClusterView, now: Instant): Html {
  const tags = Object.entries(cluster.tags);
  return html`<section class="panel" aria-labelledby="facts-title"><h2 id="facts-title">About this cluster</h2>
<dl class="facts">
${fact('Read', html`${agoText(cluster.readAt, now)} <span class="soft">${momentText(cluster.readAt)}</span>`)}
${fact('Resource group', html`<bdi>${plain(cluster.resourceGroup)}</bdi>`)}
${fact('Region', plain(cluster.region))}
${fact('Power', cluster.power)}
${fact('Kubernetes', text(cluster.kubernetesVersion))}
${fact('Provisioning', text(cluster.provisioningState))}
${fact('Tier', text(cluster.tier))}
${fact('Support plan', text(cluster.supportPlan))}
${fact('Cluster auto-upgrade', text(cluster.upgradeChannel, 'not set'))}
${fact('Node OS channel', text(cluster.nodeOsChannel, 'not set'))}
${fact('Maintenance windows', windows(cluster.maintenance))}
${tags.length > 0 ? fact('Tags', html`<ul class="marks">${tags.map(([name, value]) => html`<li><bdi>${plain(name)}</bdi>: <bdi>${plain(value)}</bdi></li>`)}</ul>`) : ''}
${fact('Id', html`<code>${plain(cluster.id)}</code>`)}
</dl></section>`;
}

function fact(name: string, value: Html | string): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function text(value: string | undefined, missing = 'unknown'): Html | string {
  return value ? plain(value) : html`<span class="unknown">${missing}</span>`;
}

function windows(maintenance: ClusterView['maintenance']): Html | string {
  if (!maintenance) return html`<span class="unknown">not read, so nothing is said about them</span>`;
  if (maintenance.length === 0) return 'none';
  return html`<ul class="plain">${maintenance.map(({ name, schedule }) => html`<li>${plain(schedule)} <span class="soft">${plain(name)}</span></li>`)}</ul>`;
}
