/** A plan that is proposed, and people who sign it. */
import type { Parts } from '../../../shared/app/parts.ts';
import { summaryOf } from '../../../shared/app/plan-summary.ts';
import { signOff } from '../../../shared/app/sign-off.ts';
import type { MigrationPlan, Wave } from '../../../shared/domain/plan/migration-plan.ts';
import type { Role } from '../../../shared/domain/sign-off/sign-off.ts';
import { givenCluster, NOW } from '../../support/fleet.ts';
import { givenClusterPlan, givenPlan, givenStep, givenWave } from '../../support/plan.ts';

const HOUR = 3_600_000;
export const WINDOW = { opens: NOW - HOUR, closes: NOW + 5 * HOUR };

/** A wave of clusters with these names and pools, whose window is open. */
export function waveOf(
  number: number,
  clusters: Readonly<Record<string, readonly string[]>>,
  more: Partial<Wave> = {},
) {
  return givenWave({
    number,
    environment: 'development',
    clusters: Object.entries(clusters).map(([name, pools]) => {
      const clusterId = givenCluster({ name }).id;
      const steps = pools.map((pool) =>
        givenStep({ name: pool, poolId: `${clusterId}/agentpools/${pool}`, windows: [WINDOW] }),
      );
      return givenClusterPlan({ clusterId, name, environment: more.environment ?? 'development', steps });
    }),
    ...more,
  });
}

export function propose(parts: Parts, ...plans: readonly MigrationPlan[]): Promise<void> {
  return proposeAll(parts, plans);
}

/** @param whole whether all was seen that there is to plan for */
export async function proposeAll(parts: Parts, plans: readonly MigrationPlan[], whole = true): Promise<void> {
  const now = parts.clock.now();
  for (const plan of plans) await parts.plans.save(plan, now);
  const before = await parts.plans.proposal();
  const proposal = {
    checkedAt: now,
    sinceAt: now,
    plannedFrom: now,
    sweepId: 's-1',
    whole,
    basis: String(now),
    plans: plans.map((plan) => summaryOf(plan, now)),
    changes: [],
  };
  await parts.plans.propose(proposal, before?.etag);
}

export function signAs(parts: Parts, planId: string, name: string, role: Role = 'platform') {
  return signOff(parts, planId, { role }, { id: name.toLowerCase(), name }, { via: 'cli' });
}

/** Proposed and signed. */
export async function givenSignedPlan(parts: Parts, overrides: Partial<MigrationPlan> = {}): Promise<MigrationPlan> {
  const plan = givenPlan('a', { waves: [waveOf(1, { shop: ['apps'] })], ...overrides });
  await propose(parts, plan);
  await signAs(parts, plan.id, 'Ada');
  return plan;
}
