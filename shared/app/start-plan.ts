import type { Person } from '../domain/sign-off/sign-off.ts';
import { planStanding } from './admission-plan.ts';
import { beginPlan } from './begin-plan.ts';
import type { StartAnswer } from './migration-views.ts';
import type { Parts } from './parts.ts';

/** More reasons nobody reads at once; they are the same for most of a wave. */
const MOST_REASONS = 5;

/**
 * Begins what may begin of one plan now, because a person asks for it. Nothing is begun that the timer would not begin,
 * and not on the word of that person alone.
 */
export async function startPlan(parts: Parts, planIdOrHash: string, by: Person): Promise<StartAnswer> {
  const found = await parts.plans.find(planIdOrHash);
  if (!found) return { kind: 'missing' };
  const standing = await planStanding(parts, found.plan);
  if (standing.kind === 'changed') {
    return { kind: 'refused', because: `This plan is not proposed any more. ${standing.why}` };
  }
  const { made, held } = await beginPlan(parts, found.plan, by);
  const reasons = shortened([...new Set(held)]);
  if (made.length === 0) return { kind: 'refused', because: reasons.join(' ') || ALL_THROUGH };
  return {
    kind: 'begun',
    migrations: made.map(({ id, clusterName, work }) => ({
      id,
      cluster: clusterName,
      ...(work.kind === 'pool' && { pool: work.name }),
    })),
    held: reasons,
  };
}

const ALL_THROUGH = 'All of it was begun already: there is nothing left to start.';

function shortened(reasons: readonly string[]): string[] {
  const more = reasons.length - MOST_REASONS;
  return more > 0 ? [...reasons.slice(0, MOST_REASONS), `And ${more} more.`] : [...reasons];
}
