import type { SignOffsView } from '../../shared/app/migration-views.ts';
import { signOffStateText } from '../../shared/app/migration-words.ts';
import { namesText } from '../../shared/domain/sign-off/words.ts';
import { momentText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';

const TONES: Readonly<Record<SignOffsView['state'], string>> = {
  complete: 'fine',
  awaited: 'medium',
  refused: 'critical',
  void: 'low',
};

/** Who has said what to a plan, and whose word is awaited. */
export function signOffsPanel(view: SignOffsView | undefined): Html | '' {
  if (!view) return '';
  const { planId, state, why, awaited, signOffs } = view;
  return html`<section class="panel" aria-labelledby="sign-offs-title"><h2 id="sign-offs-title">Sign-offs <span class="severity ${TONES[state]}">${signOffStateText(view)}</span></h2>
<p>${plain(why)}</p>
${awaited.length > 0 ? html`<ul>${awaited.map((one) => awaitedItem(one, planId))}</ul>` : ''}
${signOffs.length > 0 ? html`<ul class="plain">${signOffs.map(wordItem)}</ul>` : html`<p class="soft">Nobody has said anything yet.</p>`}
</section>`;
}

function awaitedItem({ role, missing, owners, people }: SignOffsView['awaited'][number], planId: string): Html {
  return html`<li>${role}: ${missing} more${owners.length > 0 ? html`, for the workloads of ${plain(namesText(owners))}` : ''} <code class="command">steward sign-off ${plain(planId)} --role ${role}</code>${people.length > 0 ? html`<span class="line">Could be given by ${plain(namesText(people))}.</span>` : ''}</li>`;
}

function wordItem(word: SignOffsView['signOffs'][number]): Html {
  const { person, role, owners, onBehalfOf, kind, at, expiresAt, reason, late } = word;
  const whose = owners ? html`, the workloads of ${plain(namesText(owners))}` : '';
  const place = onBehalfOf === undefined ? '' : html` in place of <bdi>${plain(onBehalfOf)}</bdi>`;
  return html`<li><strong>${kind}</strong> by <bdi>${plain(person)}</bdi>${place} for ${role}${whose}, ${momentText(at)} <span class="soft">counts until ${momentText(expiresAt)}</span>${reason ? html`<span class="line">${plain(reason)}</span>` : ''}${late ? html`<span class="line">${plain(late)}</span>` : ''}</li>`;
}
