import type { ConstraintView, PlanView } from '../../shared/app/plan-views.ts';
import { effectText } from '../../shared/app/plan-words.ts';
import { type Html, html, plain } from '../html/html.ts';
import { counted } from '../html/words.ts';

const ORDER: readonly ConstraintView['effect'][] = ['infeasible', 'late', 'holds', 'note'];
const CLASS: Readonly<Record<ConstraintView['effect'], string>> = {
  infeasible: 'critical',
  late: 'high',
  holds: 'medium',
  note: 'low',
};
/** What is read at a glance; the rest is folded. */
const SHOWN = 8;
/** The page must stay small for a fleet where everything is held. */
const LISTED_AT_MOST = 100;

/** What makes the plan impossible or late, or holds it, worst first, each with what would help. */
export function constraintsPanel({ constraints, feasible }: PlanView): Html {
  const title = feasible ? 'What stands against it' : 'Not feasible as it stands';
  if (constraints.length === 0) {
    return html`<section class="panel" aria-labelledby="constraints-title"><h2 id="constraints-title">${title}</h2><p>Nothing is known that does.</p></section>`;
  }
  const sorted = constraints.toSorted((a, b) => ORDER.indexOf(a.effect) - ORDER.indexOf(b.effect));
  const more = sorted.length - LISTED_AT_MOST;
  return html`<section class="panel" aria-labelledby="constraints-title"><h2 id="constraints-title">${title}</h2>
<ul class="constraints">${sorted.slice(0, SHOWN).map(item)}</ul>
${
  sorted.length > SHOWN
    ? html`<details class="numbers"><summary>${counted(sorted.length - SHOWN, 'more', 'more')}</summary><ul class="constraints">${sorted.slice(SHOWN, LISTED_AT_MOST).map(item)}
${more > 0 ? html`<li>and ${counted(more, 'more', 'more')}; the plan in <code>/api/plans</code> has them all</li>` : ''}</ul></details>`
    : ''
}</section>`;
}

function item({ effect, what, remedy }: ConstraintView): Html {
  return html`<li><span class="severity ${CLASS[effect]}">${effectText(effect)}</span> ${plain(what)} <span class="soft">${plain(remedy)}</span></li>`;
}
