import type { CoverageView } from '../../shared/app/views.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { agoText, momentText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import { count, counted, reasonText } from '../html/words.ts';

type NotSeen = CoverageView['notSeen'][number];

/** A list longer than this is cut, and says so: the page must stay small for a fleet that cannot be read at all. */
const LISTED_AT_MOST = 50;

/** How fresh and how complete the page is; the first thing on it. */
export function coverageBanner(coverage: CoverageView, now: Instant): Html {
  const pending = coverage.notSeen.filter(({ reason }) => reason === 'pending');
  const missed = coverage.notSeen.filter(({ reason }) => reason !== 'pending');
  return html`<section class="coverage ${kindOf(missed, pending)}" aria-labelledby="coverage-title">
<h2 id="coverage-title">${headline(coverage, missed, pending)}</h2>
<p>${freshness(coverage, now)} It saw ${counted(coverage.clustersSeen, 'cluster')} with ${counted(coverage.poolsSeen, 'pool')}.</p>
${missed.length > 0 ? missedList(missed, now) : ''}
</section>`;
}

function kindOf(missed: readonly NotSeen[], pending: readonly NotSeen[]): string {
  if (missed.length > 0) return 'partial';
  return pending.length > 0 ? 'running' : 'whole';
}

function headline(coverage: CoverageView, missed: readonly NotSeen[], pending: readonly NotSeen[]): string {
  const seen = `${count(coverage.subscriptionsSeen)} of ${counted(coverage.subscriptionsExpected, 'subscription')} seen`;
  if (missed.length > 0) return `Partial sweep: ${seen}, ${counted(missed.length, 'gap')}`;
  if (pending.length > 0) return `Sweep under way: ${seen} so far`;
  return `Whole sweep: ${seen}`;
}

function freshness({ startedAt, finishedAt }: CoverageView, now: Instant): Html {
  const at = finishedAt ?? startedAt;
  return html`The latest sweep ${finishedAt ? 'finished' : 'started'} <strong>${agoText(at, now)}</strong> (<time datetime="${at}">${momentText(at)}</time>).`;
}

function missedList(missed: readonly NotSeen[], now: Instant): Html {
  const more = missed.length - LISTED_AT_MOST;
  return html`<p>What is listed below was not seen. Its pools are missing here, or stand as they last were.</p>
<details${missed.length <= 5 ? html` open` : ''}>
<summary>What was not seen, and why</summary>
<ul class="gaps">
${missed.slice(0, LISTED_AT_MOST).map((one) => gap(one, now))}
${more > 0 ? html`<li>and ${counted(more, 'more', 'more')}; <code>/api/sweeps/latest</code> lists them all</li>` : ''}
</ul>
</details>`;
}

function gap(one: NotSeen, now: Instant): Html {
  const name = one.clusterId ? (one.clusterId.split('/').at(-1) ?? one.clusterId) : one.subscriptionName;
  return html`<li><strong>${reasonText(one.reason)}</strong>: ${one.clusterId ? 'cluster' : 'subscription'} <bdi>${plain(name)}</bdi>${
    one.clusterId ? html` in <bdi>${plain(one.subscriptionName)}</bdi>` : ''
  }. ${plain(one.detail)}
<span class="soft">Not seen since ${momentText(one.since)}; ${one.lastSeen ? `last seen ${agoText(one.lastSeen, now)}` : 'never seen before'}.</span></li>`;
}
