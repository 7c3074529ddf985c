import type { MigrationSummaryView } from '../../shared/app/migration-views.ts';
import type { CalendarView, FindingsPage, SweepView } from '../../shared/app/views.ts';
import { dayOf, type Instant } from '../../shared/domain/time.ts';
import { html } from '../html/html.ts';
import { layout } from '../html/layout.ts';
import type { Links } from '../html/links.ts';
import { coverageBanner } from '../parts/coverage.ts';
import { filterForm, type PageQuery } from '../parts/filters.ts';
import { findingsSection } from '../parts/findings.ts';
import type { Frozen } from '../parts/frozen.ts';
import { migrationsPanel } from '../parts/migration-list.ts';
import { ourselvesPanel } from '../parts/ourselves.ts';
import { posturePanels, severityTiles } from '../parts/posture.ts';
import { timelinePanel } from '../parts/timeline.ts';

export interface DashboardData {
  readonly sweep: SweepView;
  readonly calendar: CalendarView;
  readonly findings: FindingsPage;
  /** Those under way. */
  readonly migrations: readonly MigrationSummaryView[];
  readonly query: PageQuery;
  readonly frozen?: Frozen | undefined;
  readonly now: Instant;
  readonly links: Links;
}

/** The whole fleet: how fresh and how complete, how it stands, what ends when, and what to do. */
export function dashboardPage({
  sweep,
  calendar,
  findings,
  migrations,
  query,
  frozen,
  now,
  links,
}: DashboardData): Promise<string> {
  const today = dayOf(now);
  return layout({
    title: `${sweep.coverage.whole ? '' : 'Partial: '}Node images of the fleet - Image Steward`,
    links,
    frozen,
    body: html`<h1 class="unseen">Node images of the fleet</h1>
${coverageBanner(sweep.coverage, now)}
${ourselvesPanel(sweep.ourselves, now)}
${migrationsPanel(migrations, 'Migrations under way', now, links)}
${severityTiles(sweep, links)}
${posturePanels(sweep.posture, links)}
${timelinePanel(calendar, today)}
<section class="panel" id="findings" aria-labelledby="findings-title" tabindex="-1">
<h2 id="findings-title">Findings</h2>
${filterForm(query, sweep.posture.bySubscription, links)}
${findingsSection(findings, query, today, links)}
</section>`,
  });
}
