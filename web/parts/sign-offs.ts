import type { SignOffsView } from '../../shared/app/migration-views.ts';
import { signOffStateText } from '../../shared/app/migration-words.ts';
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
${awaited.length > 0 ? html`<ul>${awaited.map(({ role, missing }) => html`<li>${role}: ${missing} more <code class="command">steward sign-off ${plain(planId)} --role ${role}</code></li>`)}</ul>` : ''}
${signOffs.length > 0 ? html`<ul class="plain">${signOffs.map(({ person, role, kind, at, expiresAt, reason }) => html`<li><strong>${kind}</strong> by <bdi>${plain(person)}</bdi> for ${role}, ${momentText(at)} <span class="soft">counts until ${momentText(expiresAt)}</span>${reason ? html`<span class="line">${plain(reason)}</span>` : ''}</li>`)}</ul>` : html`<p class="soft">Nobody has said anything yet.</p>`}
</section>`;
}
