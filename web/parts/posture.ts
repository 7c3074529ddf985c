import type { PostureView, SweepView } from '../../shared/app/views.ts';
import { SEVERITIES } from '../../shared/domain/policy/finding.ts';
import { barChart } from '../charts/bars.ts';
import { type Html, html, plain } from '../html/html.ts';
import type { Links } from '../html/links.ts';
import { count, counted } from '../html/words.ts';

const AGE_COLORS: Readonly<Record<string, string>> = {
  '0-30': 'var(--ok)',
  '31-60': 'var(--fair)',
  '61-90': 'var(--medium)',
  'over 90': 'var(--critical)',
};
const RETIREMENT_COLORS: Readonly<Record<string, string>> = {
  supported: 'var(--ok)',
  'support ends in 180 days': 'var(--medium)',
  'support ended': 'var(--high)',
  'images removed': 'var(--critical)',
};
const UNKNOWN_COLOR = 'var(--unknown)';
const CHARTED_SUBSCRIPTIONS = 8;

/** How many findings of each severity, each a way to them. */
export function severityTiles({ posture: { bySeverity, exempted }, ...sweep }: SweepView, links: Links): Html {
  return html`<nav class="tiles" aria-label="Findings by severity">
${SEVERITIES.map(
  (severity) =>
    html`<a class="tile ${severity}" href="${links.dashboard({ severity: [severity], exempted: false })}"><span class="number">${count(bySeverity[severity] ?? 0)}</span> <span class="label">${severity}</span></a>`,
)}
<a class="tile exempted" href="${links.dashboard({ exempted: true })}"><span class="number">${count(exempted)}</span> <span class="label">exempted</span></a>
</nav>
<p class="changes">${changesText(sweep)}</p>`;
}

function changesText({ coverage, changes, firstSeen }: Pick<SweepView, 'coverage' | 'changes' | 'firstSeen'>): Html {
  if (firstSeen > 0 && firstSeen === coverage.subscriptionsSeen) {
    return html`This is the first sweep: there is nothing yet to compare it with.`;
  }
  const compared = html`Against the sweep before: <strong>${count(changes.new)}</strong> new, <strong>${count(changes.worse)}</strong> worse, <strong>${count(changes.better)}</strong> better, <strong>${count(changes.gone)}</strong> gone.`;
  if (firstSeen === 0) return compared;
  return html`${compared} Not compared: ${counted(firstSeen, 'subscription')} seen for the first time.`;
}

export function posturePanels(posture: PostureView, links: Links): Html {
  return html`<div class="panels">
${groupPanel('age', 'Pools by age of their image', 'Days since the image was built', posture.byAge, AGE_COLORS, (label) => (label === 'unknown' ? label : `${label} days`))}
${groupPanel('retirement', 'Pools by retirement', 'What the calendar says of their OS', posture.byRetirement, RETIREMENT_COLORS, (label) => label)}
${subscriptionPanel(posture.bySubscription, links)}
</div>`;
}

function groupPanel(
  id: string,
  title: string,
  explained: string,
  groups: PostureView['byAge'],
  colors: Readonly<Record<string, string>>,
  text: (label: string) => string,
): Html {
  const bars = groups.map(({ label, pools }) => ({
    label: SHORT_LABELS[label] ?? text(label),
    parts: [{ value: pools, color: colors[label] ?? UNKNOWN_COLOR }],
  }));
  return html`<section class="panel" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<p class="soft">${explained}</p>
${barChart(bars)}
<details class="numbers"><summary>As a table</summary>
<table><caption class="unseen">${title}</caption>
<thead><tr><th scope="col">Group</th><th scope="col" class="num">Pools</th><th scope="col" class="num">Nodes</th></tr></thead>
<tbody>${groups.map(({ label, pools, nodes }) => html`<tr><th scope="row">${text(label)}</th><td class="num">${count(pools)}</td><td class="num">${count(nodes)}</td></tr>`)}</tbody></table>
</details>
</section>`;
}

/** What does not fit beside a bar; the table has it in full. */
const SHORT_LABELS: Readonly<Record<string, string>> = { 'support ends in 180 days': 'ends in 180 days' };

function subscriptionPanel(subscriptions: PostureView['bySubscription'], links: Links): Html {
  const charted = subscriptions.slice(0, CHARTED_SUBSCRIPTIONS);
  const bars = charted.map((one) => ({
    label: one.subscriptionName,
    parts: SEVERITIES.map((severity) => ({ value: one[severity], color: `var(--${severity})` })),
    text: one.seen ? undefined : 'not seen',
  }));
  const title = 'Findings by subscription';
  const rest = subscriptions.length - charted.length;
  return html`<section class="panel" aria-labelledby="subscription-title">
<h2 id="subscription-title">${title}</h2>
<p class="soft">By severity, worst first${rest > 0 ? `; the table has ${counted(rest, 'more', 'more')}` : ''}</p>
${barChart(bars)}
<details class="numbers"><summary>As a table</summary>
<div class="scroll" tabindex="0" role="region" aria-label="${title}, table">
<table><caption class="unseen">${title}</caption>
<thead><tr><th scope="col">Subscription</th><th scope="col" class="num">Pools</th>${SEVERITIES.map((one) => html`<th scope="col" class="num">${one}</th>`)}<th scope="col" class="num">exempted</th></tr></thead>
<tbody>${subscriptions.map(
    (one) =>
      html`<tr><th scope="row"><a href="${links.dashboard({ subscription: [one.subscriptionId] })}"><bdi>${plain(one.subscriptionName)}</bdi></a>${one.seen ? '' : html` <span class="warn">not seen</span>`}</th><td class="num">${count(one.pools)}</td>${SEVERITIES.map((severity) => html`<td class="num">${count(one[severity])}</td>`)}<td class="num">${count(one.exempted)}</td></tr>`,
  )}</tbody></table>
</div>
</details>
</section>`;
}
