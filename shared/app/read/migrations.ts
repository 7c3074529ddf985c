import type { AlertWord } from '../../domain/alert/verdict.ts';
import { refText } from '../../domain/cluster/object-ref.ts';
import type { StuckPod } from '../../domain/drain/stuck.ts';
import type { EvidenceEntry } from '../../domain/evidence/entry.ts';
import type { Migration, NodeSight } from '../../domain/migration/migration.ts';
import { DRY_RUN_ENDED, hasEnded, STATUSES } from '../../domain/migration/status-table.ts';
import { ROUTES, STEPS } from '../../domain/migration/step-table.ts';
import type { Instant } from '../../domain/time.ts';
import type {
  EvidenceEntryView,
  MigrationSummaryView,
  MigrationView,
  NodeSightView,
  StuckPodView,
} from '../migration-views.ts';
import { iso } from './iso.ts';
import { orderViews, remedyView } from './orders.ts';
import { toPutBack } from './to-put-back.ts';
import { viabilityView } from './viability-view.ts';

/** What is left to be said of pausing, aborting and rolling back what has ended. */
const ENDED = 'It has ended: there is nothing left of it to stop.';

/** One migration in a list. @param alert absent: nobody watches it */
export function migrationSummary(
  migration: Migration,
  alert: AlertWord | undefined,
  now: Instant,
): MigrationSummaryView {
  const { work, status, step, pause, waiting } = migration;
  const ended = hasEnded(status);
  const why = pause?.because ?? (ended ? undefined : waiting?.because);
  return {
    id: migration.id,
    planId: migration.plan.id,
    clusterId: migration.clusterId,
    cluster: migration.clusterName,
    ...(work.kind === 'pool' && { pool: work.name }),
    environment: migration.environment,
    strategy: work.kind === 'pool' ? work.strategy : work.kind,
    status,
    direction: migration.direction,
    step,
    does: STEPS[step].does,
    ...(why !== undefined && { why }),
    ...(pause?.remedy !== undefined && { remedy: pause.remedy }),
    dryRun: migration.dryRun,
    since: iso(migration.stepSince),
    progress: progressOf(migration),
    viability: viabilityView(migration, now),
    alert: alertOf(alert),
    createdAt: iso(migration.createdAt),
    ...(migration.endedAt !== undefined && { endedAt: iso(migration.endedAt) }),
  };
}

/** Everything about one migration. @param newest entries of its evidence, newest first */
export function migrationView(
  migration: Migration,
  alert: AlertWord | undefined,
  newest: readonly EvidenceEntry[],
  now: Instant,
): MigrationView {
  const { work, remembered, drain, sight, summary, status } = migration;
  const orders = orderViews(migration, now);
  const words = hasEnded(status) ? { ifPaused: ENDED, ifAborted: ENDED, ifRolledBack: ENDED } : STEPS[migration.step];
  return {
    ...migrationSummary(migration, alert, now),
    asOf: iso(now),
    planHash: migration.plan.hash,
    ...(work.kind === 'pool' && { nodePool: work.poolId }),
    target: targetOf(migration),
    startedBy: migration.startedBy,
    statusMeans: migration.dryRun && hasEnded(status) ? DRY_RUN_ENDED : STATUSES[status],
    ifPaused: words.ifPaused,
    ifAborted: words.ifAborted,
    ifRolledBack: words.ifRolledBack,
    steps: stepsOf(migration),
    ...(sight?.nodes && { nodes: sight.nodes.map((node) => nodeView(node, migration)) }),
    ...(sight && { seenAt: iso(sight.at) }),
    evicted: drain.evicted,
    stuck: hasEnded(status) ? [] : drain.stuck.map((pod) => stuckView(pod, migration, now)),
    toPutBack: toPutBack(migration),
    commands: migration.commands.map(({ kind, by, at, reason }) => ({ kind, by, at: iso(at), reason })),
    ...(orders.length > 0 && { orders }),
    nextPassAt: iso(migration.nextPassAt),
    timeline: newest.map(entryView),
    ...(summary && { summary: { ...summary, notes: [...summary.notes] } }),
    head: { ...migration.evidence.head },
    ...(remembered.targetPool && { differences: [...remembered.targetPool.differences] }),
  };
}

/** An entry word for word: its hash covers every field. */
export function entryView(entry: EvidenceEntry): EvidenceEntryView {
  return { ...entry };
}

function targetOf({ work, remembered }: Migration): MigrationView['target'] {
  if (work.kind === 'control-plane') {
    const kubernetes = work.path.at(-1);
    return kubernetes === undefined ? {} : { kubernetes };
  }
  const { image, osSku, kubernetes } = work.target;
  const pool = remembered.targetPool?.name;
  return {
    ...(image !== undefined && { image }),
    ...(osSku !== undefined && { osSku }),
    ...(kubernetes !== undefined && { kubernetes }),
    ...(pool !== undefined && { pool }),
  };
}

function progressOf({ route, direction, step, status }: Migration): { done: number; all: number } {
  const steps = ROUTES[route][direction];
  return { done: hasEnded(status) ? steps.length : Math.max(0, steps.indexOf(step)), all: steps.length };
}

function stepsOf(migration: Migration): MigrationView['steps'] {
  const { done } = progressOf(migration);
  return ROUTES[migration.route][migration.direction].map((name, at) => ({
    name,
    does: STEPS[name].does,
    state: at < done ? ('done' as const) : at === done ? ('now' as const) : ('to-come' as const),
  }));
}

/** No verdict is not a good one: it is said that nothing watches. */
function alertOf(alert: AlertWord | undefined): MigrationSummaryView['alert'] {
  if (!alert) return { kind: 'none', why: 'Nobody watches it.' };
  return { kind: alert.kind, why: alert.why };
}

function nodeView(node: NodeSight, { drain }: Migration): NodeSightView {
  const drained = drain.done.includes(node.name) ? 'done' : drain.node?.name === node.name ? 'now' : undefined;
  return { ...node, ...(drained && { drain: drained }) };
}

function stuckView(stuck: StuckPod, migration: Migration, now: Instant): StuckPodView {
  const { pod, node, cause, since, why, by, budget, workload, owner, blocks, remedies } = stuck;
  return {
    pod: `${pod.namespace}/${pod.name}`,
    node,
    cause,
    since: iso(since),
    why,
    ...(by && { by: refText(by) }),
    ...(budget && { budget: { ...budget } }),
    ...(workload && { workload: refText(workload) }),
    ...(owner !== undefined && { owner }),
    blocks,
    remedies: remedies.map((remedy) => remedyView(remedy, stuck, migration, now)),
  };
}
