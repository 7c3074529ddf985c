import type { MigrationPlan } from '../../domain/plan/migration-plan.ts';
import type { Day, Instant } from '../../domain/time.ts';
import type { Proposal, StoredPlan } from '../../ports/plan-store.ts';
import type { PlanQuery, PlansView, PlanView } from '../plan-views.ts';
import type { CoverageView } from '../views.ts';
import { iso } from './iso.ts';

/** What is proposed, with how much of the fleet the newest sweep saw. */
export function plansView(proposal: Proposal, coverage: CoverageView): PlansView {
  const { checkedAt, sinceAt, plannedFrom, whole, plans, changes } = proposal;
  return {
    coverage,
    proposedAt: iso(sinceAt),
    checkedAt: iso(checkedAt),
    plannedFrom: iso(plannedFrom),
    whole,
    plans: plans.map(({ firstProposedAt, ...summary }) => ({
      ...writable(summary),
      firstProposedAt: iso(firstProposedAt),
    })),
    changes: writable(changes),
  };
}

/** A plan as it is shown on `today`: which of its dates are over is not a matter of when it was made. */
export function planView({ plan, firstSavedAt }: StoredPlan, proposed: boolean, today: Day): PlanView {
  const shown = withMoments(withStates(plan, today)) as Omit<PlanView, 'firstProposedAt' | 'proposed'>;
  return { ...shown, firstProposedAt: iso(firstSavedAt), proposed };
}

/**
 * The waves and clusters that are asked for. Money, hash and constraints of the whole plan stay; constraints
 * and pools that concern other clusters go.
 */
export function narrowed<T extends Pick<MigrationPlan | PlanView, 'waves' | 'constraints' | 'leftOut'>>(
  plan: T,
  { cluster, wave }: PlanQuery,
): T {
  if (cluster === undefined && wave === undefined) return plan;
  const wanted = cluster?.toLowerCase();
  const waves = plan.waves
    .filter(({ number }) => wave === undefined || number === wave)
    .map((one) => ({
      ...one,
      clusters: one.clusters.filter(
        ({ clusterId, name }) =>
          wanted === undefined || clusterId.toLowerCase() === wanted || name.toLowerCase() === wanted,
      ),
    }))
    .filter(({ clusters }) => clusters.length > 0);
  const ids = new Set(waves.flatMap(({ clusters }) => clusters.map(({ clusterId }) => clusterId)));
  const concerns = (clusterId: string | undefined) => clusterId === undefined || ids.has(clusterId);
  return {
    ...plan,
    waves,
    constraints: plan.constraints.filter(
      ({ clusterId, effect }) => concerns(clusterId) && (clusterId !== undefined || effect !== 'note'),
    ),
    leftOut: plan.leftOut.filter(
      ({ clusterId, cluster: name }) =>
        wave === undefined && (clusterId.toLowerCase() === wanted || name.toLowerCase() === wanted),
    ),
  };
}

/** A plan as it was made, from a view of it, for comparing plans that were kept as files. What a view adds is left in it. */
export function planOfView(shown: PlanView): MigrationPlan {
  return mapKeys(shown, (at) => Date.parse(at as string)) as MigrationPlan;
}

function withStates(plan: MigrationPlan, today: Day): MigrationPlan {
  return {
    ...plan,
    waves: plan.waves.map((wave) => ({
      ...wave,
      clusters: wave.clusters.map((cluster) => ({
        ...cluster,
        communication: cluster.communication.map((date) => ({
          ...date,
          state: today > date.to ? ('late' as const) : today >= date.from ? ('now' as const) : ('to-come' as const),
        })),
      })),
    })),
  };
}

/** Every field of a plan that is a moment. */
const MOMENTS = new Set(['computedAt', 'readAt', 'opens', 'closes']);

function withMoments(plan: MigrationPlan): unknown {
  return mapKeys(plan, (at) => iso(at as Instant));
}

function mapKeys(value: unknown, change: (moment: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => mapKeys(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([key, one]) => [key, MOMENTS.has(key) ? change(one) : mapKeys(one, change)]),
  );
}

/** A copy that nobody else has, so that a schema's type, which may be written to, fits. */
function writable<T>(value: T): Writable<T> {
  return structuredClone(value) as Writable<T>;
}

type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;
