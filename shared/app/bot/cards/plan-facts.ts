/** What cards say of plans. */
import { capitalized } from '../../../domain/words.ts';
import type { PlanView } from '../../plan-views.ts';
import { effectText } from '../../plan-words.ts';

type Window = PlanView['waves'][number]['clusters'][number]['steps'][number]['windows'][number];

/** The first window of all and the region it is in; `undefined`: there is none. */
export function firstWindow({ waves }: PlanView): { readonly window: Window; readonly region: string } | undefined {
  const all = waves
    .flatMap(({ clusters }) => clusters)
    .flatMap(({ steps, region }) => steps.flatMap(({ windows }) => windows.map((window) => ({ window, region }))));
  return all.toSorted((a, b) => Date.parse(a.window.opens) - Date.parse(b.window.opens))[0];
}

/** What would keep it from its windows, the hardest first, one sentence each. */
export function blockersOf({ waves, constraints }: PlanView): string[] {
  const held = constraints
    .filter(({ effect }) => effect !== 'note')
    .toSorted((a, b) => ORDER.indexOf(a.effect) - ORDER.indexOf(b.effect))
    .map(({ effect, what, remedy }) => `${capitalized(effectText(effect))}: ${what}${remedy ? ` ${remedy}` : ''}`);
  const blocked = waves
    .flatMap(({ clusters }) => clusters)
    .flatMap(({ name, steps }) =>
      steps.flatMap((step) =>
        step.kind === 'pool' ? step.readiness.blockers.map((what) => `${name}/${step.name}: ${what}`) : [],
      ),
    );
  return [...held, ...blocked];
}

const ORDER: readonly PlanView['constraints'][number]['effect'][] = ['infeasible', 'late', 'holds', 'note'];
