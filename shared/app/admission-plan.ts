import type { Admission } from '../domain/migration/admission.ts';
import { diffPlans } from '../domain/plan/diff-plans.ts';
import type { MigrationPlan, PlanScope } from '../domain/plan/migration-plan.ts';
import type { Parts } from './parts.ts';

/** More sentences than these nobody reads at a waiting migration; all of them are in the comparison of the plans. */
const MOST_SENTENCES = 5;

/** Whether a plan is still proposed under its hash; if not, what became of it. */
export async function planStanding(
  { plans }: Pick<Parts, 'plans'>,
  plan: Pick<MigrationPlan, 'hash' | 'scope'>,
): Promise<Admission['plan']> {
  const current = await plans.proposal();
  if (current?.proposal.plans.some(({ hash }) => hash === plan.hash)) return { kind: 'as-signed' };
  const successor = current?.proposal.plans.find(({ scope }) => scopeKey(scope) === scopeKey(plan.scope));
  if (!successor) return { kind: 'changed', why: 'No plan is proposed for its clusters any more.' };
  const [before, after] = await Promise.all([plans.find(plan.hash), plans.find(successor.hash)]);
  const changes = before && after ? diffPlans(before.plan, after.plan) : [];
  const shown = changes.slice(0, MOST_SENTENCES);
  const more = changes.length > shown.length ? [`And ${changes.length - shown.length} more changes.`] : [];
  return {
    kind: 'changed',
    why: [`Plan ${successor.id} is proposed in its place.`, ...shown, ...more].join(' '),
  };
}

export function scopeKey({ group = '', part }: PlanScope): string {
  return `${part} ${group}`;
}
