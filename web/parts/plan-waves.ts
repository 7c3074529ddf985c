import type { ClusterPlanView, PlanStepView, PlanView, PoolStepView, WaveView } from '../../shared/app/plan-views.ts';
import {
  durationText,
  moneyText,
  moveText,
  readinessText,
  stepText,
  talkText,
  windowRuleText,
  windowText,
} from '../../shared/app/plan-words.ts';
import { dayText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import type { Links } from '../html/links.ts';
import { count, counted } from '../html/words.ts';
import { severityMark } from './marks.ts';

/** Clusters of a wave on a page about the whole plan; a page about one wave has more. */
const CLUSTERS_OF_MANY = 20;
const CLUSTERS_OF_ONE = 500;
/** With more waves than this they are folded at first. */
const OPEN_WAVES = 6;

/** Every wave with its clusters and their steps, in order. */
export function wavesSection(plan: PlanView, links: Links): Html {
  const narrow = plan.narrowedTo !== undefined;
  return html`<section class="panel" id="waves" aria-labelledby="waves-title"><h2 id="waves-title">Waves, one after another</h2>
${narrow ? html`<p><a href="${links.plan(plan.id)}">The whole plan</a></p>` : ''}
${plan.waves.length === 0 ? html`<p>There is no wave${narrow ? ' for this filter' : ''}.</p>` : plan.waves.map((wave, at) => waveBlock(plan, wave, narrow || at < OPEN_WAVES, links))}
</section>`;
}

function waveBlock(plan: PlanView, wave: WaveView, open: boolean, links: Links): Html {
  const most = plan.narrowedTo ? CLUSTERS_OF_ONE : CLUSTERS_OF_MANY;
  const more = wave.clusters.length - most;
  return html`<details class="wave"${open ? html` open` : ''}><summary><strong>${wave.number}. <bdi>${plain(wave.name)}</bdi></strong> ${daysOf(wave)} <span class="soft">${counted(wave.clusters.length, 'cluster')}, ${durationText(wave.minutes)}, ${moneyText(wave.cost)}</span></summary>
<p class="soft">Before it begins: ${plain(wave.gates.join(' '))}</p>
${wave.clusters.slice(0, most).map((cluster) => clusterBlock(cluster, links))}
${more > 0 ? html`<p><a href="${links.plan(plan.id, { wave: wave.number })}">${counted(more, 'more cluster')} of this wave</a></p>` : ''}
</details>`;
}

function daysOf({ from, to }: WaveView): Html {
  if (!from) return html`<span class="warn">no window</span>`;
  return html`${dayText(from)}${to && to !== from ? html` to ${dayText(to)}` : ''}`;
}

function clusterBlock(cluster: ClusterPlanView, links: Links): Html {
  return html`<article class="planned"><h3><a href="${links.cluster(cluster.clusterId)}"><bdi>${plain(cluster.name)}</bdi></a> <span class="soft">${plain(cluster.region)}, ${plain(cluster.environment)}, criticality ${plain(cluster.criticality)}</span></h3>
<table class="steps" role="table"><caption class="unseen">Steps of ${plain(cluster.name)}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Step</th><th role="columnheader" scope="col">From, to</th><th role="columnheader" scope="col">Window (UTC)</th><th role="columnheader" scope="col">Work, cost</th><th role="columnheader" scope="col">Readiness</th></tr></thead>
<tbody role="rowgroup">${cluster.steps.map(stepRow)}</tbody></table>
<details class="numbers"><summary>Windows and who is told when</summary>
<p>${plain(windowRuleText(cluster.windowRule))}</p>
${cluster.communication.length > 0 ? html`<ul class="plain">${cluster.communication.map(({ kind, from, to, state }) => html`<li>${talkText(kind)}: ${dayText(from)}${to === from ? '' : html` to ${dayText(to)}`}${state === 'to-come' ? '' : html` <span class="${state === 'late' ? 'warn' : 'soft'}">${state}</span>`}</li>`)}</ul>` : html`<p class="soft">No dates while there is no window.</p>`}
</details></article>`;
}

function stepRow(step: PlanStepView): Html {
  const windows =
    step.windows.length === 0
      ? html`<span class="warn">no window</span>`
      : html`${step.windows.slice(0, 3).map((window) => html`<span class="line">${windowText(window)}</span>`)}${step.windows.length > 3 ? html`<span class="soft">and ${count(step.windows.length - 3)} more</span>` : ''}`;
  if (step.kind === 'control-plane') {
    return html`<tr role="row"><td role="cell"><strong>${plain(stepText(step))}</strong> ${reasons(step.reasons)}</td><td role="cell">${plain(step.from)} to ${plain(step.path.join(', then '))}</td><td role="cell">${windows}</td><td role="cell">${durationText(step.minutes)}</td><td role="cell"></td></tr>`;
  }
  const { from, to } = moveText(step);
  return html`<tr role="row"><td role="cell"><strong><bdi>${plain(step.name)}</bdi></strong> <span class="line">${plain(stepText(step))}</span> ${findings(step)} ${reasons(step.reasons)}</td>
<td role="cell"><code class="image">${plain(from)}</code> <span class="soft">to</span> <code class="image">${plain(to)}</code></td>
<td role="cell">${windows}${step.deadline ? html`<span class="line soft">by ${dayText(step.deadline.day)}: ${plain(step.deadline.what)}</span>` : ''}</td>
<td role="cell">${durationText(step.minutes)} <span class="line">${step.cost.kind === 'unknown' ? 'cost unknown' : moneyText(step.cost)}</span><span class="line soft">${nodesText(step)}</span></td>
<td role="cell">${readiness(step)}</td></tr>${blockers(step)}${longStops(step)}`;
}

function nodesText({ nodes, extraNodes }: PoolStepView): string {
  return `${nodes === undefined ? 'nodes not counted' : counted(nodes, 'node')}, ${count(extraNodes)} extra`;
}

function findings({ findings: found }: PoolStepView): Html | '' {
  const [worst] = found;
  if (!worst) return '';
  return html`<span class="line">${severityMark(worst.severity)} <span class="soft">${found.map(({ ruleId }) => ruleId).join(', ')}</span></span>`;
}

function reasons(list: readonly string[]): Html | '' {
  if (list.length === 0) return '';
  return html`<details class="numbers"><summary>Why this way</summary><ul>${list.map((reason) => html`<li>${plain(reason)}</li>`)}</ul></details>`;
}

function readiness({ readiness: state, dependencies }: PoolStepView): Html {
  const tone = state.verdict === 'blocked' ? 'warn' : state.verdict === 'ready' ? '' : 'soft';
  const leaning = dependencies.classification === 'not-inspected' ? '' : dependencies.classification;
  return html`<span class="${tone}">${readinessText(state)}</span>${leaning ? html` <span class="line soft">${leaning}</span>` : ''}`;
}

/** What blocks has a row of its own: names and numbers need room. */
function blockers({ name, readiness: { blockers: found } }: PoolStepView): Html | '' {
  return namesRow(found, html`${counted(found.length, 'thing')} would stop a drain of ${plain(name)} today`);
}

/** What stops slowly blocks nothing, and makes the work longer. */
function longStops({ name, readiness: { longStops: found = [] } }: PoolStepView): Html | '' {
  const words = found.length === 1 ? 'thing stops' : 'things stop';
  return namesRow(found, html`${count(found.length)} ${words} slower on ${plain(name)} than the plan counts on`);
}

function namesRow(found: readonly string[], summary: Html): Html | '' {
  if (found.length === 0) return '';
  const more = found.length - MOST_NAMED;
  return html`<tr role="row" class="blockers"><td role="cell" colspan="5"><details class="numbers"><summary>${summary}</summary>
<ul>${found.slice(0, MOST_NAMED).map((one) => html`<li>${plain(one)}</li>`)}${more > 0 ? html`<li>and ${count(more)} more</li>` : ''}</ul></details></td></tr>`;
}

const MOST_NAMED = 10;
