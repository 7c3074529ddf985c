import { speaksForSome } from '../../domain/sign-off/owners.ts';
import { namesText } from '../../domain/sign-off/words.ts';
import type { RecommendationView } from '../alerts/alert-views.ts';
import { type Held, unseenEnd } from './who-may.ts';

export type MayAnswer = { readonly kind: 'yes' } | { readonly kind: 'no'; readonly why: string };

/** Whether somebody may answer what is recommended: an operator, or who speaks for a workload that it touches. */
export function mayAnswer(held: Held, { affected }: Pick<RecommendationView, 'affected'>): MayAnswer {
  if (held.operator) return { kind: 'yes' };
  const owners = [...new Set(affected.flatMap(({ owner }) => (owner === undefined ? [] : [owner])))];
  if (held.roles.some((one) => one.role === 'application' && speaksForSome(one, owners))) return { kind: 'yes' };
  const whose = owners.length > 0 ? ` and for those who speak for ${namesText(owners)}` : '';
  return {
    kind: 'no',
    why: `Your word does not count here: this is for operators${whose}. planning.json says who they are (people.operators and people.owners).${unseenEnd(held)}`,
  };
}
