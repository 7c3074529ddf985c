import { NO_EVIDENCE } from '../evidence/entry.ts';
import type { ClusterPlan, MigrationPlan, PlanStep, Wave } from '../plan/migration-plan.ts';
import type { Instant } from '../time.ts';
import { withEvidence } from './apply.ts';
import type { Migration } from './migration.ts';
import { routeOf } from './runnable.ts';
import { ROUTES } from './step-table.ts';

/** Where a step stands in its plan. */
export interface Placed {
  readonly plan: MigrationPlan;
  readonly wave: Wave;
  readonly cluster: ClusterPlan;
  readonly step: PlanStep;
  /** Among the steps of its cluster, from 0. */
  readonly order: number;
}

export interface NewMigration {
  readonly dryRun: boolean;
  readonly now: Instant;
  readonly startedBy: string;
  /** SHA-256 of a text, as lower-case hex. */
  readonly hash: (text: string) => string;
}

/** Characters of the hash: enough for every step that ever was. */
const ID_LENGTH = 16;

/** The same step of the same plan is one migration; a dry run of it is another one. */
export function migrationId(
  planHash: string,
  clusterId: string,
  step: PlanStep,
  dryRun: boolean,
  hash: (text: string) => string,
): string {
  const what = step.kind === 'pool' ? step.poolId.toLowerCase() : 'control-plane';
  const sum = hash(JSON.stringify([planHash, clusterId.toLowerCase(), what])).slice(0, ID_LENGTH);
  return `${dryRun ? 'dry' : 'm'}-${sum}`;
}

/** The record of a step that is to begin; `undefined` for one that is not run from here. */
export function newMigration(placed: Placed, { dryRun, now, startedBy, hash }: NewMigration): Migration | undefined {
  const { plan, wave, cluster, step, order } = placed;
  const route = routeOf(step);
  if (route === undefined) return undefined;
  const migration: Migration = {
    format: 1,
    id: migrationId(plan.hash, cluster.clusterId, step, dryRun, hash),
    plan: { id: plan.id, hash: plan.hash },
    clusterId: cluster.clusterId,
    clusterName: cluster.name,
    subscriptionId: cluster.subscriptionId,
    resourceGroup: cluster.resourceGroup,
    region: cluster.region,
    environment: cluster.environment,
    criticality: cluster.criticality,
    work: step,
    order,
    wave: wave.number,
    route,
    running: plan.running,
    caps: plan.caps,
    dryRun,
    createdAt: now,
    startedBy,
    status: 'waiting',
    direction: 'forward',
    step: firstStep(route),
    stepSince: now,
    commands: [],
    remembered: {},
    drain: { done: [], stuck: [], evicted: 0 },
    imagined: [],
    tries: 0,
    evidence: { head: NO_EVIDENCE, pending: [] },
    nextPassAt: now,
    passes: 0,
  };
  const what = `${dryRun ? 'A dry run was made of' : 'Made from'} plan ${plan.id}, signed off under ${plan.hash}.`;
  const happened = [{ who: startedBy, kind: 'created' as const, what, after: { plan: plan.hash, work: step } }];
  return withEvidence({ migration, happened }, now, hash);
}

function firstStep(route: Migration['route']): Migration['step'] {
  return ROUTES[route].forward[0] ?? 'check';
}

/** Every step of a plan that is run from here, in the order of waves, clusters and steps. */
export function stepsOf(plan: MigrationPlan): readonly Placed[] {
  return plan.waves.flatMap((wave) =>
    wave.clusters.flatMap((cluster) => cluster.steps.map((step, order) => ({ plan, wave, cluster, step, order }))),
  );
}
