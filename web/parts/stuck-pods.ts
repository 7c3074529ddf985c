import type { MigrationView, StuckPodView } from '../../shared/app/migration-views.ts';
import { budgetText } from '../../shared/app/migration-words.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { type Html, html, plain } from '../html/html.ts';
import { counted } from '../html/words.ts';
import { lasting } from './distance.ts';

/** Pods that do not leave: what is in the way, by which numbers, who owns it, and what would help. */
export function stuckPanel({ stuck }: MigrationView, now: Instant): Html | '' {
  if (stuck.length === 0) return '';
  return html`<section class="coverage partial" aria-labelledby="stuck-title"><h2 id="stuck-title">${counted(stuck.length, 'pod')} ${stuck.length === 1 ? 'does' : 'do'} not leave</h2>
${stuck.map((pod) => stuckPart(pod, now))}
</section>`;
}

function stuckPart(pod: StuckPodView, now: Instant): Html {
  return html`<article class="stuck"><h3><bdi>${plain(pod.pod)}</bdi> <span class="soft">on <bdi>${plain(pod.node)}</bdi>, for ${lasting(pod.since, now)}</span></h3>
<p>${plain(pod.why)}</p>
<dl class="facts">
${pod.by ? fact('In the way', html`<bdi>${plain(pod.by)}</bdi>`) : ''}
${pod.budget ? fact('Its budget', budgetText(pod.budget)) : ''}
${fact('Owner', pod.owner ? html`<bdi>${plain(pod.owner)}</bdi>` : html`<span class="unknown">nobody is named</span>`)}
${pod.workload ? fact('Workload', html`<bdi>${plain(pod.workload)}</bdi>`) : ''}
${fact('What waits for it', plain(pod.blocks))}
</dl>
${pod.remedies.length > 0 ? html`<h4>What would help, the best first</h4><ol class="remedies">${pod.remedies.map(({ what, command }) => html`<li>${plain(what)}${command ? html` <code class="command">${plain(command)}</code>` : ''}</li>`)}</ol>` : ''}</article>`;
}

function fact(name: string, value: Html | string): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
