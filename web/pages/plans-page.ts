import type { PlansView } from '../../shared/app/plan-views.ts';
import { dayOf, type Instant } from '../../shared/domain/time.ts';
import { agoText, momentText } from '../html/dates.ts';
import { html } from '../html/html.ts';
import { layout } from '../html/layout.ts';
import type { Links } from '../html/links.ts';
import { counted } from '../html/words.ts';
import { coverageBanner } from '../parts/coverage.ts';
import type { Frozen } from '../parts/frozen.ts';
import { planChanges, planList } from '../parts/plan-list.ts';
import { trailTo } from '../parts/plan-trail.ts';

/** Every plan that is proposed now. */
export function plansPage({
  view,
  frozen,
  now,
  links,
}: {
  view: PlansView;
  frozen?: Frozen | undefined;
  now: Instant;
  links: Links;
}): Promise<string> {
  return layout({
    title: 'Migration plans - Image Steward',
    links,
    frozen,
    trail: trailTo(links),
    body: html`<h1>Migration plans</h1>
${coverageBanner(view.coverage, now)}
<section class="panel" aria-labelledby="plans-title"><h2 id="plans-title">${counted(view.plans.length, 'plan')} proposed</h2>
<p class="soft">Proposed ${agoText(view.proposedAt, now)} (${momentText(view.proposedAt)}), last checked ${agoText(view.checkedAt, now)}. A plan is a proposal: nothing here writes to a cluster.${view.whole ? '' : ' The sweep behind it did not see everything, so clusters may be missing.'}</p>
${planList(view, dayOf(now), links)}
</section>
${planChanges(view.changes, links)}`,
  });
}
