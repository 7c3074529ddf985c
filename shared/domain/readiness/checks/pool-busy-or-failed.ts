import type { ObjectRef } from '../../cluster/object-ref.ts';
import { azAks } from '../../policy/az-command.ts';
import { clusterRef, type NewFinding, poolRef, unknownFinding } from '../finding.ts';
import { armPoolOf } from '../move-size.ts';
import type { Check, ReadinessSubject } from '../subject.ts';

/** AKS accepts one change per cluster at a time, and none that is sound after one that failed. */
export const poolBusyOrFailed: Check = {
  id: 'pool-busy-or-failed',

  judge(subject) {
    const { arm, cluster, pool } = subject;
    const own = armPoolOf(subject);
    const power = arm?.power ?? (cluster.power === 'unknown' ? undefined : cluster.power);
    const poolPower = own?.power ?? (pool.power === 'unknown' ? undefined : pool.power);
    return [
      ...judgeState(subject, clusterRef(subject), arm?.provisioningState ?? cluster.provisioningState),
      ...judgePower(clusterRef(subject), power),
      ...judgeState(subject, poolRef(subject), own?.provisioningState ?? pool.provisioningState),
      ...judgePower(poolRef(subject), poolPower),
      ...otherPools(subject),
    ];
  },
};

const SETTLED = ['succeeded', 'failed', 'canceled'];

function judgeState({ cluster }: ReadinessSubject, object: ObjectRef, state: string | undefined): NewFinding[] {
  const thing = object.kind === 'NodePool' ? 'pool' : 'cluster';
  if (state === undefined) {
    return [unknownFinding(object, `The state of the ${thing} is not known.`, 'Sweep the subscription again.')];
  }
  const arithmetic = `provisioningState ${state}`;
  switch (state.toLowerCase()) {
    case 'succeeded':
      return [];
    case 'failed':
    case 'canceled':
      return [
        {
          level: 'blocks',
          object,
          what: `The last operation on the ${thing} ${state.toLowerCase() === 'failed' ? 'failed' : 'was canceled'}: it may be half done, and a change may be refused.`,
          arithmetic,
          remedy: `Read what went wrong, mend the cause and let it reconcile: ${azAks('update', cluster)}`,
        },
      ];
    default:
      return [
        {
          level: 'blocks',
          object,
          what: `The ${thing} is busy (${state}): AKS accepts one change at a time.`,
          arithmetic,
          remedy: 'Wait until the operation has ended, then look again.',
        },
      ];
  }
}

function judgePower(object: ObjectRef, power: 'running' | 'stopped' | undefined): NewFinding[] {
  const thing = object.kind === 'NodePool' ? 'pool' : 'cluster';
  if (power === 'running') return [];
  if (power === undefined) {
    return [unknownFinding(object, `Whether the ${thing} runs is not known.`, 'Sweep the subscription again.')];
  }
  return [
    {
      level: 'blocks',
      object,
      what: `The ${thing} is stopped: it has no nodes to move.`,
      arithmetic: 'power stopped',
      remedy: `Start the ${thing} first, or leave it until it is needed.`,
    },
  ];
}

/** Another pool that is busy keeps the whole cluster busy. */
function otherPools({ arm, pool }: ReadinessSubject): NewFinding[] {
  const pools = arm?.pools.kind === 'seen' ? arm.pools.items : [];
  return pools
    .filter(
      ({ poolId, provisioningState }) =>
        poolId.toLowerCase() !== pool.id &&
        provisioningState !== undefined &&
        !SETTLED.includes(provisioningState.toLowerCase()),
    )
    .map(({ name, provisioningState }) => ({
      level: 'blocks' as const,
      object: { kind: 'NodePool', name },
      what: `Another pool of the cluster is busy (${provisioningState}): AKS accepts one change at a time.`,
      arithmetic: `provisioningState ${provisioningState}`,
      remedy: 'Wait until the operation has ended, then look again.',
    }));
}
