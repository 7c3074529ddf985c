import { refText } from '../../domain/cluster/object-ref.ts';
import { RETIRING } from '../../domain/migration/azure-look.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import type { PoolScaling, Remembered, RememberedReplicas } from '../../domain/migration/remembered.ts';
import type { Direction } from '../../domain/migration/route.ts';
import { hasEnded } from '../../domain/migration/status-table.ts';
import { ROUTES, type StepName } from '../../domain/migration/step-table.ts';

const NAMED_NODES = 3;

/**
 * What we changed and is still to be put back, one sentence each. On the way forward the marks on a source pool go
 * with the pool; they are told all the same, because a rollback or an abort lifts them.
 */
export function toPutBack(migration: Migration): string[] {
  if (hasEnded(migration.status)) return [];
  const { direction, remembered } = migration;
  const isOpen = (...until: StepName[]) => !isBehind(migration, until);
  return [
    ...(isOpen('reopen-source', 'delete-source') ? marks(remembered, direction) : []),
    ...(isOpen('put-back', 'delete-source') ? sourceScaling(remembered, direction) : []),
    ...(isOpen('put-back') ? [...targetScaling(remembered), ...(remembered.replicas ?? []).map(replicas)] : []),
    ...(isOpen('put-back-settings') ? upgradeSettings(remembered) : []),
    ...(direction === 'back' ? wayBack(remembered, isOpen) : []),
  ];
}

/** Whether the present way has one of these steps, and it is over. */
function isBehind({ route, direction, step }: Migration, until: readonly StepName[]): boolean {
  const steps = ROUTES[route][direction];
  return until.some((name) => steps.includes(name) && steps.indexOf(name) < steps.indexOf(step));
}

function marks({ tainted = [], cordoned = [] }: Remembered, direction: Direction): string[] {
  const when = direction === 'forward' ? ' when it is rolled back or aborted; else it goes with the pool' : '';
  const taint = `${RETIRING.key}=${RETIRING.value}:${RETIRING.effect}`;
  return [
    ...(tainted.length > 0 ? [`Our taint ${taint} is lifted from ${nodesText(tainted)}${when}.`] : []),
    ...(cordoned.length > 0 ? [`Our cordon is lifted from ${nodesText(cordoned)}${when}.`] : []),
  ];
}

function sourceScaling({ sourceScaling: scaling }: Remembered, direction: Direction): string[] {
  if (!scaling) return [];
  const when = direction === 'forward' ? ' when it is rolled back or aborted' : '';
  return [`The source pool gets its scaling back${when}: ${scalingText(scaling)}.`];
}

function targetScaling({ targetScaling: scaling }: Remembered): string[] {
  return scaling ? [`The target pool gets its scaling: ${scalingText(scaling)}.`] : [];
}

function replicas({ workload, autoscaler, before, during }: RememberedReplicas): string {
  const least = autoscaler ? 'at least ' : '';
  return `${refText(autoscaler ?? workload)} goes back to ${least}${before} ${before === 1 ? 'replica' : 'replicas'} (${during} for now).`;
}

function upgradeSettings({ upgradeSettings: settings }: Remembered): string[] {
  if (!settings) return [];
  const texts = Object.entries(settings).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const what = texts.length > 0 ? texts.join(', ') : 'none were set';
  return [`The pool gets its own upgrade settings back: ${what}.`];
}

function wayBack({ shrunkFrom, targetPool }: Remembered, isOpen: (...until: StepName[]) => boolean): string[] {
  return [
    ...(shrunkFrom !== undefined && isOpen('refill-source')
      ? [`The source pool gets its nodes back: ${shrunkFrom} in all.`]
      : []),
    ...(targetPool && isOpen('remove-target')
      ? [`The target pool ${targetPool.name} is deleted when that was asked for; else it is opened to pods again.`]
      : []),
  ];
}

function nodesText(names: readonly string[]): string {
  const named = names.slice(0, NAMED_NODES).join(', ');
  const more = names.length - NAMED_NODES;
  const all = more > 0 ? `${named} and ${more} more` : named;
  return names.length === 1 ? `node ${all}` : `${names.length} nodes (${all})`;
}

function scalingText({ count, autoscaler }: PoolScaling): string {
  const nodes = `${count} ${count === 1 ? 'node' : 'nodes'}`;
  return autoscaler
    ? `autoscaler from ${autoscaler.min} to ${autoscaler.max}, it had ${nodes}`
    : `${nodes}, no autoscaler`;
}
