import type { ClusterLook } from '../cluster/facts.ts';
import { refText } from '../cluster/object-ref.ts';
import { type Instant, MS_PER_DAY } from '../time.ts';
import type { AzureLook, PoolState } from './azure-look.ts';
import { isUnderWay } from './in-place/at-work.ts';
import { plannedSettings, putBack, settingsOf } from './in-place/upgrade-settings.ts';
import type { Migration } from './migration.ts';
import type { PoolScaling, RememberedReplicas } from './remembered.ts';
import type { Owners, StrayMark } from './stray-mark.ts';

/** Numbers and settings carry no mark: after this long, one that is as we left it is somebody's choice. */
const OURS_FOR_MS = 14 * MS_PER_DAY;

/**
 * Replicas, autoscalers and upgrade settings that still are as an ended migration left them. They are named and never
 * cleared: nothing on them says that they are ours.
 */
export function straySettings(
  owners: Owners,
  azure: Extract<AzureLook, { kind: 'seen' }>,
  look: ClusterLook,
  now: Instant,
): StrayMark[] {
  const lately = owners.ended.filter(({ endedAt }) => endedAt !== undefined && now - endedAt <= OURS_FOR_MS);
  return lately.flatMap((migration) => {
    const at = (poolId: string | undefined) => azure.pools.find(({ id }) => id === poolId?.toLowerCase());
    const sourceId = migration.work.kind === 'pool' ? migration.work.poolId : undefined;
    const targetId = migration.remembered.targetPool?.poolId;
    const free = (pool: PoolState | undefined) => (pool && !isOwned(owners, pool) ? pool : undefined);
    const { sourceScaling, targetScaling, replicas = [] } = migration.remembered;
    return [
      ...replicas.filter((one) => !isOwnedWorkload(owners, one)).flatMap((one) => strayReplicas(migration, look, one)),
      ...strayAutoscaler(migration, free(at(sourceId)), sourceScaling),
      ...strayAutoscaler(migration, migration.status === 'completed' ? free(at(targetId)) : undefined, targetScaling),
      ...strayUpgradeSettings(migration, free(at(sourceId))),
    ];
  });
}

function isOwned({ running }: Owners, { id }: PoolState): boolean {
  return running.some(
    ({ work, remembered }) =>
      (work.kind === 'pool' && work.poolId.toLowerCase() === id) || remembered.targetPool?.poolId.toLowerCase() === id,
  );
}

function isOwnedWorkload({ running }: Owners, { workload }: RememberedReplicas): boolean {
  return running.some(({ remembered }) =>
    (remembered.replicas ?? []).some((one) => refText(one.workload) === refText(workload)),
  );
}

function strayReplicas({ id, status }: Migration, look: ClusterLook, remembered: RememberedReplicas): StrayMark[] {
  const { workload, autoscaler, before, during } = remembered;
  const number = autoscaler
    ? look.autoscalers?.kind === 'seen' &&
      look.autoscalers.items.find(
        ({ namespace, name }) => namespace === autoscaler.namespace && name === autoscaler.name,
      )?.minReplicas
    : look.workloads?.kind === 'seen' &&
      look.workloads.items.find(
        ({ kind, namespace, name }) =>
          kind === workload.kind && namespace === workload.namespace && name === workload.name,
      )?.replicas;
  if (number !== during || during === before) return [];
  const subject = refText(autoscaler ?? workload);
  const least = autoscaler ? 'a least number of ' : '';
  const command = autoscaler
    ? `kubectl -n ${autoscaler.namespace ?? ''} patch hpa ${autoscaler.name} --patch '{"spec":{"minReplicas":${before}}}'`
    : `kubectl -n ${workload.namespace ?? ''} scale ${workload.kind.toLowerCase()} ${workload.name} --replicas ${before}`;
  return [
    {
      kind: 'replicas',
      subject,
      migrationId: id,
      what: `${subject} still has ${least}${during} replicas from migration ${id} (${status}); before it had ${before}.`,
      nextAction: `If nobody wants them: ${command}`,
    },
  ];
}

function strayAutoscaler(
  { id, status }: Migration,
  pool: PoolState | undefined,
  before: PoolScaling | undefined,
): StrayMark[] {
  if (!pool || !before?.autoscaler || pool.scaling.autoscaler || isUnderWay(pool)) return [];
  const { min, max } = before.autoscaler;
  return [
    {
      kind: 'autoscaler',
      subject: pool.name,
      migrationId: id,
      what: `The autoscaler of pool ${pool.name} is off since migration ${id} (${status}); it was on, from ${min} to ${max} nodes.`,
      nextAction: `If nobody wants it off: az aks nodepool update --name ${pool.name} --enable-cluster-autoscaler --min-count ${min} --max-count ${max}`,
    },
  ];
}

function strayUpgradeSettings(migration: Migration, pool: PoolState | undefined): StrayMark[] {
  const before = migration.remembered.upgradeSettings;
  if (!pool || !before || isUnderWay(pool)) return [];
  const back = putBack(settingsOf(pool), before, plannedSettings(migration, before));
  if (!back) return [];
  return [
    {
      kind: 'upgrade-settings',
      subject: pool.name,
      migrationId: migration.id,
      what: `Pool ${pool.name} still has upgrade settings of migration ${migration.id} (${migration.status}).`,
      nextAction: `They were ${JSON.stringify(before)}: set them again (az aks nodepool update) if nobody wants the present ones.`,
    },
  ];
}
