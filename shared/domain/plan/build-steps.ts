import { refText } from '../cluster/object-ref.ts';
import type { Money, PriceList } from '../cost/money.ts';
import { type Overlap, overlapCost } from '../cost/pool-cost.ts';
import type { ClusterDraft, ControlPlaneDraft, PoolDraft } from './cluster-draft.ts';
import { isSystem } from './cluster-draft.ts';
import { deadlinesOf, nextDeadline } from './deadline.ts';
import { stepGate } from './gates.ts';
import type {
  ControlPlaneStep,
  PlannedDependencies,
  PlannedReadiness,
  PlannedWindow,
  PoolStep,
} from './migration-plan.ts';
import type { PlanInput, PoolInspection } from './plan-input.ts';
import type { PlanSettings } from './settings.ts';

export function controlPlaneStep(
  draft: ControlPlaneDraft,
  windows: readonly PlannedWindow[],
  retryOf: string | undefined,
): ControlPlaneStep {
  const { kind, from, path, reasons, minutes } = draft;
  return { kind, from, path, reasons, ...(retryOf ? { retryOf } : {}), windows, minutes, gate: stepGate(draft) };
}

export function poolStep(draft: PoolDraft, windows: readonly PlannedWindow[], input: PlanInput): PoolStep {
  const { work, extraNodes, minutes } = draft;
  const { reading, strategy, target, findings, inspection } = work;
  const { pool } = reading;
  const retryOf = input.retries?.get(pool.id);
  const deadline = nextDeadline(deadlinesOf(work, windows, input.settings, input.now));
  return {
    kind: 'pool',
    poolId: pool.id,
    name: pool.name,
    mode: isSystem(work) ? 'system' : 'user',
    osType: pool.osType,
    ...(pool.count === undefined ? {} : { nodes: pool.count }),
    vmSizes: pool.vmSizes,
    strategy: strategy.kind,
    reasons: strategy.reasons,
    ...(retryOf ? { retryOf } : {}),
    source: {
      ...(pool.osSku ? { osSku: pool.osSku } : {}),
      ...(pool.imageVersion ? { image: pool.imageVersion } : {}),
    },
    target,
    findings: findings
      .map(({ ruleId, severity, deadline: day }) => ({ ruleId, severity, ...(day ? { deadline: day } : {}) }))
      .toSorted((a, b) => (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0)),
    readiness: readinessOf(inspection),
    dependencies: dependenciesOf(inspection),
    extraNodes,
    windows,
    ...(deadline ? { deadline } : {}),
    minutes,
    cost: stepCost(draft, input.settings, input.prices),
    gate: stepGate(draft),
  };
}

/** Nodes beside the pool's own, and for how long: surge while it goes on, a target pool also through the hold. */
export function overlapOf({ work, extraNodes, minutes }: PoolDraft, { holdHours }: PlanSettings): Overlap {
  const held = work.strategy.kind === 'pool-replacement' ? holdHours : 0;
  return { nodes: extraNodes, hours: minutes.minutes / 60 + held };
}

function stepCost(draft: PoolDraft, settings: PlanSettings, prices: PriceList): Money {
  if (draft.held === 'proposed-only')
    return { kind: 'unknown', why: ['a new cluster is not priced: what it would hold is not decided'] };
  return overlapCost(draft.work.reading.pool, overlapOf(draft, settings), prices);
}

function readinessOf(inspection: PoolInspection | undefined): PlannedReadiness {
  const readiness = inspection?.readiness;
  if (!readiness) return { verdict: 'not-inspected', blockers: [] };
  const longStops = readiness.findings
    .filter(({ check, level }) => check === 'long-grace-period' && level === 'warns')
    .map(({ object, arithmetic, remedy, owner }) =>
      [object && `${refText(object)}:`, arithmetic && `${arithmetic}.`, remedy, owner && `(${owner})`]
        .filter(Boolean)
        .join(' '),
    )
    .toSorted();
  return {
    verdict: readiness.verdict,
    blockers: readiness.findings
      .filter(({ level }) => level === 'blocks')
      .map(({ what, remedy, owner }) => `${what} ${remedy}${owner ? ` (${owner})` : ''}`)
      .toSorted(),
    ...(longStops.length > 0 && { longStops }),
    readAt: readiness.readAt,
  };
}

function dependenciesOf(inspection: PoolInspection | undefined): PlannedDependencies {
  const map = inspection?.dependencies;
  if (!map) return { classification: 'not-inspected', reasons: [], owners: [] };
  const bound = map.dependencies.filter(({ kind, complexBecause }) => kind === 'pool-selector' && complexBecause);
  return {
    classification: map.classification,
    reasons: [
      ...new Set(map.reasons.map(({ object, why }) => (object ? `${refText(object)}: ${why}` : why))),
    ].toSorted(),
    boundToPool: [...new Set(bound.map(({ object }) => refText(object)))].toSorted(),
    owners: map.owners.toSorted(),
  };
}

/** Pools of a cluster that move: their nodes, at least. */
export function nodesOf({ steps }: ClusterDraft): number {
  return steps.reduce((sum, step) => sum + (step.kind === 'pool' ? (step.work.reading.pool.count ?? 1) : 0), 0);
}
