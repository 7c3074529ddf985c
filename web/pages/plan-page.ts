import type { MigrationSummaryView, SignOffsView } from '../../shared/app/migration-views.ts';
import type { PlanView } from '../../shared/app/plan-views.ts';
import { scopeText } from '../../shared/app/plan-words.ts';
import { dayOf, type Instant } from '../../shared/domain/time.ts';
import { html, plain } from '../html/html.ts';
import { layout } from '../html/layout.ts';
import type { Links } from '../html/links.ts';
import type { Frozen } from '../parts/frozen.ts';
import { migrationsPanel } from '../parts/migration-list.ts';
import { constraintsPanel } from '../parts/plan-constraints.ts';
import { planFacts } from '../parts/plan-head.ts';
import { leftOutPanel } from '../parts/plan-left-out.ts';
import { planTimelinePanel } from '../parts/plan-timeline.ts';
import { trailTo } from '../parts/plan-trail.ts';
import { wavesSection } from '../parts/plan-waves.ts';
import { signOffsPanel } from '../parts/sign-offs.ts';

export interface PlanPageData {
  readonly plan: PlanView;
  /** `undefined`: nothing is kept of them any more. */
  readonly signOffs: SignOffsView | undefined;
  /** Those that were made of it. */
  readonly migrations: readonly MigrationSummaryView[];
  readonly frozen?: Frozen | undefined;
  readonly now: Instant;
  readonly links: Links;
}

/** One plan: when, in which waves, what stands against it, for how much, and every step with its reasons. */
export function planPage({ plan, signOffs, migrations, frozen, now, links }: PlanPageData): Promise<string> {
  const today = dayOf(now);
  return layout({
    title: `Plan ${plan.id} - Image Steward`,
    links,
    frozen,
    trail: trailTo(links, plan.id),
    body: html`<h1>Plan: <bdi>${plain(scopeText(plan.scope))}</bdi></h1>
<p>A proposal until it is signed off; then its steps run in their windows. <a href="${links.api(`plans/${plan.id}/runbook`)}">Runbook (Markdown)</a></p>
${migrationsPanel(migrations, 'Its migrations', now, links)}
${planTimelinePanel(plan, today)}
${signOffsPanel(signOffs)}
${constraintsPanel(plan)}
${planFacts(plan, today)}
${wavesSection(plan, links)}
${leftOutPanel(plan)}`,
  });
}
