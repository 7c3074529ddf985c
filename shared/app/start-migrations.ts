import type { Person } from '../domain/sign-off/sign-off.ts';
import { beginPlan } from './begin-plan.ts';
import type { Parts } from './parts.ts';

/**
 * Makes a migration of every step of a proposed plan that may begin now, and has its first pass made. A crash between
 * the two leaves a record whose pass is overdue: the watchdog sends it. The same step of the same plan is made once.
 *
 * @param askedBy who asked for the start, where somebody did: that person alone cannot have approved it
 * @throws UpstreamError when a store does not answer
 */
export async function startMigrations(parts: Parts, askedBy?: Person): Promise<void> {
  const current = await parts.plans.proposal();
  for (const { hash } of current?.proposal.plans ?? []) {
    const found = await parts.plans.find(hash);
    if (found) await beginPlan(parts, found.plan, askedBy);
  }
}
